// The loops of a training step: one source, compiled once for each processor level and vectorised by the compiler.
#include "sk_levels.h"
#include "sk_norm.h"
#include "sketch_kernels.h"
#include "sketch_training_kernels.h"

SK_INLINE void gates_body(const float *restrict a, int n, const float *restrict c, const float *restrict keep,
                          float *restrict activations, float *restrict next) {
    float *restrict i = activations, *restrict j = i + n, *restrict f = i + 2 * n, *restrict o = i + 3 * n;
    for (int u = 0; u < n; u++) {
        i[u] = sk_sigmoid1(a[u]);
        j[u] = sk_tanh1(a[n + u]);
    }
    for (int u = 0; u < n; u++) {
        f[u] = sk_sigmoid1(a[2 * n + u] + 1.0f);
        o[u] = sk_sigmoid1(a[3 * n + u]);
    }
    if (keep)
        for (int u = 0; u < n; u++) next[u] = __builtin_fmaf(c[u], f[u], i[u] * j[u] * keep[u]);
    else
        for (int u = 0; u < n; u++) next[u] = __builtin_fmaf(c[u], f[u], i[u] * j[u]);
}

SK_INLINE void output_body(const float *restrict x, const float *restrict o, int n, float *restrict squashed,
                           float *restrict h) {
    for (int u = 0; u < n; u++) {
        float t = sk_tanh1(x[u]);
        squashed[u] = t;
        h[u] = t * o[u];
    }
}

SK_INLINE void output_back_body(const float *restrict dh, int n, const float *restrict o,
                                const float *restrict squashed, float *restrict o_gradient, float *restrict x_gradient) {
    for (int u = 0; u < n; u++) {
        float t = squashed[u], open = o[u], slope = dh[u];
        o_gradient[u] = slope * t * open * (1.0f - open);
        x_gradient[u] = slope * open * (1.0f - t * t);
    }
}

SK_INLINE void gates_back_body(const float *restrict activations, int n, const float *restrict c,
                               const float *restrict from_hidden, const float *restrict keep, float *restrict gradients,
                               float *restrict dc) {
    const float *restrict i = activations, *restrict j = i + n, *restrict f = i + 2 * n;
    for (int u = 0; u < n; u++) {
        float kept = keep ? keep[u] : 1.0f;
        float input = i[u], candidate = j[u], forget = f[u];
        float slope = dc[u] + from_hidden[u];
        float through = slope * kept;
        gradients[u] = through * candidate * input * (1.0f - input);
        gradients[n + u] = through * input * (1.0f - candidate * candidate);
        gradients[2 * n + u] = slope * c[u] * forget * (1.0f - forget);
        dc[u] = slope * forget;
    }
}

SK_INLINE float norm_body(const float *restrict x, int n, const float *restrict gain, const float *restrict shift,
                          float *restrict normal, float *restrict y) {
    float mean;
    float inverse = sk_norm_statistics(x, n, 1, &mean);
    for (int i = 0; i < n; i++) {
        float scaled = (x[i] - mean) * inverse;
        normal[i] = scaled;
        y[i] = __builtin_fmaf(scaled, gain[i], shift[i]);
    }
    return inverse;
}

SK_INLINE void norm_back_body(const float *restrict dy, int n, const float *restrict normal, float inverse,
                              const float *restrict gain, float *restrict gain_gradient, float *restrict shift_gradient,
                              float *restrict dx) {
    float plain[SK_PARTS] = {0}, along[SK_PARTS] = {0};
    int whole = n & ~(SK_PARTS - 1);
    for (int i = 0; i < whole; i += SK_PARTS)
        for (int l = 0; l < SK_PARTS; l++) {
            float d = dy[i + l], x = normal[i + l];
            gain_gradient[i + l] = __builtin_fmaf(d, x, gain_gradient[i + l]);
            shift_gradient[i + l] = shift_gradient[i + l] + d;
            d = d * gain[i + l];
            dx[i + l] = d;
            plain[l] = plain[l] + d;
            along[l] = __builtin_fmaf(d, x, along[l]);
        }
    for (int i = whole; i < n; i++) {
        float d = dy[i], x = normal[i];
        gain_gradient[i] = __builtin_fmaf(d, x, gain_gradient[i]);
        shift_gradient[i] = shift_gradient[i] + d;
        d = d * gain[i];
        dx[i] = d;
        plain[i % SK_PARTS] = plain[i % SK_PARTS] + d;
        along[i % SK_PARTS] = __builtin_fmaf(d, x, along[i % SK_PARTS]);
    }
    float mean = sk_total(plain) / (float)n, slope = sk_total(along) / (float)n;
    for (int i = 0; i < n; i++) dx[i] = inverse * __builtin_fmaf(-slope, normal[i], dx[i] - mean);
}

