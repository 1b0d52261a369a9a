// Matrix products of bfloat16 numbers with float32 sums, for training.
//
// The definition is that of the instruction VDPBF16PS. Terms are taken two at a time, first the odd one, then the even
// one: sum = fma(x1, w1, sum), sum = fma(x0, w0, sum). Subnormal numbers, of input and result, are zeros; whether a result
// is subnormal is decided after rounding. Processors with the instruction use it; the others compute the same bits with
// float32 operations.
#include "sk_levels.h"
#include "sk_math.h"
#include "sk_packed.h"
#include "sketch_kernels.h"
#include "sketch_training_kernels.h"

#if SK_X86
#include <immintrin.h>
#endif

// Rows and panels of a tile; terms of a block, so that the block's panels stay in the second-level cache.
enum { ROWS = 6, PANELS = 2, DEPTH = 512, COLUMNS = PANELS * SK_PANEL };

// One or two panels for some rows. x points at pairs of terms, one in each half of a word, and start at the sums so far.
typedef struct {
    const uint32_t *x[ROWS], *weights; // the weights of the next panel follow after `step` words
    const float *start[ROWS];
    float *y[ROWS];
    size_t step;
    int pairs, panels;
} Tile;

// x w + sum, where subnormal results are zeros.
SK_INLINE float term(float x, float w, float sum) {
    float result = __builtin_fmaf(x, w, sum);
    if (__builtin_expect(__builtin_fabsf(result) > 0x1p-126f, 1) || result == 0.0f) return result;
    // A result that was rounded up to the smallest normal number is one only if it is not smaller at 24 bits. The sum is
    // exact in double precision here.
    double exact = (double)x * (double)w + (double)sum;
    return __builtin_fabs(exact) < 0x1p-126 - 0x1p-151 ? __builtin_copysignf(0.0f, result) : result;
}

SK_INLINE float without_subnormals(float x) {
    return __builtin_fabsf(x) < 0x1p-126f ? __builtin_copysignf(0.0f, x) : x;
}

static void tile_portable(const Tile *t, int rows) {
    for (int p = 0; p < t->panels; p++) {
        for (int r = 0; r < rows; r++) {
            float sum[SK_PANEL];
            const uint32_t *w = t->weights + (size_t)p * t->step;
            for (int j = 0; j < SK_PANEL; j++) sum[j] = without_subnormals(t->start[r][p * SK_PANEL + j]);
            for (int i = 0; i < t->pairs; i++, w += SK_PANEL) {
                float odd = sk_from_bits(t->x[r][i] & 0xffff0000u), even = sk_from_bits(t->x[r][i] << 16);
                for (int j = 0; j < SK_PANEL; j++) {
                    sum[j] = term(odd, sk_from_bits(w[j] & 0xffff0000u), sum[j]);
                    sum[j] = term(even, sk_from_bits(w[j] << 16), sum[j]);
                }
            }
            memcpy(t->y[r] + p * SK_PANEL, sum, sizeof sum);
        }
    }
}

// A function for each level, and in it a tile for each number of rows and panels.
#define SK_TILES(NAME, TILE, TARGET)                      \
    TARGET static void NAME(const Tile *t, int rows) {    \
        switch (rows * 2 + t->panels) {                   \
        case 2 + 1: TILE(t, 1, 1); break;                 \
        case 2 + 2: TILE(t, 1, 2); break;                 \
        case 4 + 1: TILE(t, 2, 1); break;                 \
        case 4 + 2: TILE(t, 2, 2); break;                 \
        case 6 + 1: TILE(t, 3, 1); break;                 \
        case 6 + 2: TILE(t, 3, 2); break;                 \
        case 8 + 1: TILE(t, 4, 1); break;                 \
        case 8 + 2: TILE(t, 4, 2); break;                 \
        case 10 + 1: TILE(t, 5, 1); break;                \
        case 10 + 2: TILE(t, 5, 2); break;                \
        case 12 + 1: TILE(t, 6, 1); break;                \
        case 12 + 2: TILE(t, 6, 2); break;                \
        }                                                 \
    }

#if SK_X86
#define SK_ALWAYS static inline __attribute__((always_inline))
#define SK_TARGET_BF16 __attribute__((target("avx512bf16,avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))
// Subnormal inputs and results are zeros (bits DAZ and FTZ of MXCSR).
enum { NO_SUBNORMALS = 0x8040 };

SK_ALWAYS SK_TARGET_BF16 void tile_bf16(const Tile *t, const int rows, const int panels) {
    __m512 sum[ROWS][2 * PANELS];
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < 2 * panels; v++) sum[r][v] = _mm512_loadu_ps(t->start[r] + 16 * v);
    const uint32_t *w = t->weights;
    for (int i = 0; i < t->pairs; i++, w += SK_PANEL) {
        __m512bh part[2 * PANELS];
#pragma GCC unroll 4
        for (int v = 0; v < 2 * panels; v++)
            part[v] = (__m512bh)_mm512_loadu_si512(w + (size_t)(v / 2) * t->step + 16 * (v % 2));
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++) {
            __m512bh value = (__m512bh)_mm512_set1_epi32((int)t->x[r][i]);
#pragma GCC unroll 4
            for (int v = 0; v < 2 * panels; v++) sum[r][v] = _mm512_dpbf16_ps(sum[r][v], value, part[v]);
        }
    }
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
        for (int v = 0; v < 2 * panels; v++) _mm512_storeu_ps(t->y[r] + 16 * v, sum[r][v]);
}

