// What the parts of the kernel vectors share: inputs, buffers and hashes. The inputs are made without the mathematics
// library, so that they are the same on every system.
#pragma once

#include "sketch_kernels.h"
#include "sketch_training_kernels.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Cheap inputs: a state of SplitMix64.
typedef struct {
    uint64_t state;
} Draws;

// Ordinary numbers, magnitudes from 2^-30 to 2; numbers whose products are subnormal, and as small as those products; ordinary
// ones mixed with subnormal numbers, large ones, infinities and negative zeros; numbers that are exactly halves.
typedef enum { ORDINARY, TINY, SPECIAL, HALF, SPECIAL_HALF, TINY_PRODUCT } Kind;

uint64_t next_draw(Draws *draws);
// The kind of numbers that products of a kind are added to.
static inline Kind sums_of(Kind kind) { return kind == TINY ? TINY_PRODUCT : kind; }
// `count` numbers on the heap; the caller frees them.
float *drawn(Draws *draws, Kind kind, size_t count);

// The tests' inputs: PhiloxSequence.nextNormals.
typedef struct {
    uint64_t seed, stream, position;
} Normals;

// `count` normal numbers on the heap, each times scale and plus shift in float32, or as they are if scale is 1 and shift 0.
float *normals(Normals *source, size_t count, float scale, float shift);

// An output: `count` numbers and a few behind them, all filled with a pattern, so that a write outside shows in the hash.
enum { GUARD = 40 };
float *output(size_t count);
float *copied(const float *values, size_t count);

// FNV-1a over 32-bit words.
typedef uint64_t Hash;
extern const Hash empty_hash;
// NaNs count as one value: processors choose different ones.
void add_floats(Hash *hash, const float *values, size_t count);
void add_words(Hash *hash, const uint32_t *words, size_t count);
// The buffers of `output` and `copied`, with what is behind them.
void add_output(Hash *hash, const float *values, size_t count);
// Adds like add_output, then frees.
void end_output(Hash *hash, float *values, size_t count);

// Prints one line: function, family of inputs, hash.
void report(const char *function, const char *family, Hash hash);
// Prints that a function is wrong on standard error; the program then ends with status 1.
void fault(const char *function, const char *what);
extern int faults;

// The shapes around the edges of tiles: rows 1...13, 48...50; k 1...17, 128...133, 512; n 1...70, 123.
enum { ROW_COUNTS = 16, DEPTHS = 24, WIDTHS = 71 };
int row_count_at(int index);
int depth_at(int index);
int width_at(int index);
// Calls body for every pair of rows and k, rows and n, k and n, the third in turn, and for a few wide products. `number`
// counts the calls.
typedef void ShapeBody(int rows, int k, int n, int number, void *context);
void each_shape(ShapeBody *body, void *context);

void sampling_vectors(void);
void training_vectors(void);
void bf16_vectors(void);
