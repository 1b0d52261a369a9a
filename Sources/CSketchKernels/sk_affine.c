// The matrix product of the sampler and of a training step. Weights lie in panels of 32 columns, so that one step down k reads 64 or
// 128 consecutive bytes. Two panels and up to six rows of x are in registers at a time, or four panels and a
// single row, whose chains of additions would otherwise wait for themselves. Every row of the batch meets its
// panels while they are in the nearest caches. However rows and panels are grouped, one
// output is one chain of fused multiply-adds over k in order: grouping is free to change with batch and
// processor, the bytes are not.
#include "sk_half.h"
#include "sk_levels.h"
#include "sk_packed.h"
#include "sketch_kernels.h"

#if SK_X86
#include <immintrin.h>
#endif

enum { ROWS = 6, MOST_PANELS = 4, MOST_COLUMNS = MOST_PANELS * SK_PANEL };

// One, two or four panels for some rows, which can lie anywhere. A row's `start` is the first panel's bias or a row of the
// caller's. Start and y rows hold whole panels here; a ragged end goes through a buffer.
typedef struct {
    const float *x[ROWS], *start[ROWS];
    float *y[ROWS];
    const char *weights; // of the first panel; the next ones' follow after panel_bytes
    size_t panel_bytes, start_step; // the start of the next panel follows after start_step floats
    int k, panels, type;
} Block;

static void block_portable(const Block *b, int rows) {
    for (int p = 0; p < b->panels; p++) {
        const char *w = b->weights + p * b->panel_bytes;
        float sum[ROWS][SK_PANEL], widened[SK_PANEL];
        for (int r = 0; r < rows; r++)
            memcpy(sum[r], b->start[r] + p * b->start_step, sizeof sum[r]);
        for (int i = 0; i < b->k; i++, w += sk_weight_row_bytes(b->type)) {
            const float *row = (const float *)w;
            if (b->type == SK_FLOAT16) {
                for (int j = 0; j < SK_PANEL; j++) widened[j] = sk_half_to_float1(((const uint16_t *)w)[j]);
                row = widened;
            }
            for (int r = 0; r < rows; r++) {
                float value = b->x[r][i];
                for (int j = 0; j < SK_PANEL; j++) sum[r][j] = __builtin_fmaf(value, row[j], sum[r][j]);
            }
        }
        for (int r = 0; r < rows; r++) memcpy(b->y[r] + p * SK_PANEL, sum[r], sizeof sum[r]);
    }
}

// A function for each level and type, and in it a tile for each number of rows and panels.
#define SK_TILES(NAME, TILE, TARGET, TYPE)                                   \
    TARGET static void NAME(const Block *b, int rows) {                      \
        switch (rows * 8 + b->panels) {                                      \
        case 8 + 1: TILE(b, 1, 1, TYPE); break;                              \
        case 8 + 2: TILE(b, 1, 2, TYPE); break;                              \
        case 8 + 4: TILE(b, 1, 4, TYPE); break;                              \
        case 16 + 1: TILE(b, 2, 1, TYPE); break;                             \
        case 16 + 2: TILE(b, 2, 2, TYPE); break;                             \
        case 24 + 1: TILE(b, 3, 1, TYPE); break;                             \
        case 24 + 2: TILE(b, 3, 2, TYPE); break;                             \
        case 32 + 1: TILE(b, 4, 1, TYPE); break;                             \
        case 32 + 2: TILE(b, 4, 2, TYPE); break;                             \
        case 40 + 1: TILE(b, 5, 1, TYPE); break;                             \
        case 40 + 2: TILE(b, 5, 2, TYPE); break;                             \
        case 48 + 1: TILE(b, 6, 1, TYPE); break;                             \
        case 48 + 2: TILE(b, 6, 2, TYPE); break;                             \
        }                                                                    \
    }

#if SK_X86
#define SK_ALWAYS static inline __attribute__((always_inline))