SK_INLINE void scale_back_body(const float *restrict da, const float *restrict scales, int n, const float *restrict x,
                               const float *restrict h, float *restrict dx, float *restrict dh,
                               float *restrict slopes) {
    for (int i = 0; i < n; i++) {
        float d = da[i];
        slopes[i] = d * x[i];
        slopes[n + i] = d * h[i];
        slopes[2 * n + i] = d;
        dx[i] = d * scales[i];
        dh[i] = d * scales[n + i];
    }
}

// The number of columns processed at a time, so that their part of dw stays in the first-level cache.
enum { COLUMNS = 512 };

SK_INLINE void input_back_body(const float *restrict x, const float *restrict da, int rows, int width, float *restrict dw,
                               float *restrict total, int total_stride) {
    for (int first = 0; first < width; first += COLUMNS) {
        int count = width - first < COLUMNS ? width - first : COLUMNS;
        float *restrict w0 = dw + first, *restrict w1 = w0 + width, *restrict w2 = w1 + width, *restrict w3 = w2 + width,
                        *restrict w4 = w3 + width;
        for (int r = 0; r < rows; r++) {
            const float *restrict d = da + (size_t)r * width + first;
            const float *in = x + (size_t)r * 5;
            float x0 = in[0], x1 = in[1], x2 = in[2], x3 = in[3], x4 = in[4];
            for (int i = 0; i < count; i++) {
                w0[i] = __builtin_fmaf(x0, d[i], w0[i]);
                w1[i] = __builtin_fmaf(x1, d[i], w1[i]);
                w2[i] = __builtin_fmaf(x2, d[i], w2[i]);
                w3[i] = __builtin_fmaf(x3, d[i], w3[i]);
                w4[i] = __builtin_fmaf(x4, d[i], w4[i]);
            }
            if (!total) continue;
            float *restrict sum = total + (size_t)r * total_stride + first;
            for (int i = 0; i < count; i++) sum[i] = sum[i] + d[i];
        }
    }
}

// Sixteen blocks of the generator are computed together; each of a block's four words has its own array.
enum { LANES = 16 };

