// Float32 loops of a training step between its matrix products: one row of a cell at a time, forward and backward, the
// dropout masks and the optimiser. Each output is a fixed sequence of operations, the same at every processor level.
// Gate blocks are in the order i, j, f, o. Arguments do not overlap. No function allocates, keeps state or fails.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// From pre-activations a [4n] to activations [4n] = (sig i, tanh j, sig (f + 1), sig o), and the next cell state
// next [n] = c f + i j keep. keep may be NULL for ones.
void sk_train_gates(const float *a, int n, const float *c, const float *keep, float *activations, float *next);

// squashed = tanh(x), h = squashed * o, each [n].
void sk_train_output(const float *x, const float *o, int n, float *squashed, float *h);

// From dh, the gradient of h, to the gradients of o's pre-activation and of x. o and squashed are those of
// sk_train_output.
void sk_train_output_back(const float *dh, int n, const float *o, const float *squashed, float *o_gradient,
                          float *x_gradient);

// From the activations i, j and f [3n] to the gradients [3n] of their pre-activations; dc [n] changes from the gradient
// of c' to that of c. from_hidden [n] is the part of the gradient of c' that comes through h.
void sk_train_gates_back(const float *activations, int n, const float *c, const float *from_hidden, const float *keep,
                         float *gradients, float *dc);

// Layer normalisation of x [n] with population variance and 1e-3 under the root: normal = (x - mean) / deviation,
// y = gain normal + shift. Returns 1 / deviation.
float sk_train_norm(const float *x, int n, const float *gain, const float *shift, float *normal, float *y);

// From dy, the gradient of sk_train_norm's y, to dx, that of its x. Adds to the gradients of gain and shift.
void sk_train_norm_back(const float *dy, int n, const float *normal, float inverse, const float *gain,
                        float *gain_gradient, float *shift_gradient, float *dx);

// The gradients of sk_hyper_scale for count = 4n: slopes, three rows of count, = (da x, da h, da) are those of the
// scales; dx = da scales[0] and dh = da scales[1].
void sk_train_scale_back(const float *da, const float *scales, int count, const float *x, const float *h, float *dx,
                         float *dh, float *slopes);

// From one step's gradients da [rows, width] and its inputs x [rows, 5]: dw [5, width] += x^T da, and, unless total is
// NULL, total += da row by row. The rows of total are total_stride floats apart; 0 adds all rows into one.
void sk_train_input_back(const float *x, const float *da, int rows, int width, float *dw, float *total,
                         int total_stride);

// A dropout mask: `multiplier` where 16 random bits are below `threshold`, else 0. A block of Philox4x32-10 with the
// given key and stream gives eight numbers, the low half of each word first; blocks are numbered from `first`.
void sk_train_mask(float *mask, size_t count, uint64_t seed, uint64_t stream, uint64_t first, uint32_t threshold,
                   float multiplier);

// Adam's update of count parameters from their gradient, each element clipped to +-limit. m and v move towards g and g^2 by 1 - beta1 and 1 - beta2; theta decreases by
// rate m / (sqrt(v) + epsilon).
void sk_train_adam(float *theta, float *m, float *v, const float *gradient, size_t count, float rate, float limit,
                   float beta1, float beta2, float epsilon);

// Packs the transpose of w [n, k] for sk_affine, as sk_pack packs a [k, n] matrix without bias.
void sk_train_pack_transposed(const float *w, int k, int n, float *packed);

// Products of bfloat16 numbers with float32 sums, in the order and with the rounding of the instruction VDPBF16PS, the
// same bits with and without it. Two consecutive terms are a word, the even one in its low half; an odd k ends with a
// zero. Numbers are rounded to the nearest bfloat16, ties to even; subnormal numbers become zeros.
static inline int sk_bf16_pairs(int k) { return (k + 1) / 2; }
// Whether the processor has the instruction; the products are slower without it.
int sk_has_bf16(void);

// The words of a packed [k, n] matrix: panels of 32 columns.
static inline size_t sk_bf16_packed_count(int k, int n) { return (size_t)((n + 31) / 32) * (size_t)sk_bf16_pairs(k) * 32; }
// Packs w [k, n], or the transpose of w [n, k]; strides are in floats.
void sk_bf16_pack(const float *w, int stride, int k, int n, uint32_t *packed);
void sk_bf16_pack_transposed(const float *w, int stride, int k, int n, uint32_t *packed);

// The rows of x [rows, k] as words, [rows, sk_bf16_pairs(k)]; and the columns of x [k, n], [n, sk_bf16_pairs(k)].
void sk_bf16_rows(const float *x, int x_stride, int rows, int k, uint32_t *out);
void sk_bf16_columns(const float *x, int stride, int k, int n, uint32_t *out);

// Rows of a product: x [rows, sk_bf16_pairs(k)] and y [rows, n]; strides are in words and floats.
typedef struct {
    const uint32_t *x;
    float *y;
    int x_stride, y_stride, rows;
} SKBF16Rows;
// y = x w for the rows of several blocks, or y += x w if `adding`.
void sk_bf16_product(const SKBF16Rows *blocks, int count, const uint32_t *packed, int k, int n, int adding);

// y += x.
void sk_train_add(float *y, const float *x, size_t count);

#ifdef __cplusplus
}
#endif
