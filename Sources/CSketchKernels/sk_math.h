// exp, tanh and the logistic function for one float, free of branches so that loops over them vectorise.
// Only +, -, *, / and explicit fmaf are used, each correctly rounded: vector and scalar code agree bit for
// bit. Contraction of a*b+c is off; where a fused operation is meant, it is written.
#pragma once

#include <stdint.h>
#include <string.h>

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

#define SK_INLINE static inline __attribute__((always_inline))

SK_INLINE float sk_from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

SK_INLINE uint32_t sk_to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

// 1.5 * 2^23: adding it rounds to the nearest integer, which is then in the low bits.
#define SK_ROUNDER 12582912.0f
// ln 2 in two parts; n * SK_LN2_HIGH is exact for |n| < 512.
#define SK_LN2_HIGH 0x1.62e4p-1f
#define SK_LN2_LOW 0x1.7f7d1cp-20f

// Splits x = n ln 2 + r with |r| <= 0.347; returns r and leaves n as an integer.
SK_INLINE float sk_reduce(float x, int32_t *n) {
    float shifted = __builtin_fmaf(x, 0x1.715476p+0f, SK_ROUNDER);
    float whole = shifted - SK_ROUNDER;
    *n = (int32_t)(sk_to_bits(shifted) - sk_to_bits(SK_ROUNDER));
    float r = __builtin_fmaf(whole, -SK_LN2_HIGH, x);
    return __builtin_fmaf(whole, -SK_LN2_LOW, r);
}

// 2^n for -126 <= n <= 127.
SK_INLINE float sk_power_of_two(int32_t n) { return sk_from_bits((uint32_t)(n + 127) << 23); }

// (exp(r) - 1 - r) / r^2 for |r| <= 0.347: the series to r^8 / 8!.
SK_INLINE float sk_exp_tail(float r) {
    float p = 0x1.a01a02p-16f;
    p = __builtin_fmaf(p, r, 0x1.a01a02p-13f);
    p = __builtin_fmaf(p, r, 0x1.6c16c2p-10f);
    p = __builtin_fmaf(p, r, 0x1.111112p-7f);
    p = __builtin_fmaf(p, r, 0x1.555556p-5f);
    p = __builtin_fmaf(p, r, 0x1.555556p-3f);
    return __builtin_fmaf(p, r, 0.5f);
}

SK_INLINE float sk_exp1(float x) {
    x = x > 89.0f ? 89.0f : x;
    x = x < -104.0f ? -104.0f : x;
    int32_t n;
    float r = sk_reduce(x, &n);
    float p = __builtin_fmaf(sk_exp_tail(r), r * r, r) + 1.0f;
    // Two factors, so that results below 2^-126 are rounded once and those above 2^127 overflow.
    int32_t half = n >> 1;
    return p * sk_power_of_two(half) * sk_power_of_two(n - half);
}

SK_INLINE float sk_sigmoid1(float x) {
    float magnitude = __builtin_fabsf(x);
    float e = sk_exp1(-magnitude);
    float numerator = x < 0.0f ? e : 1.0f;
    return numerator / (1.0f + e);
}

// tanh |x| = m / (m + 2) with m = exp(2 |x|) - 1, which loses no digits near zero.
SK_INLINE float sk_tanh1(float x) {
    float twice = 2.0f * __builtin_fabsf(x);
    twice = twice > 20.0f ? 20.0f : twice;
    int32_t n;
    float r = sk_reduce(twice, &n);
    float p = __builtin_fmaf(sk_exp_tail(r), r * r, r);
    float scale = sk_power_of_two(n);
    float m = __builtin_fmaf(p, scale, scale - 1.0f);
    return __builtin_copysignf(m / (m + 2.0f), x);
}