SK_INLINE void mask_body(float *restrict mask, size_t count, uint64_t seed, uint64_t stream, uint64_t first,
                         uint32_t threshold, float multiplier) {
    for (size_t start = 0; start < count; start += 8 * LANES, first += LANES) {
        uint32_t c[4][LANES];
        for (int l = 0; l < LANES; l++) {
            c[0][l] = (uint32_t)(first + (uint64_t)l);
            c[1][l] = (uint32_t)((first + (uint64_t)l) >> 32);
            c[2][l] = (uint32_t)stream;
            c[3][l] = (uint32_t)(stream >> 32);
        }
        uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
        for (int round = 0; round < 10; round++) {
            for (int l = 0; l < LANES; l++) {
                uint64_t p0 = (uint64_t)c[0][l] * 0xD2511F53u, p1 = (uint64_t)c[2][l] * 0xCD9E8D57u;
                uint32_t x = (uint32_t)(p1 >> 32) ^ c[1][l] ^ k0, z = (uint32_t)(p0 >> 32) ^ c[3][l] ^ k1;
                c[0][l] = x;
                c[1][l] = (uint32_t)p1;
                c[2][l] = z;
                c[3][l] = (uint32_t)p0;
            }
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        float values[8 * LANES];
        for (int l = 0; l < LANES; l++)
            for (int word = 0; word < 4; word++) {
                values[8 * l + 2 * word] = (c[word][l] & 0xffff) < threshold ? multiplier : 0.0f;
                values[8 * l + 2 * word + 1] = (c[word][l] >> 16) < threshold ? multiplier : 0.0f;
            }
        size_t rest = count - start < 8 * LANES ? count - start : 8 * LANES;
        memcpy(mask + start, values, rest * sizeof *mask);
    }
}

SK_INLINE void adam_body(float *restrict theta, float *restrict m, float *restrict v, const float *restrict gradient,
                         size_t count, float rate, float limit, float beta1, float beta2, float epsilon) {
    for (size_t k = 0; k < count; k++) {
        float g = gradient[k];
        g = g > limit ? limit : g;
        g = g < -limit ? -limit : g;
        float first = __builtin_fmaf(1.0f - beta1, g, beta1 * m[k]);
        float second = __builtin_fmaf((1.0f - beta2) * g, g, beta2 * v[k]);
        m[k] = first;
        v[k] = second;
        theta[k] = theta[k] - rate * first / (__builtin_sqrtf(second) + epsilon);
    }
}

SK_INLINE void add_body(float *restrict y, const float *restrict x, size_t count) {
    for (size_t k = 0; k < count; k++) y[k] = y[k] + x[k];
}

#define SK_TRAIN(RESULT, NAME, PARAMETERS, ARGUMENTS) SK_EACH_LEVEL(RESULT, sk_train_##NAME, NAME, PARAMETERS, ARGUMENTS)

SK_TRAIN(void, gates,
         (const float *a, int n, const float *c, const float *keep, float *activations, float *next),
         (a, n, c, keep, activations, next))
SK_TRAIN(void, output, (const float *x, const float *o, int n, float *squashed, float *h), (x, o, n, squashed, h))
SK_TRAIN(void, output_back,
         (const float *dh, int n, const float *o, const float *squashed, float *o_gradient, float *x_gradient),
         (dh, n, o, squashed, o_gradient, x_gradient))
SK_TRAIN(void, gates_back,
         (const float *activations, int n, const float *c, const float *from_hidden, const float *keep,
          float *gradients, float *dc),
         (activations, n, c, from_hidden, keep, gradients, dc))
SK_TRAIN(float, norm, (const float *x, int n, const float *gain, const float *shift, float *normal, float *y),
         (x, n, gain, shift, normal, y))
SK_TRAIN(void, norm_back,
         (const float *dy, int n, const float *normal, float inverse, const float *gain, float *gain_gradient,
          float *shift_gradient, float *dx),
         (dy, n, normal, inverse, gain, gain_gradient, shift_gradient, dx))
SK_TRAIN(void, scale_back,
         (const float *da, const float *scales, int n, const float *x, const float *h, float *dx, float *dh,
          float *slopes),
         (da, scales, n, x, h, dx, dh, slopes))
SK_TRAIN(void, input_back,
         (const float *x, const float *da, int rows, int width, float *dw, float *total, int total_stride),
         (x, da, rows, width, dw, total, total_stride))
SK_TRAIN(void, mask,
         (float *mask, size_t count, uint64_t seed, uint64_t stream, uint64_t first, uint32_t threshold,
          float multiplier),
         (mask, count, seed, stream, first, threshold, multiplier))
SK_TRAIN(void, adam,
         (float *theta, float *m, float *v, const float *gradient, size_t count, float rate, float limit, float beta1,
          float beta2, float epsilon),
         (theta, m, v, gradient, count, rate, limit, beta1, beta2, epsilon))
SK_TRAIN(void, add, (float *y, const float *x, size_t count), (y, x, count))

void sk_train_pack_transposed(const float *w, int k, int n, float *packed) {
    for (int first = 0; first < n; first += SK_PANEL, packed += (size_t)(k + 1) * SK_PANEL) {
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        memset(packed, 0, (size_t)(width < SK_PANEL ? k + 1 : 1) * SK_PANEL * sizeof *packed);
        // Sixteen columns of w, a cache line, at a time.
        for (int start = 0; start < k; start += 16) {
            int end = k - start < 16 ? k : start + 16;
            for (int j = 0; j < width; j++) {
                const float *row = w + (size_t)(first + j) * k;
                for (int i = start; i < end; i++) packed[(size_t)(i + 1) * SK_PANEL + j] = row[i];
            }
        }
    }
}
