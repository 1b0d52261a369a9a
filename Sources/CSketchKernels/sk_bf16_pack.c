// float32 numbers rounded to bfloat16 and laid out in pairs, for sk_bf16_product.
#include "sk_levels.h"
#include "sk_math.h"
#include "sk_packed.h"
#include "sketch_training_kernels.h"

// The nearest bfloat16, ties to even; subnormal numbers become zeros.
SK_INLINE uint32_t rounded(float x) {
    uint32_t bits = sk_to_bits(x), magnitude = bits & 0x7fffffffu;
    uint32_t nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    nearest = magnitude < 0x00800000u ? (bits >> 16) & 0x8000u : nearest;
    return magnitude > 0x7f800000u ? (bits >> 16) | 0x40u : nearest;
}

SK_INLINE void rows_body(const float *restrict x, int x_stride, int rows, int k, uint32_t *restrict out) {
    for (int r = 0; r < rows; r++, x += x_stride) {
        for (int i = 0; i < k / 2; i++) out[i] = rounded(x[2 * i]) | rounded(x[2 * i + 1]) << 16;
        if (k % 2) out[k / 2] = rounded(x[k - 1]);
        out += sk_bf16_pairs(k);
    }
}

// The pairs of rows 2i and 2i + 1 of w [k, n] for columns `first` on.
SK_INLINE void pair_row(const float *restrict w, int stride, int k, int i, int first, int width, uint32_t *restrict out) {
    const float *even = w + (size_t)(2 * i) * stride + first, *odd = even + stride;
    if (2 * i + 1 < k)
        for (int j = 0; j < width; j++) out[j] = rounded(even[j]) | rounded(odd[j]) << 16;
    else
        for (int j = 0; j < width; j++) out[j] = rounded(even[j]);
}

SK_INLINE void pack_body(const float *restrict w, int stride, int k, int n, uint32_t *restrict packed) {
    for (int first = 0; first < n; first += SK_PANEL) {
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        for (int i = 0; i < sk_bf16_pairs(k); i++, packed += SK_PANEL) {
            for (int j = width; j < SK_PANEL; j++) packed[j] = 0;
            pair_row(w, stride, k, i, first, width, packed);
        }
    }
}

// Words are transposed in squares, so that every cache line is used while it is at hand.
enum { SQUARE = 16 };

SK_INLINE void columns_body(const float *restrict x, int stride, int k, int n, uint32_t *restrict out) {
    const int pairs = sk_bf16_pairs(k);
    for (int start = 0; start < pairs; start += SQUARE)
        for (int first = 0; first < n; first += SQUARE) {
            uint32_t square[SQUARE][SQUARE];
            int height = pairs - start < SQUARE ? pairs - start : SQUARE, width = n - first < SQUARE ? n - first : SQUARE;
            for (int i = 0; i < height; i++) pair_row(x, stride, k, start + i, first, width, square[i]);
            for (int j = 0; j < width; j++)
                for (int i = 0; i < height; i++) out[(size_t)(first + j) * pairs + start + i] = square[i][j];
        }
}

SK_INLINE void pack_transposed_body(const float *restrict w, int stride, int k, int n, uint32_t *restrict packed) {
    const int pairs = sk_bf16_pairs(k);
    for (int first = 0; first < n; first += SK_PANEL, packed += (size_t)pairs * SK_PANEL) {
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        for (int start = 0; start < pairs; start += SQUARE) {
            int end = pairs - start < SQUARE ? pairs : start + SQUARE;
            for (int j = 0; j < SK_PANEL; j++) {
                const float *row = w + (size_t)(first + j) * stride;
                for (int i = start; i < end; i++)
                    packed[(size_t)i * SK_PANEL + j] =
                        j >= width ? 0 : rounded(row[2 * i]) | (2 * i + 1 < k ? rounded(row[2 * i + 1]) << 16 : 0);
            }
        }
    }
}

SK_EACH_LEVEL(void, sk_bf16_rows, rows, (const float *x, int x_stride, int rows, int k, uint32_t *out),
              (x, x_stride, rows, k, out))
SK_EACH_LEVEL(void, sk_bf16_columns, columns, (const float *x, int stride, int k, int n, uint32_t *out),
              (x, stride, k, n, out))
SK_EACH_LEVEL(void, sk_bf16_pack, pack, (const float *w, int stride, int k, int n, uint32_t *packed),
              (w, stride, k, n, packed))
SK_EACH_LEVEL(void, sk_bf16_pack_transposed, pack_transposed,
              (const float *w, int stride, int k, int n, uint32_t *packed), (w, stride, k, n, packed))
