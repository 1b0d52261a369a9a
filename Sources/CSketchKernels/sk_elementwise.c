// Elementwise kernels: one source, compiled once for each processor level and vectorised by the compiler.
// Since sk_math.h fixes every operation, the levels differ in speed only.
#include "sk_half.h"
#include "sk_levels.h"
#include "sk_norm.h"
#include "sketch_kernels.h"

SK_INLINE void exp_body(const float *x, float *y, int count) {
    for (int i = 0; i < count; i++) y[i] = sk_exp1(x[i]);
}

SK_INLINE void tanh_body(const float *x, float *y, int count) {
    for (int i = 0; i < count; i++) y[i] = sk_tanh1(x[i]);
}

SK_INLINE void sigmoid_body(const float *x, float *y, int count) {
    for (int i = 0; i < count; i++) y[i] = sk_sigmoid1(x[i]);
}

SK_INLINE void widen_body(const uint16_t *x, float *y, int count) {
    for (int i = 0; i < count; i++) {
        uint32_t half = x[i], finite = sk_to_bits(sk_half_to_float1(x[i]));
        uint32_t other = (half & 0x8000) << 16 | 0x7F800000 | (half & 0x3FF) << 13;
        y[i] = sk_from_bits((half & 0x7C00) == 0x7C00 ? other : finite);
    }
}

SK_INLINE void gates_body(const float *restrict a, int n, float *restrict c, float *restrict h) {
    for (int u = 0; u < n; u++) {
        float kept = c[u] * sk_sigmoid1(a[2 * n + u] + 1.0f);
        float cell = __builtin_fmaf(sk_sigmoid1(a[u]), sk_tanh1(a[n + u]), kept);
        c[u] = cell;
        h[u] = sk_tanh1(cell) * sk_sigmoid1(a[3 * n + u]);
    }
}

// y may be x.
SK_INLINE void norm_body(const float *x, int n, const float *gain, const float *shift, float *y) {
    float mean;
    float inverse = sk_norm_statistics(x, n, 0, &mean);
    for (int i = 0; i < n; i++) {
        float normal = (x[i] - mean) * inverse;
        y[i] = __builtin_fmaf(normal, gain[i], shift[i]);
    }
}

SK_INLINE void norm_gates_body(float *a, int n, const float *gain, const float *shift,
                               const float *cell_gain, const float *cell_shift, float *c, float *h) {
    for (int block = 0; block < 4; block++)
        norm_body(a + block * n, n, gain + block * n, shift + block * n, a + block * n);
    for (int u = 0; u < n; u++) {
        float kept = c[u] * sk_sigmoid1(a[2 * n + u] + 1.0f);
        c[u] = __builtin_fmaf(sk_sigmoid1(a[u]), sk_tanh1(a[n + u]), kept);
    }
    norm_body(c, n, cell_gain, cell_shift, h);
    for (int u = 0; u < n; u++) h[u] = sk_tanh1(h[u]) * sk_sigmoid1(a[3 * n + u]);
}

SK_INLINE void scale_body(const float *x, const float *h, const float *scales, const float *bias, int n,
                          float *a) {
    for (int i = 0; i < n; i++) {
        float shifted = scales[2 * n + i] + bias[i];
        a[i] = __builtin_fmaf(scales[i], x[i], __builtin_fmaf(scales[n + i], h[i], shifted));
    }
}

#define SK_ELEMENTWISE(SUFFIX, TARGET)                                                                \
    TARGET static void exp_##SUFFIX(const float *x, float *y, int n) { exp_body(x, y, n); }           \
    TARGET static void tanh_##SUFFIX(const float *x, float *y, int n) { tanh_body(x, y, n); }         \
    TARGET static void sigmoid_##SUFFIX(const float *x, float *y, int n) { sigmoid_body(x, y, n); }   \
    TARGET static void widen_##SUFFIX(const uint16_t *x, float *y, int n) { widen_body(x, y, n); }    \
    TARGET static void gates_##SUFFIX(const float *a, int n, float *c, float *h) { gates_body(a, n, c, h); } \
    TARGET static void norm_gates_##SUFFIX(float *a, int n, const float *g, const float *s,           \
                                           const float *cg, const float *cs, float *c, float *h) {    \
        norm_gates_body(a, n, g, s, cg, cs, c, h);                                                    \
    }                                                                                                 \
    TARGET static void scale_##SUFFIX(const float *x, const float *h, const float *k, const float *b, \
                                      int n, float *a) {                                              \
        scale_body(x, h, k, b, n, a);                                                                 \
    }

SK_ELEMENTWISE(portable, )
#if SK_X86
SK_ELEMENTWISE(avx2, SK_TARGET_AVX2)
SK_ELEMENTWISE(avx512, SK_TARGET_AVX512)
#define SK_DISPATCH(NAME, ...)                                       \
    switch (sk_level()) {                                            \
    case SK_LEVEL_AVX512: NAME##_avx512(__VA_ARGS__); break;         \
    case SK_LEVEL_AVX2: NAME##_avx2(__VA_ARGS__); break;             \
    default: NAME##_portable(__VA_ARGS__);                           \
    }
#else
#define SK_DISPATCH(NAME, ...) NAME##_portable(__VA_ARGS__)
#endif

void sk_exp(const float *x, float *y, int count) { SK_DISPATCH(exp, x, y, count); }
void sk_tanh(const float *x, float *y, int count) { SK_DISPATCH(tanh, x, y, count); }
void sk_sigmoid(const float *x, float *y, int count) { SK_DISPATCH(sigmoid, x, y, count); }
void sk_widen(const uint16_t *x, float *y, int count) { SK_DISPATCH(widen, x, y, count); }
void sk_lstm_gates(const float *a, int n, float *c, float *h) { SK_DISPATCH(gates, a, n, c, h); }
void sk_norm_lstm_gates(float *a, int n, const float *gain, const float *shift, const float *cell_gain,
                        const float *cell_shift, float *c, float *h) {
    SK_DISPATCH(norm_gates, a, n, gain, shift, cell_gain, cell_shift, c, h);
}
void sk_hyper_scale(const float *x, const float *h, const float *scales, const float *bias, int count, float *a) {
    SK_DISPATCH(scale, x, h, scales, bias, count, a);
}
