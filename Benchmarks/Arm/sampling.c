// Vectors of the sampler's kernels.
#include "vectors.h"

#include <math.h>

// MARK: Products

static const char *const kinds[] = {"ordinary", "products subnormal", "special", "ordinary", "subnormal halves"};
static const char *const starts[] = {"bias", "init", "init in place"};

typedef struct {
    Kind input, weight;
    int type;
    Draws draws;
    Hash packed, product[3];
} Affine;

static void *packed_weights(const float *w, const float *bias, int k, int n, int type, Hash *hash) {
    size_t bytes = type == SK_FLOAT16 ? sk_packed_half_bytes(k, n) : sk_packed_count(k, n) * sizeof(float);
    float *packed = output(bytes / sizeof(float));
    uint32_t exact = 1;
    if (type == SK_FLOAT16) exact = (uint32_t)sk_pack_half(w, bias, k, n, packed);
    else sk_pack(w, bias, k, n, packed);
    add_words(hash, &exact, 1);
    add_words(hash, (const uint32_t *)packed, bytes / sizeof(uint32_t) + GUARD);
    return packed;
}

// Rows of x, init and y are one, two and three floats longer than they need to be in every other case.
static void product(int rows, int k, int n, int number, void *context) {
    Affine *a = context;
    int start = number % 3, more = number / 3 % 2;
    int x_stride = k + more, init_stride = n + 2 * more, y_stride = n + 3 * more;
    float *w = drawn(&a->draws, a->weight, (size_t)k * n), *bias = drawn(&a->draws, sums_of(a->input), n);
    float *x = drawn(&a->draws, a->input, (size_t)rows * x_stride);
    float *init = drawn(&a->draws, sums_of(a->input), (size_t)rows * init_stride);
    float *packed = packed_weights(w, number % 5 ? bias : NULL, k, n, a->type, &a->packed);
    float *y = output((size_t)rows * y_stride);
    for (int r = 0; r < rows && start == 2; r++) memcpy(y + (size_t)r * y_stride, init + (size_t)r * init_stride, n * sizeof *y);
    sk_affine_packed(x, x_stride, rows, packed, a->type, number / 6 % 2, k, n, start == 0 ? NULL : start == 1 ? init : y,
                     start == 1 ? init_stride : y_stride, y, y_stride);
    end_output(&a->product[start], y, (size_t)rows * y_stride);
    free(w), free(bias), free(x), free(init), free(packed);
}

static void products(Kind input, Kind weight, int type) {
    Affine a = {input, weight, type, {(uint64_t)(100 * input + 10 * weight + type)}, empty_hash, {empty_hash, empty_hash, empty_hash}};
    each_shape(product, &a);
    char family[64];
    const char *name = type == SK_FLOAT16 ? "F16" : "F32", *kind = kinds[weight == SPECIAL_HALF ? weight : input];
    strcat(strcat(strcpy(family, name), ", "), kind);
    report(type == SK_FLOAT16 ? "sk_pack_half" : "sk_pack", family, a.packed);
    for (int start = 0; start < 3; start++) {
        strcat(strcat(strcat(strcat(strcpy(family, name), ", "), kind), ", "), starts[start]);
        report("sk_affine_packed", family, a.product[start]);
    }
}

