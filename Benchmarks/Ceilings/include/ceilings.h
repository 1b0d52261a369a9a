// The processor's limits, measured in the same run: multiply-adds in registers, and bytes read sequentially.
// Benchmarks compare their numbers with these.
#pragma once

#include <stddef.h>

// Fused multiply-adds in registers, `rounds` times ceiling_flops_a_round() operations.
float ceiling_multiply(long rounds);
double ceiling_flops_a_round(void);

// The sum of `count` floats, read sequentially with the widest loads; count is a multiple of 128.
float ceiling_read(const float *values, size_t count);