SK_ALWAYS SK_TARGET_AVX512 __m512 load_avx512(const char *w, int index, const int type) {
    if (type == SK_FLOAT16) return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(w + 32 * index)));
    return _mm512_loadu_ps(w + 64 * index);
}

// `rows` rows of `panels` panels, all counts known when this is compiled.
SK_ALWAYS SK_TARGET_AVX512 void tile_avx512(const Block *b, const int rows, const int panels, const int type) {
    __m512 sum[ROWS][2 * MOST_PANELS];
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 8
        for (int v = 0; v < 2 * panels; v++)
            sum[r][v] = _mm512_loadu_ps(b->start[r] + (v / 2) * b->start_step + 16 * (v % 2));
    const char *w = b->weights;
    const size_t next = b->panel_bytes;
    for (int i = 0; i < b->k; i++, w += sk_weight_row_bytes(type)) {
        __m512 part[2 * MOST_PANELS];
#pragma GCC unroll 8
        for (int v = 0; v < 2 * panels; v++) part[v] = load_avx512(w + (v / 2) * next, v % 2, type);
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++) {
            __m512 value = _mm512_set1_ps(b->x[r][i]);
#pragma GCC unroll 8
            for (int v = 0; v < 2 * panels; v++) sum[r][v] = _mm512_fmadd_ps(value, part[v], sum[r][v]);
        }
    }
#pragma GCC unroll 6
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 8
        for (int v = 0; v < 2 * panels; v++)
            _mm512_storeu_ps(b->y[r] + 16 * v, sum[r][v]);
}

SK_ALWAYS SK_TARGET_AVX2 __m256 load_avx2(const char *w, int index, const int type) {
    if (type == SK_FLOAT16) return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(w + 16 * index)));
    return _mm256_loadu_ps((const float *)w + 8 * index);
}

// Sixteen registers hold 6 rows of 16 columns or 3 rows of 32: a pass over the panel for each such part.
SK_ALWAYS SK_TARGET_AVX2 void tile_avx2(const Block *b, const int rows, const int panels, const int type) {
    const int vectors = rows > 3 ? 2 : 4;
    for (int column = 0; column < panels * SK_PANEL; column += 8 * vectors) {
        __m256 sum[ROWS][4];
        const size_t panel = column / SK_PANEL, inside = column % SK_PANEL;
        const size_t start = panel * b->start_step + inside;
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++)
                sum[r][v] = _mm256_loadu_ps(b->start[r] + start + 8 * v);
        const char *w = b->weights + panel * b->panel_bytes + inside * (sk_weight_row_bytes(type) / SK_PANEL);
        for (int i = 0; i < b->k; i++, w += sk_weight_row_bytes(type)) {
            __m256 part[4];
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++) part[v] = load_avx2(w, v, type);
#pragma GCC unroll 6
            for (int r = 0; r < rows; r++) {
                __m256 value = _mm256_set1_ps(b->x[r][i]);
#pragma GCC unroll 4
                for (int v = 0; v < vectors; v++) sum[r][v] = _mm256_fmadd_ps(value, part[v], sum[r][v]);
            }
        }
#pragma GCC unroll 6
        for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
            for (int v = 0; v < vectors; v++)
                _mm256_storeu_ps(b->y[r] + column + 8 * v, sum[r][v]);
    }
}

SK_TILES(floats_avx512, tile_avx512, SK_TARGET_AVX512, SK_FLOAT32)
SK_TILES(halves_avx512, tile_avx512, SK_TARGET_AVX512, SK_FLOAT16)
SK_TILES(floats_avx2, tile_avx2, SK_TARGET_AVX2, SK_FLOAT32)
SK_TILES(halves_avx2, tile_avx2, SK_TARGET_AVX2, SK_FLOAT16)
#elif SK_NEON
#include "sk_affine_neon.h"
#endif

