#include "ceilings.h"

#define ALWAYS static inline __attribute__((always_inline))

// 16 floats in the registers that the target has. An addition waits four cycles for the previous one in its chain, so
// more than two per cycle times four chains keep the units busy, as long as all of them stay in registers.
typedef float lanes __attribute__((vector_size(64), aligned(64)));
enum { CHAINS = 8, MOST_CHAINS = 16, WIDTH = 16, FLOPS_A_ROUND = 2 * 48 * WIDTH };

ALWAYS float multiply_body(long rounds, const int chains) {
    lanes sum[MOST_CHAINS], gain = {0}, shift = {0};
    for (int i = 0; i < chains; i++) sum[i] = gain + (float)i;
    gain += 0.75f;
    shift += 0.25f;
    for (long round = 0; round < rounds; round++) {
        for (int turn = 0; turn < 48 / chains; turn++) {
#pragma GCC unroll 16
            for (int i = 0; i < chains; i++) sum[i] = __builtin_elementwise_fma(sum[i], gain, shift);
        }
    }
    float total = 0;
    for (int i = 0; i < chains; i++)
        for (int l = 0; l < WIDTH; l++) total += sum[i][l];
    return total;
}

ALWAYS float read_body(const float *values, size_t count) {
    lanes sum[CHAINS] = {0};
    for (size_t at = 0; at < count; at += CHAINS * WIDTH) {
#pragma GCC unroll 8
        for (int i = 0; i < CHAINS; i++) {
            lanes part;
            __builtin_memcpy(&part, values + at + i * WIDTH, sizeof part);
            sum[i] += part;
        }
    }
    float total = 0;
    for (int i = 0; i < CHAINS; i++)
        for (int l = 0; l < WIDTH; l++) total += sum[i][l];
    return total;
}

static float multiply_plain(long rounds) { return multiply_body(rounds, 2); }
static float read_plain(const float *values, size_t count) { return read_body(values, count); }

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx512f,avx2,fma")))
AVX2 static float multiply_avx2(long rounds) { return multiply_body(rounds, 6); }
AVX512 static float multiply_avx512(long rounds) { return multiply_body(rounds, 16); }
AVX2 static float read_avx2(const float *values, size_t count) { return read_body(values, count); }
AVX512 static float read_avx512(const float *values, size_t count) { return read_body(values, count); }
#define BEST(NAME, ...)                                                                          \
    __builtin_cpu_supports("avx512f") ? NAME##_avx512(__VA_ARGS__)                               \
    : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? NAME##_avx2(__VA_ARGS__) \
                                                                      : NAME##_plain(__VA_ARGS__)
#else
#define BEST(NAME, ...) NAME##_plain(__VA_ARGS__)
#endif

float ceiling_multiply(long rounds) { return BEST(multiply, rounds); }
double ceiling_flops_a_round(void) { return FLOPS_A_ROUND; }
float ceiling_read(const float *values, size_t count) { return BEST(read, values, count); }
