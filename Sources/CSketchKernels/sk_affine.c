// The matrix product of the sampler. Weights lie in panels of 32 columns, so that one step down k reads 128
// consecutive bytes; several rows of x share each panel row while it is in registers. However rows and
// panels are grouped, one output is one chain of fused multiply-adds over k in order: grouping is free to
// change with batch and processor, the bytes are not.
#include "sk_levels.h"
#include "sketch_kernels.h"

#include <string.h>

#if SK_X86
#include <immintrin.h>
#endif

static int panel_count(int n) { return (n + SK_PANEL - 1) / SK_PANEL; }

static size_t panel_floats(int k) { return (size_t)SK_PANEL * ((size_t)k + 1); }

size_t sk_packed_count(int k, int n) { return (size_t)panel_count(n) * panel_floats(k); }

void sk_pack(const float *w, const float *bias, int k, int n, float *packed) {
    memset(packed, 0, sk_packed_count(k, n) * sizeof *packed);
    for (int panel = 0; panel < panel_count(n); panel++) {
        float *out = packed + (size_t)panel * panel_floats(k);
        int first = panel * SK_PANEL;
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        if (bias) memcpy(out, bias + first, (size_t)width * sizeof *out);
        for (int i = 0; i < k; i++)
            memcpy(out + (size_t)(i + 1) * SK_PANEL, w + (size_t)i * n + first, (size_t)width * sizeof *out);
    }
}

// One panel of 32 outputs for `rows` rows: x and y point at the first row; init likewise or NULL.
// Every init row and y row holds 32 floats here; ragged last panels go through a buffer.
typedef struct {
    const float *x;
    const float *panel;
    const float *init;
    float *y;
    int x_stride, init_stride, y_stride, k;
} Block;

static void block_portable(const Block *b, int rows) {
    for (int r = 0; r < rows; r++) {
        float sum[SK_PANEL];
        memcpy(sum, b->init ? b->init + (size_t)r * b->init_stride : b->panel, sizeof sum);
        const float *x = b->x + (size_t)r * b->x_stride;
        for (int i = 0; i < b->k; i++) {
            const float *w = b->panel + (size_t)(i + 1) * SK_PANEL;
            for (int j = 0; j < SK_PANEL; j++) sum[j] = __builtin_fmaf(x[i], w[j], sum[j]);
        }
        memcpy(b->y + (size_t)r * b->y_stride, sum, sizeof sum);
    }
}

#if SK_X86
#define SK_ALWAYS static inline __attribute__((always_inline))

SK_ALWAYS SK_TARGET_AVX512 void rows_avx512(const Block *b, int first, const int rows) {
    const float *x = b->x + (size_t)first * b->x_stride;
    __m512 low[8], high[8];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        const float *start = b->init ? b->init + (size_t)(first + r) * b->init_stride : b->panel;
        low[r] = _mm512_loadu_ps(start);
        high[r] = _mm512_loadu_ps(start + 16);
    }
    const float *w = b->panel;
    for (int i = 0; i < b->k; i++) {
        w += SK_PANEL;
        __m512 w0 = _mm512_loadu_ps(w), w1 = _mm512_loadu_ps(w + 16);
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            __m512 value = _mm512_set1_ps(x[(size_t)r * b->x_stride + i]);
            low[r] = _mm512_fmadd_ps(value, w0, low[r]);
            high[r] = _mm512_fmadd_ps(value, w1, high[r]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) {
        float *y = b->y + (size_t)(first + r) * b->y_stride;
        _mm512_storeu_ps(y, low[r]);
        _mm512_storeu_ps(y + 16, high[r]);
    }
}

SK_TARGET_AVX512 static void block_avx512(const Block *b, int rows) {
    int r = 0;
    for (; r + 8 <= rows; r += 8) rows_avx512(b, r, 8);
    if (rows - r >= 4) { rows_avx512(b, r, 4); r += 4; }
    if (rows - r >= 2) { rows_avx512(b, r, 2); r += 2; }
    if (rows - r >= 1) rows_avx512(b, r, 1);
}