// At most ROWS rows.
static void run_tile(const Block *b, int rows, int level) {
#if SK_X86
    int half = b->type == SK_FLOAT16;
    if (level == SK_LEVEL_AVX512) return half ? halves_avx512(b, rows) : floats_avx512(b, rows);
    if (level == SK_LEVEL_AVX2) return half ? halves_avx2(b, rows) : floats_avx2(b, rows);
#elif SK_NEON
    if (level == SK_LEVEL_NEON) return b->type == SK_FLOAT16 ? halves_neon(b, rows) : floats_neon(b, rows);
#endif
    (void)level;
    block_portable(b, rows);
}

// The last columns, fewer than whole panels: computed whole in a buffer.
static void run_ragged_tile(Block b, int rows, int width, int level) {
    float start[ROWS][MOST_COLUMNS], out[ROWS][MOST_COLUMNS], *y[ROWS];
    int is_bias = b.start_step != SK_PANEL; // a bias is padded; the caller's rows may end with the width
    if (!is_bias) memset(start, 0, sizeof start);
    for (int r = 0; r < rows; r++) {
        if (!is_bias) b.start[r] = memcpy(start[r], b.start[r], (size_t)width * sizeof(float));
        y[r] = b.y[r];
        b.y[r] = out[r];
    }
    run_tile(&b, rows, level);
    for (int r = 0; r < rows; r++) memcpy(y[r], out[r], (size_t)width * sizeof(float));
}

void sk_affine_blocks(const SKRows *blocks, int count, const void *packed, int type, int descending, int k, int n) {
    int level = sk_level(), panels = sk_panel_count(n), batch = 0;
    for (int i = 0; i < count; i++) batch += blocks[i].rows;
    const int tiles = (batch + ROWS - 1) / ROWS, group = batch == 1 ? MOST_PANELS : 2;
    const size_t panel_bytes = sk_panel_bytes(k, type);
    for (int done = 0, taken; done < panels; done += taken) {
        int left = panels - done;
        taken = left >= group ? group : left >= 2 ? 2 : 1;
        int panel = descending ? panels - done - taken : done;
        int first = panel * SK_PANEL;
        int width = n - first < taken * SK_PANEL ? n - first : taken * SK_PANEL;
        const char *bias = (const char *)packed + (size_t)panel * panel_bytes;
        Block b = {.weights = bias + SK_PANEL * sizeof(float), .panel_bytes = panel_bytes, .k = k, .panels = taken,
                   .type = type};
        // Rows are shared out evenly: 50 make five tiles of six and four of five, no tile of two.
        const SKRows *block = blocks;
        for (int tile = 0, row = 0, inside = 0; tile < tiles; tile++) {
            int rows = (batch - row + tiles - tile - 1) / (tiles - tile);
            for (int r = 0; r < rows; r++, inside++) {
                for (; inside == block->rows; block++) inside = 0;
                b.x[r] = block->x + (size_t)inside * block->x_stride;
                b.y[r] = block->y + (size_t)inside * block->y_stride + first;
                b.start[r] = block->init ? block->init + (size_t)inside * block->init_stride + first : (const float *)bias;
            }
            b.start_step = block->init ? SK_PANEL : panel_bytes / sizeof(float);
            if (width == taken * SK_PANEL) run_tile(&b, rows, level);
            else run_ragged_tile(b, rows, width, level);
            row += rows;
        }
    }
}

void sk_affine_packed(const float *x, int x_stride, int batch, const void *packed, int type, int descending, int k,
                      int n, const float *init, int init_stride, float *y, int y_stride) {
    SKRows rows = {.x = x, .init = init, .y = y, .x_stride = x_stride, .init_stride = init_stride, .y_stride = y_stride,
                   .rows = batch};
    sk_affine_blocks(&rows, 1, packed, type, descending, k, n);
}

void sk_affine(const float *x, int x_stride, int batch, const float *packed, int k, int n,
               const float *init, int init_stride, float *y, int y_stride) {
    sk_affine_packed(x, x_stride, batch, packed, SK_FLOAT32, 0, k, n, init, init_stride, y, y_stride);
}
