// Layer normalisation of one block of n numbers: what the sampler's and the trainer's kernels share.
#pragma once

#include "sk_math.h"

// The number of partial sums. Element i belongs to sum i % 16, so the order is the same for every vector width.
enum { SK_PARTS = 16 };

// The total of the partial sums: halves are added until one number is left.
SK_INLINE float sk_total(const float *parts) {
    float sums[SK_PARTS];
    for (int l = 0; l < SK_PARTS; l++) sums[l] = parts[l];
    for (int half = SK_PARTS / 2; half > 0; half /= 2)
        for (int l = 0; l < half; l++) sums[l] = sums[l] + sums[l + half];
    return sums[0];
}

// sum + d^2, with one rounding if `fused` is a constant 1, with two if it is 0.
SK_INLINE float sk_add_square(float sum, float d, int fused) {
    if (fused) return __builtin_fmaf(d, d, sum);
    float square = d * d;
    return sum + square;
}

// Writes the mean of x [n] to `mean` and returns 1 / sqrt(population variance + 1e-3).
//
// `fused` is a compile-time constant. The sampler passes 0 and the trainer 1. They differ in the last bit, and both are
// kept: pictures depend on the one and resumed runs on the other.
SK_INLINE float sk_norm_statistics(const float *restrict x, int n, int fused, float *restrict mean) {
    float parts[SK_PARTS] = {0};
    int whole = n & ~(SK_PARTS - 1);
    for (int i = 0; i < whole; i += SK_PARTS)
        for (int l = 0; l < SK_PARTS; l++) parts[l] = parts[l] + x[i + l];
    for (int i = whole; i < n; i++) parts[i % SK_PARTS] = parts[i % SK_PARTS] + x[i];
    float average = sk_total(parts) / (float)n;
    for (int l = 0; l < SK_PARTS; l++) parts[l] = 0.0f;
    for (int i = 0; i < whole; i += SK_PARTS)
        for (int l = 0; l < SK_PARTS; l++) parts[l] = sk_add_square(parts[l], x[i + l] - average, fused);
    for (int i = whole; i < n; i++)
        parts[i % SK_PARTS] = sk_add_square(parts[i % SK_PARTS], x[i] - average, fused);
    *mean = average;
    return 1.0f / __builtin_sqrtf(sk_total(parts) / (float)n + 1e-3f);
}