// SameBytesTests: shapes, seeds and batches of productsAreOneChainOfFusedMultiplyAdds. The outputs are
// also compared with the definition.
static void test_products(void) {
    const int shapes[][2] = {{1, 1}, {5, 31}, {7, 32}, {13, 33}, {3, 63}, {9, 64}, {64, 100}, {20, 129}, {2, 200}};
    const int batches[] = {1, 2, 3, 4, 5, 6, 7, 8, 13, 64};
    Hash affine = empty_hash, half = empty_hash, blocks = empty_hash, definition = empty_hash, ignored = empty_hash;
    for (uint64_t s = 0; s < 9; s++) {
        int k = shapes[s][0], n = shapes[s][1];
        float *w = normals(&(Normals){8, 1000 + s, 0}, (size_t)k * n, 0.01f, 0), *bias = normals(&(Normals){8, 2000 + s, 0}, n, 1, 0);
        for (int is_half = 0; is_half < 2; is_half++) {
            for (int i = 0; is_half && i < k * n; i++) w[i] = roundf(w[i] * 0x1p11f) * 0x1p-11f;
            float *packed = packed_weights(w, bias, k, n, SK_FLOAT32, &ignored);
            void *halves = is_half ? packed_weights(w, bias, k, n, SK_FLOAT16, &ignored) : NULL;
            for (uint64_t b = 0; b < 10; b++) {
                int batch = batches[b];
                size_t count = (size_t)batch * n;
                float *x = normals(&(Normals){8, 3000 + (uint64_t)batch, 0}, (size_t)batch * k, 1, 0);
                float *init = normals(&(Normals){8, 4000 + (uint64_t)batch, 0}, count, 1, 0);
                for (int has_init = 0; has_init < 2; has_init++) {
                    float *y = output(count), *z = output(count), *u = output(count), *v = output(count);
                    const float *start = has_init ? init : NULL;
                    sk_affine(x, k, batch, packed, k, n, start, n, y, n);
                    add_output(&affine, y, count);
                    if (is_half) sk_affine_packed(x, k, batch, halves, SK_FLOAT16, 1, k, n, start, n, z, n);
                    else memcpy(z, y, count * sizeof *z);
                    add_output(&half, z, count);
                    // The same rows in three blocks; one of them can be empty.
                    int first = batch / 3, second = (batch - first) / 2;
                    SKRows parts[3] = {{x, start, u, k, n, n, first}, {0}, {0}};
                    parts[1] = (SKRows){x + first * k, start ? init + first * n : NULL, u + first * n, k, n, n, second};
                    first += second;
                    parts[2] = (SKRows){x + first * k, start ? init + first * n : NULL, u + first * n, k, n, n, batch - first};
                    sk_affine_blocks(parts, 3, packed, SK_FLOAT32, 0, k, n);
                    add_output(&blocks, u, count);
                    for (int i = 0; i < batch * n; i++) {
                        float sum = has_init ? init[i] : bias[i % n];
                        for (int j = 0; j < k; j++) sum = fmaf(x[i / n * k + j], w[j * n + i % n], sum);
                        v[i] = sum;
                    }
                    add_output(&definition, v, count);
                    free(y), free(z), free(u), free(v);
                }
                free(x), free(init);
            }
            free(packed), free(halves);
        }
        free(w), free(bias);
    }
    const char *const functions[] = {"sk_affine", "sk_affine_packed", "sk_affine_blocks"};
    const Hash found[] = {affine, half, blocks};
    for (int i = 0; i < 3; i++)
        if (found[i] != definition) fault(functions[i], "not the chain of fused multiply-adds that defines it");
    report("sk_affine", "shapes of the tests", affine);
    report("sk_affine_packed", "shapes of the tests", half);
    report("sk_affine_blocks", "shapes of the tests", blocks);
}

static void all_halves(void) {
    uint16_t halves[0x10000];
    for (int i = 0; i < 0x10000; i++) halves[i] = (uint16_t)i;
    Hash hash = empty_hash;
    float *widened = output(0x10000);
    sk_widen(halves, widened, 0x10000);
    add_words(&hash, (const uint32_t *)widened, 0x10000 + GUARD);
    report("sk_widen", "all 65,536 halves", hash);
    // Packed again as halves, and refused next to each of them.
    Hash exact = empty_hash, inexact = empty_hash;
    for (int first = 0; first < 0x10000; first += 1024) {
        if ((first & 0x7C00) == 0x7C00) continue;
        float row[1024];
        free(packed_weights(widened + first, NULL, 8, 128, SK_FLOAT16, &exact));
        for (int i = 0; i < 1024; i += 37) {
            memcpy(row, widened + first, sizeof row);
            row[i] += first & 0x8000 ? -0x1p-25f : 0x1p-25f;
            row[i] *= 0x1.001p0f;
            void *packed = malloc(sk_packed_half_bytes(8, 128));
            uint32_t accepted = (uint32_t)sk_pack_half(row, NULL, 8, 128, packed);
            free(packed);
            add_words(&inexact, &accepted, 1);
        }
    }
    report("sk_pack_half", "all finite halves", exact);
    report("sk_pack_half", "near halves", inexact);
    free(widened);
}

// MARK: Functions

typedef void Elementwise(const float *, float *, int);

static void function(const char *name, Elementwise *kernel) {
    enum { COUNT = 4096 };
    float x[COUNT], y[COUNT];
    Hash sweep = empty_hash, test = empty_hash, short_rows = empty_hash;
    uint64_t bits = 0;
    while (bits >> 32 == 0) {
        for (int i = 0; i < COUNT; i++, bits += 4099) {
            uint32_t word = (uint32_t)bits;
            memcpy(x + i, &word, sizeof word);
        }
        kernel(x, y, COUNT);
        add_floats(&sweep, y, COUNT);
    }
    float ends[7] = {0, -0.0f, 0x1p-140f, 200, -200, INFINITY, -INFINITY};
    float *wide = normals(&(Normals){8, 5, 0}, 3001, 12, 0), *narrow = normals(&(Normals){8, 6, 0}, 3001, 0.01f, 0);
    kernel(ends, ends, 7), add_floats(&test, ends, 7);
    for (int count = 1; count < 70; count++) {
        float *result = output(count);
        kernel(wide + count, result, count);
        end_output(&short_rows, result, count);
    }
    kernel(wide, wide, 3001), add_floats(&test, wide, 3001);
    kernel(narrow, narrow, 3001), add_floats(&test, narrow, 3001);
    free(wide), free(narrow);
    report(name, "every 4,099th float", sweep);
    report(name, "inputs of the tests, in place", test);
    report(name, "1 to 69 numbers", short_rows);
}

