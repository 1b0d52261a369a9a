// Target attributes of the processor levels. Attributes instead of compiler flags: the package builds
// without unsafe flags, and one binary serves every processor.
#pragma once

#if defined(__x86_64__) || defined(_M_X64)
#define SK_X86 1
#define SK_TARGET_AVX2 __attribute__((target("avx2,fma,f16c")))
#define SK_TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))
#else
#define SK_X86 0
#endif

// NEON and fused multiply-adds are part of AArch64: no attribute, no detection.
#if defined(__aarch64__) && defined(__ARM_NEON)
#define SK_NEON 1
#else
#define SK_NEON 0
#endif

// NAME_body compiled for each level, and FUNCTION, which chooses.
#define SK_LEVEL_OF(LEVEL, TARGET, RESULT, NAME, PARAMETERS, ARGUMENTS) \
    TARGET static RESULT NAME##_##LEVEL PARAMETERS { return NAME##_body ARGUMENTS; }
#if SK_X86
#define SK_EACH_LEVEL(RESULT, FUNCTION, NAME, PARAMETERS, ARGUMENTS)           \
    SK_LEVEL_OF(portable, , RESULT, NAME, PARAMETERS, ARGUMENTS)               \
    SK_LEVEL_OF(avx2, SK_TARGET_AVX2, RESULT, NAME, PARAMETERS, ARGUMENTS)     \
    SK_LEVEL_OF(avx512, SK_TARGET_AVX512, RESULT, NAME, PARAMETERS, ARGUMENTS) \
    RESULT FUNCTION PARAMETERS {                                               \
        int level = sk_level();                                                \
        if (level == SK_LEVEL_AVX512) return NAME##_avx512 ARGUMENTS;          \
        if (level == SK_LEVEL_AVX2) return NAME##_avx2 ARGUMENTS;              \
        return NAME##_portable ARGUMENTS;                                      \
    }
#else
// On AArch64 the compiler vectorises the portable body with NEON, so both levels are this function.
#define SK_EACH_LEVEL(RESULT, FUNCTION, NAME, PARAMETERS, ARGUMENTS) \
    RESULT FUNCTION PARAMETERS { return NAME##_body ARGUMENTS; }
#endif
