// Each function jumps to the address in its slot. At first this is its first call, which keeps the arguments, loads the libraries,
// which sets all slots, and jumps again.

#if defined(__x86_64__)

    .text
    .p2align 4
    .type sk_first_call, @function
sk_first_call:
    // On entry: the return address of the caller, below it the address of the slot.
    .cfi_startproc
    .cfi_def_cfa_offset 16
    push %rax
    push %rdi
    push %rsi
    push %rdx
    push %rcx
    push %r8
    push %r9
    .cfi_def_cfa_offset 72
    sub $136, %rsp
    .cfi_def_cfa_offset 208
    movups %xmm0, 0(%rsp)
    movups %xmm1, 16(%rsp)
    movups %xmm2, 32(%rsp)
    movups %xmm3, 48(%rsp)
    movups %xmm4, 64(%rsp)
    movups %xmm5, 80(%rsp)
    movups %xmm6, 96(%rsp)
    movups %xmm7, 112(%rsp)
    call sk_load_cairo
    movups 0(%rsp), %xmm0
    movups 16(%rsp), %xmm1
    movups 32(%rsp), %xmm2
    movups 48(%rsp), %xmm3
    movups 64(%rsp), %xmm4
    movups 80(%rsp), %xmm5
    movups 96(%rsp), %xmm6
    movups 112(%rsp), %xmm7
    add $136, %rsp
    pop %r9
    pop %r8
    pop %rcx
    pop %rdx
    pop %rsi
    pop %rdi
    pop %rax
    pop %r11
    .cfi_def_cfa_offset 8
    jmp *(%r11)
    .cfi_endproc
    .size sk_first_call, . - sk_first_call

#define FUNCTION(name) \
    .text; .p2align 4; .globl name; .hidden name; .type name, @function; \
name: jmp *sk_slot_##name(%rip); \
sk_first_##name: lea sk_slot_##name(%rip), %r11; push %r11; jmp sk_first_call; \
    .size name, . - name; \
    .data; .p2align 3; .globl sk_slot_##name; .hidden sk_slot_##name; \
sk_slot_##name: .quad sk_first_##name;
#include "functions.h"

#elif defined(__aarch64__)

    .text
    .p2align 4
    .type sk_first_call, %function
sk_first_call:
    // x17 is the address of the slot.
    .cfi_startproc
    stp x29, x30, [sp, #-224]!
    .cfi_def_cfa_offset 224
    .cfi_offset 29, -224
    .cfi_offset 30, -216
    stp x0, x1, [sp, #16]
    stp x2, x3, [sp, #32]
    stp x4, x5, [sp, #48]
    stp x6, x7, [sp, #64]
    stp x8, x17, [sp, #80]
    stp q0, q1, [sp, #96]
    stp q2, q3, [sp, #128]
    stp q4, q5, [sp, #160]
    stp q6, q7, [sp, #192]
    bl sk_load_cairo
    ldp x0, x1, [sp, #16]
    ldp x2, x3, [sp, #32]
    ldp x4, x5, [sp, #48]
    ldp x6, x7, [sp, #64]
    ldp x8, x17, [sp, #80]
    ldp q0, q1, [sp, #96]
    ldp q2, q3, [sp, #128]
    ldp q4, q5, [sp, #160]
    ldp q6, q7, [sp, #192]
    ldp x29, x30, [sp], #224
    .cfi_def_cfa_offset 0
    ldr x16, [x17]
    br x16
    .cfi_endproc
    .size sk_first_call, . - sk_first_call

#define FUNCTION(name) \
    .text; .p2align 4; .globl name; .hidden name; .type name, %function; \
name: adrp x17, sk_slot_##name; add x17, x17, :lo12:sk_slot_##name; ldr x16, [x17]; br x16; \
sk_first_##name: b sk_first_call; \
    .size name, . - name; \
    .data; .p2align 3; .globl sk_slot_##name; .hidden sk_slot_##name; \
sk_slot_##name: .quad sk_first_##name;
#include "functions.h"

#endif

    .section .note.GNU-stack,"",%progbits
