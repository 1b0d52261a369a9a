// Float32 loops of a training step between its matrix products: one row of a cell at a time, forwards and
// backwards, dropout's masks and the optimiser. Each output is a fixed sequence of operations at every processor
// level. Gate blocks stand in the order i, j, f, o. No function allocates, keeps state or fails.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// a [4n], pre-activations, become activations (sig i, tanh j, sig (f + 1), sig o), and
// next = c f + i j keep, each [n]; keep may be NULL for ones.
void sk_train_gates(float *a, int n, const float *c, const float *keep, float *next);

// squashed = tanh(x), h = squashed * o, each [n]; squashed may be x.
void sk_train_output(const float *x, const float *o, int n, float *squashed, float *h);

// From dh, the gradient of h: o becomes the gradient of its pre-activation, squashed that of what tanh was
// taken of.
void sk_train_output_back(const float *dh, int n, float *o, float *squashed);

// i, j and f in a [3n] become the gradients of their pre-activations, dc [n] moves from c' to c; from_hidden [n]
// is the part of c's gradient that came through h.
void sk_train_gates_back(float *a, int n, const float *c, const float *from_hidden, const float *keep, float *dc);

// Layer normalisation of x [n] in place, population variance, 1e-3 under the root: normal = (x - mean) / deviation,
// x = gain normal + shift. Returns 1 / deviation.
float sk_train_norm(float *x, int n, const float *gain, const float *shift, float *normal);

// From dy, the gradient of what sk_train_norm returned in x, to that of its input, in place; adds the gradients of
// gain and shift.
void sk_train_norm_back(float *dy, int n, const float *normal, float inverse, const float *gain,
                        float *gain_gradient, float *shift_gradient);

// The HyperLSTM's scaled sums and their gradients, over count = 4n; scales and slopes are three rows of count.
// a = scales[0] x + scales[1] h + scales[2] + bias.
void sk_train_scale(const float *x, const float *h, const float *scales, const float *bias, int count, float *a);
// slopes = (da x, da h, da), then x = da scales[0], h = da scales[1].
void sk_train_scale_back(const float *da, const float *scales, int count, float *x, float *h, float *slopes);

// From one step's gradients da [rows, width] and its inputs x [rows, 5]: dw [5, width] += x^T da, and, unless total is
// NULL, total += da row by row, its rows total_stride floats apart (0 sums all rows into one).
void sk_train_input_back(const float *x, const float *da, int rows, int width, float *dw, float *total,
                         int total_stride);

// Dropout's multipliers: `multiplier` where 16 random bits are below `threshold`, else 0. Eight numbers to a block
// of Philox4x32-10 with the given key and stream, blocks counted from `first`, each word's low half first.
void sk_train_mask(float *mask, size_t count, uint64_t seed, uint64_t stream, uint64_t first, uint32_t threshold,
                   float multiplier);

// Adam's update of count parameters from the sum of two gradients (the second may be NULL), each element of it
// clipped to +-limit: m and v are moved by 1 - beta1 and 1 - beta2, theta by rate m / (sqrt(v) + epsilon).
void sk_train_adam(float *theta, float *m, float *v, const float *gradient, const float *other, size_t count,
                   float rate, float limit, float beta1, float beta2, float epsilon);

// Packs the transpose of w [n, k] for sk_affine, as sk_pack packs a [k, n] matrix without bias.
void sk_train_pack_transposed(const float *w, int k, int n, float *packed);

// y += x.
void sk_train_add(float *y, const float *x, size_t count);

#ifdef __cplusplus
}
#endif