SK_ALWAYS SK_TARGET_AVX2 void tile_avx2(const Tile *t, const int rows, const int panels) {
    const __m256i high = _mm256_set1_epi32((int)0xffff0000u);
    for (int column = 0; column < panels * SK_PANEL; column += 16) {
        __m256 sum[ROWS][2];
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
            for (int v = 0; v < 2; v++) sum[r][v] = _mm256_loadu_ps(t->start[r] + column + 8 * v);
        const uint32_t *w = t->weights + (size_t)(column / SK_PANEL) * t->step + column % SK_PANEL;
        for (int i = 0; i < t->pairs; i++, w += SK_PANEL) {
            __m256 odd[2], even[2];
#pragma GCC unroll 2
            for (int v = 0; v < 2; v++) {
                __m256i pair = _mm256_loadu_si256((const __m256i *)(w + 8 * v));
                odd[v] = _mm256_castsi256_ps(_mm256_and_si256(pair, high));
                even[v] = _mm256_castsi256_ps(_mm256_slli_epi32(pair, 16));
            }
#pragma GCC unroll 6
            for (int r = 0; r < rows; r++) {
                __m256 x1 = _mm256_set1_ps(sk_from_bits(t->x[r][i] & 0xffff0000u));
                __m256 x0 = _mm256_set1_ps(sk_from_bits(t->x[r][i] << 16));
#pragma GCC unroll 2
                for (int v = 0; v < 2; v++) {
                    sum[r][v] = _mm256_fmadd_ps(x1, odd[v], sum[r][v]);
                    sum[r][v] = _mm256_fmadd_ps(x0, even[v], sum[r][v]);
                }
            }
        }
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
            for (int v = 0; v < 2; v++) _mm256_storeu_ps(t->y[r] + column + 8 * v, sum[r][v]);
    }
}

SK_TILES(tiles_bf16, tile_bf16, SK_TARGET_BF16)
SK_TILES(tiles_avx2, tile_avx2, SK_TARGET_AVX2)
#elif SK_NEON
#include "sk_bf16_neon.h"
#endif

int sk_has_bf16(void) {
#if SK_X86
    return sk_level() == SK_LEVEL_AVX512 && __builtin_cpu_supports("avx512bf16");
#else
    return 0;
#endif
}

static void run_tile(const Tile *t, int rows) {
#if SK_X86
    if (sk_has_bf16()) return tiles_bf16(t, rows);
    if (sk_level() >= SK_LEVEL_AVX2) {
        unsigned mode = _mm_getcsr();
        _mm_setcsr(mode | NO_SUBNORMALS);
        tiles_avx2(t, rows);
        _mm_setcsr(mode);
        return;
    }
#elif SK_NEON
    if (sk_level() == SK_LEVEL_NEON) return run_neon(t, rows);
#endif
    tile_portable(t, rows);
}

// The last columns, fewer than whole panels: computed whole in a buffer.
static void run_ragged_tile(Tile t, int rows, int width) {
    float sum[ROWS][COLUMNS] = {{0}}, *y[ROWS];
    for (int r = 0; r < rows; r++) {
        t.start[r] = memcpy(sum[r], t.start[r], (size_t)width * sizeof(float));
        y[r] = t.y[r];
        t.y[r] = sum[r];
    }
    run_tile(&t, rows);
    for (int r = 0; r < rows; r++) memcpy(y[r], sum[r], (size_t)width * sizeof(float));
}

void sk_bf16_product(const SKBF16Rows *blocks, int count, const uint32_t *packed, int k, int n, int adding) {
    static const float zeros[COLUMNS];
    const int pairs = sk_bf16_pairs(k), panels = sk_panel_count(n);
    int batch = 0;
    for (int i = 0; i < count; i++) batch += blocks[i].rows;
    const int tiles = (batch + ROWS - 1) / ROWS;
    for (int panel = 0, taken; panel < panels; panel += taken) {
        taken = panels - panel < PANELS ? 1 : PANELS;
        int first = panel * SK_PANEL, width = n - first < taken * SK_PANEL ? n - first : taken * SK_PANEL;
        for (int done = 0; done < pairs; done += DEPTH) {
            Tile t = {.step = (size_t)pairs * SK_PANEL, .panels = taken};
            t.weights = packed + (size_t)panel * t.step + (size_t)done * SK_PANEL;
            t.pairs = pairs - done < DEPTH ? pairs - done : DEPTH;
            const SKBF16Rows *block = blocks;
            for (int tile = 0, row = 0, inside = 0; tile < tiles; tile++) {
                int rows = (batch - row + tiles - tile - 1) / (tiles - tile);
                for (int r = 0; r < rows; r++, inside++) {
                    for (; inside == block->rows; block++) inside = 0;
                    t.x[r] = block->x + (size_t)inside * block->x_stride + done;
                    t.y[r] = block->y + (size_t)inside * block->y_stride + first;
                    t.start[r] = adding || done > 0 ? t.y[r] : zeros;
                }
                if (width == taken * SK_PANEL) run_tile(&t, rows);
                else run_ragged_tile(t, rows, width);
                row += rows;
            }
        }
    }
}
