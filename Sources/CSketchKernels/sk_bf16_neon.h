// The NEON level of sk_bf16.c, which includes this file after its Tile, SK_TILES and portable code.
#pragma once

#include <arm_neon.h>

SK_INLINE void tile_neon(const Tile *t, const int rows, const int panels) {
    const uint32x4_t high = vdupq_n_u32(0xffff0000u);
    const int vectors = rows > 4 ? 2 : 4;
    for (int column = 0; column < panels * SK_PANEL; column += 4 * vectors) {
        float32x4_t sum[ROWS][4];
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) sum[r][v] = vld1q_f32(t->start[r] + column + 4 * v);
        const uint32_t *w = t->weights + (size_t)(column / SK_PANEL) * t->step + column % SK_PANEL;
        for (int i = 0; i < t->pairs; i++, w += SK_PANEL) {
            float32x4_t odd[4], even[4];
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) {
                uint32x4_t pair = vld1q_u32(w + 4 * v);
                odd[v] = vreinterpretq_f32_u32(vandq_u32(pair, high));
                even[v] = vreinterpretq_f32_u32(vshlq_n_u32(pair, 16));
            }
#pragma GCC unroll 6
            for (int r = 0; r < rows; r++) {
                uint32x4_t pair = vld1q_dup_u32(t->x[r] + i);
                float32x4_t x1 = vreinterpretq_f32_u32(vandq_u32(pair, high));
                float32x4_t x0 = vreinterpretq_f32_u32(vshlq_n_u32(pair, 16));
#pragma GCC unroll 4
                for (int v = 0; v < vectors; v++) {
                    sum[r][v] = vfmaq_f32(sum[r][v], x1, odd[v]);
                    sum[r][v] = vfmaq_f32(sum[r][v], x0, even[v]);
                }
            }
        }
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) vst1q_f32(t->y[r] + column + 4 * v, sum[r][v]);
    }
}

// A call, so that no arithmetic moves across a change of the control register.
SK_TILES(tiles_neon, tile_neon, __attribute__((noinline)))

// FZ of FPCR: subnormal inputs and results are zeros. UFC of FPSR: a result became zero because of it.
static const uint64_t flush_to_zero = 1u << 24, underflow = 1u << 3;

// Arm decides before rounding whether a result is subnormal, the definition after. The two differ where a result is rounded
// up to the smallest normal number, so a tile with any result that became zero is computed again by the portable code.
static void run_neon(const Tile *t, int rows) {
    float sum[ROWS][COLUMNS];
    Tile buffered = *t;
    for (int r = 0; r < rows; r++) buffered.y[r] = sum[r];
    uint64_t control, status, result;
    __asm__ volatile("mrs %0, fpcr\n\tmrs %1, fpsr" : "=r"(control), "=r"(status)::"memory");
    __asm__ volatile("msr fpcr, %0\n\tmsr fpsr, %1" ::"r"(control | flush_to_zero), "r"(status & ~underflow) : "memory");
    tiles_neon(&buffered, rows);
    __asm__ volatile("mrs %0, fpsr\n\tmsr fpcr, %1\n\tmsr fpsr, %2" : "=&r"(result) : "r"(control), "r"(status) : "memory");
    if (result & underflow) return tile_portable(t, rows);
    for (int r = 0; r < rows; r++) memcpy(t->y[r], sum[r], (size_t)t->panels * SK_PANEL * sizeof(float));
}
