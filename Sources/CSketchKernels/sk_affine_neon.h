// The NEON level of sk_affine.c, which includes this file after its Block and SK_TILES.
#pragma once

#include <arm_neon.h>

SK_INLINE float32x4_t load_neon(const char *w, int index, const int type) {
    if (type == SK_FLOAT16) return vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16((const uint16_t *)w + 4 * index)));
    return vld1q_f32((const float *)w + 4 * index);
}

// Thirty-two registers hold 6 rows of 16 columns, 3 rows of 32 or a single row of 64: a pass over the panels for each such
// part.
SK_INLINE void tile_neon(const Block *b, const int rows, const int panels, const int type) {
    enum { VECTORS = SK_PANEL / 4 };
    const int vectors = rows > 3 ? VECTORS / 2 : rows > 1 || panels == 1 ? VECTORS : 2 * VECTORS;
    for (int column = 0; column < panels * SK_PANEL; column += 4 * vectors) {
        float32x4_t sum[ROWS][2 * VECTORS];
        const size_t panel = column / SK_PANEL, inside = column % SK_PANEL;
        const size_t start = panel * b->start_step + inside;
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 16
            for (int v = 0; v < vectors; v++)
                sum[r][v] = vld1q_f32(b->start[r] + start + v / VECTORS * b->start_step + 4 * (v % VECTORS));
        const char *w = b->weights + panel * b->panel_bytes + inside * (sk_weight_row_bytes(type) / SK_PANEL);
        for (int i = 0; i < b->k; i++, w += sk_weight_row_bytes(type)) {
            float value[ROWS];
#pragma GCC unroll 6
            for (int r = 0; r < rows; r++) value[r] = b->x[r][i];
#pragma GCC unroll 16
            for (int v = 0; v < vectors; v++) {
                float32x4_t part = load_neon(w + v / VECTORS * b->panel_bytes, v % VECTORS, type);
#pragma GCC unroll 6
                for (int r = 0; r < rows; r++) sum[r][v] = vfmaq_n_f32(sum[r][v], part, value[r]);
            }
        }
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 16
            for (int v = 0; v < vectors; v++) vst1q_f32(b->y[r] + column + 4 * v, sum[r][v]);
    }
}

SK_TILES(floats_neon, tile_neon, , SK_FLOAT32)
SK_TILES(halves_neon, tile_neon, , SK_FLOAT16)
