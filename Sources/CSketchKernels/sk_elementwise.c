// Elementwise kernels: one source, compiled once for each processor level and vectorised by the compiler.
// Since sk_math.h fixes every operation, the levels differ in speed only.
#include "sk_levels.h"
#include "sk_math.h"
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

SK_INLINE void gates_body(const float *restrict a, int n, float *restrict c, float *restrict h) {
    for (int u = 0; u < n; u++) {
        float kept = c[u] * sk_sigmoid1(a[2 * n + u] + 1.0f);
        float cell = __builtin_fmaf(sk_sigmoid1(a[u]), sk_tanh1(a[n + u]), kept);
        c[u] = cell;
        h[u] = sk_tanh1(cell) * sk_sigmoid1(a[3 * n + u]);
    }
}

#define SK_ELEMENTWISE(SUFFIX, TARGET)                                                                \
    TARGET static void exp_##SUFFIX(const float *x, float *y, int n) { exp_body(x, y, n); }           \
    TARGET static void tanh_##SUFFIX(const float *x, float *y, int n) { tanh_body(x, y, n); }         \
    TARGET static void sigmoid_##SUFFIX(const float *x, float *y, int n) { sigmoid_body(x, y, n); }   \
    TARGET static void gates_##SUFFIX(const float *a, int n, float *c, float *h) { gates_body(a, n, c, h); }

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
void sk_lstm_gates(const float *a, int n, float *c, float *h) { SK_DISPATCH(gates, a, n, c, h); }