// MARK: Gates

// CellKernelTests: sizes and seeds.
static void gates(void) {
    static const int sizes[] = {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 100, 127, 128, 129, 256, 512, 1000};
    Hash lstm = empty_hash, norm = empty_hash, scale = empty_hash, specials[3] = {empty_hash, empty_hash, empty_hash};
    Draws draws = {77};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (uint64_t seed = 0; seed <= 5; seed++) {
            // Seed 0 stands for special numbers.
            int n = sizes[s], is_special = seed == 0;
            Normals r[3] = {{seed, (uint64_t)n, 0}, {seed, (1ull << 32) + (uint64_t)n, 0}, {seed, (2ull << 32) + (uint64_t)n, 0}};
#define INPUT(SOURCE, COUNT, SCALE, SHIFT) \
    (is_special ? drawn(&draws, SPECIAL, COUNT) : normals(&r[SOURCE], COUNT, SCALE, SHIFT))
            size_t count = (size_t)n;
            float *a = INPUT(0, 4 * count, 3, 0), *c0 = INPUT(0, count, 2, 0), *c = copied(c0, count), *h = output(count);
            sk_lstm_gates(a, n, c, h);
            Hash *hash = is_special ? &specials[0] : &lstm;
            end_output(hash, c, count), end_output(hash, h, count), free(a), free(c0);

            float *b0 = INPUT(1, 4 * count, 5, 2), *b = copied(b0, 4 * count);
            c0 = INPUT(1, count, 2, 0), c = copied(c0, count), h = output(count);
            float *gain = INPUT(1, 4 * count, 0.3f, 1), *shift = INPUT(1, 4 * count, 0.5f, 0);
            float *cell_gain = INPUT(1, count, 0.3f, 1), *cell_shift = INPUT(1, count, 0.5f, 0);
            sk_norm_lstm_gates(b, n, gain, shift, cell_gain, cell_shift, c, h);
            hash = is_special ? &specials[1] : &norm;
            end_output(hash, b, 4 * count), end_output(hash, c, count), end_output(hash, h, count);
            free(b0), free(c0), free(gain), free(shift), free(cell_gain), free(cell_shift);

            float *x = INPUT(2, count, 2, 0), *y = INPUT(2, count, 2, 0), *scales = INPUT(2, 3 * count, 1, 0);
            float *bias = INPUT(2, count, 1, 0), *sums = output(count);
            sk_hyper_scale(x, y, scales, bias, n, sums);
            end_output(is_special ? &specials[2] : &scale, sums, count);
            free(x), free(y), free(scales), free(bias);
        }
    report("sk_lstm_gates", "sizes and seeds of the tests", lstm);
    report("sk_lstm_gates", "special", specials[0]);
    report("sk_norm_lstm_gates", "sizes and seeds of the tests", norm);
    report("sk_norm_lstm_gates", "special", specials[1]);
    report("sk_hyper_scale", "sizes and seeds of the tests", scale);
    report("sk_hyper_scale", "special", specials[2]);
}

static void hashes(void) {
    uint8_t bytes[64 * 16];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 7);
    Hash hash = empty_hash;
    for (size_t count = 0; count <= 16; count++) {
        uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
        sk_sha256_blocks(state, bytes, count);
        add_words(&hash, state, 8);
    }
    report("sk_sha256_blocks", "0 to 16 blocks", hash);
}

void sampling_vectors(void) {
    products(ORDINARY, ORDINARY, SK_FLOAT32);
    products(TINY, TINY, SK_FLOAT32);
    products(SPECIAL, SPECIAL, SK_FLOAT32);
    products(ORDINARY, HALF, SK_FLOAT16);
    products(SPECIAL, SPECIAL_HALF, SK_FLOAT16);
    test_products();
    all_halves();
    function("sk_exp", sk_exp);
    function("sk_tanh", sk_tanh);
    function("sk_sigmoid", sk_sigmoid);
    gates();
    hashes();
}
