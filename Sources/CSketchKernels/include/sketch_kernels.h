// Deterministic float32 kernels of the sampler: the same bytes on every processor.
//
// Goals, in order: (1) every output is a fixed sequence of correctly rounded operations, the same at each
// processor level, batch size and thread count; (2) speed for batches of 1 to 100; (3) small code.
// No function allocates, keeps state or fails; the caller checks sizes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Processor levels. All give equal bytes; a higher one is faster.
enum {
    SK_LEVEL_PORTABLE = 0, // fmaf, vectorised by the compiler where the processor has it
    SK_LEVEL_AVX2 = 1,
    SK_LEVEL_AVX512 = 2,
    SK_LEVEL_NEON = 3, // AArch64, whose only other level is the portable one
};

// The best level of this processor.
int sk_best_level(void);
// The level in use; the best one unless sk_set_level selected another.
int sk_level(void);
// Whether the processor has a level.
int sk_has_level(int level);
// Forces a level, for tests. A level that the processor lacks is lowered to one that it has. Returns the level now in use.
int sk_set_level(int level);

// Columns of a panel of packed weights.
enum { SK_PANEL = 32 };

// Floats that sk_pack writes for a [k, n] matrix: one panel of bias and k panel rows for each 32 columns.
size_t sk_packed_count(int k, int n);

// Packs w [k, n] (row-major) and bias [n] (may be NULL: zeros) into panels.
void sk_pack(const float *w, const float *bias, int k, int n, float *packed);

// The same with weights kept as halves (IEEE binary16), which are widened on their way into a product. That is
// exact, so a result's bytes are those of sk_pack. The bias stays as it is.
size_t sk_packed_half_bytes(int k, int n);
// Returns 1; or 0, with unspecified output, if a weight is not exactly a half. w is finite.
int sk_pack_half(const float *w, const float *bias, int k, int n, void *packed);

// Widens halves, exactly.
void sk_widen(const uint16_t *x, float *y, int count);

// y[b, j] = start + sum over k in order of x[b, k] * w[k, j], one chain of fused multiply-adds.
// start is the packed bias[j], or init[b, j] where init is given. init may be y itself.
// Row strides x_stride, init_stride, y_stride are in floats; y rows have n floats, x rows k.
void sk_affine(const float *x, int x_stride, int batch, const float *packed, int k, int n,
               const float *init, int init_stride, float *y, int y_stride);
// The same with weights as floats (what sk_pack wrote) or halves (sk_pack_half). `descending` reads the columns
// from last to first. Alternating the direction between calls reuses the columns still in the cache. The result is
// the same.
enum { SK_FLOAT32 = 0, SK_FLOAT16 = 1 };
void sk_affine_packed(const float *x, int x_stride, int batch, const void *packed, int type, int descending, int k,
                      int n, const float *init, int init_stride, float *y, int y_stride);

// Rows of a product: x [rows, k] and y [rows, n] with row strides in floats; init as in sk_affine.
typedef struct {
    const float *x, *init;
    float *y;
    int x_stride, init_stride, y_stride, rows;
} SKRows;
// The same for the rows of several blocks together, so that each part of the weights is read once. All blocks have an
// init, or none has.
void sk_affine_blocks(const SKRows *blocks, int count, const void *packed, int type, int descending, int k, int n);

// Elementwise, in place allowed; for every float within 1 (exp) or 2.5 (tanh, sigmoid) units in the last place.
void sk_exp(const float *x, float *y, int count);
void sk_tanh(const float *x, float *y, int count);
void sk_sigmoid(const float *x, float *y, int count);

// One LSTM step of n units for one row. a [4n] contains the pre-activations in the order i, j, f, o;
// c [n] is updated in place and h [n] written:
// c = c * sig(f + 1) + sig(i) * tanh(j);  h = tanh(c) * sig(o).
void sk_lstm_gates(const float *a, int n, float *c, float *h);

// The same with layer normalisation (population variance, 1e-3 under the root): each of a's four blocks,
// in place, before its gate, with gain and shift [4n]; and c' with cell_gain and cell_shift [n] on its way
// to h. The c that is carried on is not normalised.
void sk_norm_lstm_gates(float *a, int n, const float *gain, const float *shift, const float *cell_gain,
                        const float *cell_shift, float *c, float *h);

// a = scales[0] x + (scales[1] h + (scales[2] + bias)), each scales[i] a row of count floats.
void sk_hyper_scale(const float *x, const float *h, const float *scales, const float *bias, int count, float *a);

// SHA-256 of whole 64-byte blocks: brings the eight words of state forward over `count` of them.
void sk_sha256_blocks(uint32_t *state, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
