// Inputs, buffers and hashes of the kernel vectors; see vectors.h.
#include "vectors.h"

#include <math.h>
#include <stdio.h>

// Contraction of a*b+c is off, as in the kernels; GCC needs -ffp-contract=off for it.
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#endif

static void *reserved(size_t bytes) {
    void *result = malloc(bytes ? bytes : 1);
    if (!result) abort();
    return result;
}

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

uint64_t next_draw(Draws *draws) {
    uint64_t z = draws->state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static float special(uint64_t bits, float value) {
    if (bits % 8 == 0) return from_bits((uint32_t)(bits >> 16) & 0x807fffffu);
    if (bits % 64 == 1) return value * 0x1p100f;
    if (bits % 1024 == 2) return bits >> 63 ? INFINITY : -INFINITY;
    return bits % 256 == 3 ? -0.0f : value;
}

float *drawn(Draws *draws, Kind kind, size_t count) {
    float *values = reserved(count * sizeof *values);
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = next_draw(draws);
        int is_half = kind == HALF || kind == SPECIAL_HALF;
        // 24 or 11 signed bits and an exponent of -22...-29 or -10...-24.
        float value = (float)((int32_t)(bits >> 32) >> (is_half ? 21 : 8));
        int exponent = is_half ? 10 + (int)(bits >> 8 & 0xff) % (kind == HALF ? 8 : 15) : 22 + (int)(bits >> 8 & 7);
        value *= from_bits((uint32_t)(127 - exponent) << 23);
        if (kind == TINY || kind == TINY_PRODUCT) value *= 0x1p-66f;
        if (kind == TINY_PRODUCT) value *= 0x1p-66f;
        values[i] = kind == SPECIAL ? special(bits, value) : value;
    }
    return values;
}

// MARK: Normal numbers, as Philox, StandardNormal and PortableMath make them

static void philox(const Normals *source, uint64_t counter, uint32_t c[4]) {
    uint32_t k0 = (uint32_t)source->seed, k1 = (uint32_t)(source->seed >> 32);
    c[0] = (uint32_t)counter, c[1] = (uint32_t)(counter >> 32);
    c[2] = (uint32_t)source->stream, c[3] = (uint32_t)(source->stream >> 32);
    for (int round = 0; round < 10; round++, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
        uint64_t p0 = (uint64_t)c[0] * 0xD2511F53u, p1 = (uint64_t)c[2] * 0xCD9E8D57u;
        uint32_t x = (uint32_t)(p1 >> 32) ^ c[1] ^ k0, z = (uint32_t)(p0 >> 32) ^ c[3] ^ k1;
        c[0] = x, c[1] = (uint32_t)p1, c[2] = z, c[3] = (uint32_t)p0;
    }
}

static double uniform(uint32_t low, uint32_t high) { return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53; }

static double portable_log(double x) {
    int exponent;
    double m = 2 * frexp(x, &exponent);
    exponent--;
    if (m > 1.4142135623730951) m *= 0.5, exponent++;
    double s = (m - 1) / (m + 1), z = s * s, series = 1.0 / 23, k = exponent;
    for (double denominator = 21; denominator >= 3; denominator -= 2) series = series * z + 1 / denominator;
    return k * 0x1.62E42FEFA39p-1 + (2 * s + (2 * s * z * series + k * 0x1.DE6AF278ECE6p-46));
}

static void sine_cosine(double turns, double *sine, double *cosine) {
    double quarters = turns * 4, nearest = rint(quarters);
    double angle = (quarters - nearest) * 3.141592653589793116 / 2, z = angle * angle, s = 1, c = 1;
    for (double k = 17; k >= 3; k -= 2) s = 1 - z / (k * (k - 1)) * s;
    s *= angle;
    for (double k = 18; k >= 2; k -= 2) c = 1 - z / (k * (k - 1)) * c;
    int quarter = (int)nearest & 3;
    *sine = quarter == 0 ? s : quarter == 1 ? c : quarter == 2 ? -s : -c;
    *cosine = quarter == 0 ? c : quarter == 1 ? -s : quarter == 2 ? -c : s;
}

float *normals(Normals *source, size_t count, float scale, float shift) {
    float *values = reserved((count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i += 2) {
        uint32_t c[4];
        philox(source, source->position++, c);
        double radius = sqrt(-2 * portable_log(1 - uniform(c[0], c[1]))), sine, cosine;
        sine_cosine(uniform(c[2], c[3]), &sine, &cosine);
        values[i] = (float)(radius * cosine);
        values[i + 1] = (float)(radius * sine);
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = values[i] * scale;
        if (shift != 0) values[i] = values[i] + shift;
    }
    return values;
}

// MARK: Outputs

float *output(size_t count) {
    float *values = reserved((count + GUARD) * sizeof *values);
    for (size_t i = 0; i < count + GUARD; i++) values[i] = 1000.0f + (float)(i % 977);
    return values;
}

float *copied(const float *values, size_t count) {
    float *result = output(count);
    memcpy(result, values, count * sizeof *values);
    return result;
}

const Hash empty_hash = 0xcbf29ce484222325u;

static void add(Hash *hash, uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) *hash = (*hash ^ (word >> shift & 0xff)) * 0x100000001b3u;
}

void add_floats(Hash *hash, const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t bits = to_bits(values[i]);
        add(hash, (bits & 0x7fffffffu) > 0x7f800000u ? 0x7fc00000u : bits);
    }
}

void add_words(Hash *hash, const uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) add(hash, words[i]);
}

void add_output(Hash *hash, const float *values, size_t count) { add_floats(hash, values, count + GUARD); }

void end_output(Hash *hash, float *values, size_t count) {
    add_output(hash, values, count);
    free(values);
}

void report(const char *function, const char *family, Hash hash) {
    printf("%-26s %-34s %016llx\n", function, family, (unsigned long long)hash);
}

int faults = 0;

void fault(const char *function, const char *what) {
    fprintf(stderr, "%s: %s\n", function, what);
    faults++;
}

// MARK: Shapes

int row_count_at(int index) { return index < 13 ? index + 1 : index + 35; }
int depth_at(int index) { return index < 17 ? index + 1 : index < 23 ? index + 111 : 512; }
int width_at(int index) { return index < 70 ? index + 1 : 123; }

void each_shape(ShapeBody *body, void *context) {
    int number = 0;
    for (int r = 0; r < ROW_COUNTS; r++)
        for (int i = 0; i < DEPTHS; i++)
            body(row_count_at(r), depth_at(i), width_at((r * 29 + i * 11) % WIDTHS), number++, context);
    for (int r = 0; r < ROW_COUNTS; r++)
        for (int j = 0; j < WIDTHS; j++)
            body(row_count_at(r), depth_at((r * 7 + j * 5) % DEPTHS), width_at(j), number++, context);
    for (int i = 0; i < DEPTHS; i++)
        for (int j = 0; j < WIDTHS; j++)
            body(row_count_at((i * 3 + j) % 12), depth_at(i), width_at(j), number++, context);
    const int wide[][3] = {{1, 512, 2048}, {1, 133, 2047}, {2, 133, 1000}, {7, 128, 512}, {50, 5, 2048}, {13, 17, 1025}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) body(wide[i][0], wide[i][1], wide[i][2], number++, context);
}
