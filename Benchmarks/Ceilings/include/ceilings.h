// What the processor can do at most, measured on the spot: multiply-adds between registers, and bytes read
// in order. Benchmarks hold their numbers against these.
#pragma once

#include <stddef.h>

// Fused multiply-adds between registers, `rounds` times ceiling_flops_a_round() operations.
float ceiling_multiply(long rounds);
double ceiling_flops_a_round(void);

// The sum of `count` floats, read in order with the widest loads; count is a multiple of 128.
float ceiling_read(const float *values, size_t count);