SK_ALWAYS SK_TARGET_AVX2 void rows_avx2(const Block *b, int first, const int rows, int column) {
    const float *x = b->x + (size_t)first * b->x_stride;
    __m256 low[6], high[6];
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++) {
        const float *start =
            (b->init ? b->init + (size_t)(first + r) * b->init_stride : b->panel) + column;
        low[r] = _mm256_loadu_ps(start);
        high[r] = _mm256_loadu_ps(start + 8);
    }
    const float *w = b->panel + column;
    for (int i = 0; i < b->k; i++) {
        w += SK_PANEL;
        __m256 w0 = _mm256_loadu_ps(w), w1 = _mm256_loadu_ps(w + 8);
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++) {
            __m256 value = _mm256_set1_ps(x[(size_t)r * b->x_stride + i]);
            low[r] = _mm256_fmadd_ps(value, w0, low[r]);
            high[r] = _mm256_fmadd_ps(value, w1, high[r]);
        }
    }
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++) {
        float *y = b->y + (size_t)(first + r) * b->y_stride + column;
        _mm256_storeu_ps(y, low[r]);
        _mm256_storeu_ps(y + 8, high[r]);
    }
}

SK_TARGET_AVX2 static void block_avx2(const Block *b, int rows) {
    int r = 0;
    for (; r + 6 <= rows; r += 6) { rows_avx2(b, r, 6, 0); rows_avx2(b, r, 6, 16); }
    if (rows - r >= 4) { rows_avx2(b, r, 4, 0); rows_avx2(b, r, 4, 16); r += 4; }
    if (rows - r >= 2) { rows_avx2(b, r, 2, 0); rows_avx2(b, r, 2, 16); r += 2; }
    if (r < rows) { rows_avx2(b, r, 1, 0); rows_avx2(b, r, 1, 16); }
}
#endif

static void run_block(const Block *b, int rows, int level) {
#if SK_X86
    if (level == SK_LEVEL_AVX512) return block_avx512(b, rows);
    if (level == SK_LEVEL_AVX2) return block_avx2(b, rows);
#endif
    (void)level;
    block_portable(b, rows);
}

// A last panel of fewer than 32 columns: computed whole in a buffer, a few rows at a time.
static void run_ragged(Block b, int rows, int width, int level) {
    enum { CHUNK = 8 };
    float start[CHUNK * SK_PANEL], out[CHUNK * SK_PANEL];
    for (int r = 0; r < rows; r += CHUNK) {
        int count = rows - r < CHUNK ? rows - r : CHUNK;
        Block part = b;
        part.x = b.x + (size_t)r * b.x_stride;
        part.y = out;
        part.y_stride = part.init_stride = SK_PANEL;
        if (b.init) {
            memset(start, 0, sizeof start);
            for (int q = 0; q < count; q++)
                memcpy(start + q * SK_PANEL, b.init + (size_t)(r + q) * b.init_stride,
                       (size_t)width * sizeof *start);
            part.init = start;
        }
        run_block(&part, count, level);
        for (int q = 0; q < count; q++)
            memcpy(b.y + (size_t)(r + q) * b.y_stride, out + q * SK_PANEL, (size_t)width * sizeof *out);
    }
}

void sk_affine(const float *x, int x_stride, int batch, const float *packed, int k, int n,
               const float *init, int init_stride, float *y, int y_stride) {
    int level = sk_level();
    for (int panel = 0; panel < panel_count(n); panel++) {
        int first = panel * SK_PANEL;
        Block b = {x, packed + (size_t)panel * panel_floats(k), init ? init + first : NULL, y + first,
                   x_stride, init_stride, y_stride, k};
        if (n - first >= SK_PANEL) run_block(&b, batch, level);
        else run_ragged(b, batch, n - first, level);
    }
}
