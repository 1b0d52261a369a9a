#include "sk_levels.h"
#include "sketch_kernels.h"

#include <stdatomic.h>

// -1 until the first call of sk_level. Every thread computes the same value, so relaxed order is enough.
static atomic_int current_level = -1;

int sk_best_level(void) {
#if SK_X86
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("f16c"))
        return SK_LEVEL_PORTABLE;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return SK_LEVEL_AVX512;
    return SK_LEVEL_AVX2;
#else
    return SK_NEON ? SK_LEVEL_NEON : SK_LEVEL_PORTABLE;
#endif
}

int sk_has_level(int level) {
    if (level == SK_LEVEL_PORTABLE) return 1;
    if (level == SK_LEVEL_NEON) return SK_NEON;
    return SK_X86 && level > SK_LEVEL_PORTABLE && level <= sk_best_level();
}

int sk_level(void) {
    int level = atomic_load_explicit(&current_level, memory_order_relaxed);
    if (level >= 0) return level;
    level = sk_best_level();
    atomic_store_explicit(&current_level, level, memory_order_relaxed);
    return level;
}

int sk_set_level(int level) {
    if (level < SK_LEVEL_PORTABLE) level = SK_LEVEL_PORTABLE;
    if (level > SK_LEVEL_NEON) level = SK_LEVEL_NEON;
    while (!sk_has_level(level)) level--;
    atomic_store_explicit(&current_level, level, memory_order_relaxed);
    return level;
}
