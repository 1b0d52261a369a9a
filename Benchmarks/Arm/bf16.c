// Vectors of the bfloat16 kernels.
#include "vectors.h"

typedef struct {
    Kind kind;
    Draws draws;
    Hash rows, columns, pack, transposed, product;
} Products;

// y = x w, or y += x w, with x [rows, k] in two blocks and w [k, n] packed from it or its transpose. Rows are 3 floats longer
// than they need to be.
static void multiply(const float *x, const float *w, const float *before, int rows, int k, int n, int number, Products *p) {
    int pairs = sk_bf16_pairs(k), first = rows / 2, y_stride = n + 3;
    size_t words = sk_bf16_packed_count(k, n), x_words = (size_t)rows * pairs, count = (size_t)rows * y_stride;
    uint32_t *packed = (uint32_t *)output(words), *in = (uint32_t *)output(x_words);
    if (number % 2) sk_bf16_pack(w, n, k, n, packed), add_words(&p->pack, packed, words + GUARD);
    else sk_bf16_pack_transposed(w, k, k, n, packed), add_words(&p->transposed, packed, words + GUARD);
    if (number / 2 % 2) sk_bf16_rows(x, k, rows, k, in), add_words(&p->rows, in, x_words + GUARD);
    else sk_bf16_columns(x, rows, k, rows, in), add_words(&p->columns, in, x_words + GUARD);
    float *y = copied(before, count);
    const SKBF16Rows blocks[2] = {{in, y, pairs, y_stride, first},
                                  {in + (size_t)first * pairs, y + (size_t)first * y_stride, pairs, y_stride, rows - first}};
    sk_bf16_product(blocks, 2, packed, k, n, number / 4 % 2);
    end_output(&p->product, y, count);
    free(packed), free(in);
}

static void shape(int rows, int k, int n, int number, void *context) {
    Products *p = context;
    float *x = drawn(&p->draws, p->kind, (size_t)rows * k), *w = drawn(&p->draws, p->kind, (size_t)k * n);
    float *before = drawn(&p->draws, sums_of(p->kind), (size_t)rows * (n + 3));
    multiply(x, w, before, rows, k, n, number, p);
    free(x), free(w), free(before);
}

static void end(const char *family, const Products *p) {
    report("sk_bf16_rows", family, p->rows);
    report("sk_bf16_columns", family, p->columns);
    report("sk_bf16_pack", family, p->pack);
    report("sk_bf16_pack_transposed", family, p->transposed);
    report("sk_bf16_product", family, p->product);
}

static Products none(Kind kind) {
    return (Products){kind, {(uint64_t)kind + 40}, empty_hash, empty_hash, empty_hash, empty_hash, empty_hash};
}

// BFloat16ProductTests: shapes, seeds and scales. 1,100 terms are more than one block of the kernel.
static void test_products(void) {
    const int shapes[][3] = {{1, 5, 7}, {8, 33, 70}, {13, 64, 128}, {3, 1100, 40}};
    Products p = none(ORDINARY);
    for (int s = 0; s < 4; s++)
        for (int is_small = 0; is_small < 2; is_small++) {
            int rows = shapes[s][0], k = shapes[s][1], n = shapes[s][2];
            float scale = is_small ? 0x1p-60f : 1;
            Normals random = {5, (uint64_t)rows, 0};
            float *x = normals(&random, (size_t)rows * k, scale, 0), *w = normals(&random, (size_t)k * n, scale * 0.25f, 0);
            float *before = normals(&random, (size_t)rows * (n + 3), scale * scale, 0);
            for (int number = 0; number < 8; number++) multiply(x, w, before, rows, k, n, number, &p);
            free(x), free(w), free(before);
        }
    end("shapes and seeds of the tests", &p);
}

// Sums next to the smallest normal number, where it matters whether a result counts as subnormal before it is rounded or
// after: +-2^-126 or its next number, plus products of +-2^-152 times 1 to 16.
static void smallest_sums(void) {
    Products p = none(TINY);
    Draws draws = {9};
    for (int number = 0; number < 400; number++) {
        int rows = 1 + number % 13, k = 1 + number / 13 % 4, n = 1 + number % 70;
        size_t counts[3] = {(size_t)rows * k, (size_t)k * n, (size_t)rows * (n + 3)};
        float *values[3];
        for (int part = 0; part < 3; part++) {
            values[part] = output(counts[part]);
            for (size_t i = 0; i < counts[part]; i++) {
                uint64_t bits = next_draw(&draws);
                float value = (float)(1 + (bits >> 8 & 3)) * 0x1p-76f;
                if (part == 2) value = bits >> 12 & 1 ? 0x1p-126f : 0x1.000002p-126f;
                values[part][i] = bits & 1 ? -value : value;
            }
        }
        multiply(values[0], values[1], values[2], rows, k, n, number | 4, &p);
        free(values[0]), free(values[1]), free(values[2]);
    }
    report("sk_bf16_product", "near the smallest normal number", p.product);
}

void bf16_vectors(void) {
    const Kind kinds[] = {ORDINARY, TINY, SPECIAL};
    const char *const families[] = {"ordinary", "products subnormal", "special"};
    for (int i = 0; i < 3; i++) {
        Products p = none(kinds[i]);
        each_shape(shape, &p);
        end(families[i], &p);
    }
    test_products();
    smallest_sums();
}
