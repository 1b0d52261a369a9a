// Vectors of the trainer's float32 kernels.
#include "vectors.h"

// One hash for each kernel, over ordinary and special numbers.
typedef enum {
    GATES, OUTPUT, OUTPUT_BACK, GATES_BACK, NORM, NORM_BACK, SCALE_BACK, INPUT_BACK, MASK, ADAM, ADD, PACK, PACKED_PRODUCT, KERNELS
} Kernel;
static const char *const names[KERNELS] = {
    "sk_train_gates", "sk_train_output", "sk_train_output_back", "sk_train_gates_back", "sk_train_norm", "sk_train_norm_back",
    "sk_train_scale_back", "sk_train_input_back", "sk_train_mask", "sk_train_adam", "sk_train_add", "sk_train_pack_transposed",
    "sk_affine_blocks",
};

// A row of a cell of n units.
static void cell(int n, Kind kind, int has_keep, Draws *draws, Hash *h) {
    size_t one = (size_t)n;
    float *a = drawn(draws, kind, 4 * one), *c = drawn(draws, kind, one), *keep = has_keep ? drawn(draws, kind, one) : NULL;
    float *activations = output(4 * one), *next = output(one), *squashed = output(one), *hidden = output(one);
    sk_train_gates(a, n, c, keep, activations, next);
    add_output(&h[GATES], activations, 4 * one), add_output(&h[GATES], next, one);
    sk_train_output(next, activations + 3 * n, n, squashed, hidden);
    add_output(&h[OUTPUT], squashed, one), end_output(&h[OUTPUT], hidden, one);

    float *dh = drawn(draws, kind, one), *gradients = output(4 * one), *from_hidden = output(one);
    sk_train_output_back(dh, n, activations + 3 * n, squashed, gradients + 3 * n, from_hidden);
    add_output(&h[OUTPUT_BACK], gradients, 4 * one), add_output(&h[OUTPUT_BACK], from_hidden, one);
    float *dc = copied(dh, one);
    sk_train_gates_back(activations, n, c, from_hidden, keep, gradients, dc);
    end_output(&h[GATES_BACK], gradients, 4 * one), end_output(&h[GATES_BACK], dc, one);
    free(a), free(keep), free(activations), free(next), free(squashed), free(from_hidden);

    float *gain = drawn(draws, kind, one), *shift = drawn(draws, kind, one), *normal = output(one), *y = output(one);
    float inverse = sk_train_norm(c, n, gain, shift, normal, y);
    add_floats(&h[NORM], &inverse, 1), add_output(&h[NORM], normal, one), end_output(&h[NORM], y, one);
    float *gain_gradient = copied(gain, one), *shift_gradient = copied(shift, one), *dx = output(one);
    sk_train_norm_back(dh, n, normal, inverse, gain, gain_gradient, shift_gradient, dx);
    end_output(&h[NORM_BACK], gain_gradient, one), end_output(&h[NORM_BACK], shift_gradient, one);
    end_output(&h[NORM_BACK], dx, one);
    free(c), free(gain), free(shift), free(normal), free(dh);

    size_t count = 4 * one;
    float *da = drawn(draws, kind, count), *scales = drawn(draws, kind, 2 * count), *x = drawn(draws, kind, count);
    float *sums = drawn(draws, kind, count), *from_x = output(count), *from_h = output(count), *slopes = output(3 * count);
    sk_train_scale_back(da, scales, (int)count, x, sums, from_x, from_h, slopes);
    end_output(&h[SCALE_BACK], from_x, count), end_output(&h[SCALE_BACK], from_h, count);
    end_output(&h[SCALE_BACK], slopes, 3 * count);
    float *total = copied(x, count);
    sk_train_add(total, da, count);
    end_output(&h[ADD], total, count);
    free(da), free(scales), free(x), free(sums);
}

static void input(int rows, int width, Kind kind, Draws *draws, Hash *hash) {
    size_t count = (size_t)rows * (size_t)width;
    float *x = drawn(draws, kind, 5 * (size_t)rows), *da = drawn(draws, kind, count), *before = drawn(draws, kind, count);
    for (int form = 0; form < 3; form++) {
        float *dw = output(5 * (size_t)width), *total = copied(before, count);
        sk_train_input_back(x, da, rows, width, dw, form ? total : NULL, form == 2 ? width : 0);
        end_output(hash, dw, 5 * (size_t)width), end_output(hash, total, count);
    }
    free(x), free(da), free(before);
}

static void adam(int count, Kind kind, Draws *draws, Hash *hash) {
    size_t n = (size_t)count;
    float *gradient = drawn(draws, kind, n), *squares = drawn(draws, kind, n), *start = drawn(draws, kind, n);
    float *theta = copied(start, n), *m = copied(squares, n), *v = copied(gradient, n);
    for (int i = 0; i < count; i++) v[i] = v[i] < 0 ? -v[i] : v[i];
    for (int step = 0; step < 3; step++) sk_train_adam(theta, m, v, gradient, n, 1e-3f, 1.0f, 0.9f, 0.999f, 1e-8f);
    end_output(hash, theta, n), end_output(hash, m, n), end_output(hash, v, n);
    free(gradient), free(squares), free(start);
}

// FloatKernelTests: the masks of dropoutMasksAreTheGeneratorsBits, and other first blocks.
static void masks(Hash *hash) {
    const size_t counts[] = {1, 7, 8, 127, 128, 129, 1000};
    const uint64_t firsts[] = {0, 1, 0xfffffffa, 0xfffffffffffffff9};
    for (size_t i = 0; i < 7; i++)
        for (size_t j = 0; j < 4; j++) {
            float *mask = output(counts[i]);
            sk_train_mask(mask, counts[i], 12, (7ull << 48) + 3, firsts[j], 50000, 1.25f);
            end_output(hash, mask, counts[i]);
        }
}

static void packed(int rows, int k, int n, int number, void *context) {
    Hash *h = context;
    Draws draws = {(uint64_t)number};
    float *w = drawn(&draws, number % 2 ? SPECIAL : ORDINARY, (size_t)k * n), *out = output(sk_packed_count(k, n));
    sk_train_pack_transposed(w, k, n, out);
    add_output(&h[PACK], out, sk_packed_count(k, n));
    // Two blocks, which are added to what is in y.
    int first = rows / 2;
    float *x = drawn(&draws, ORDINARY, (size_t)rows * k), *before = drawn(&draws, ORDINARY, (size_t)rows * n);
    float *y = copied(before, (size_t)rows * n), *second = y + (size_t)first * n;
    const SKRows blocks[2] = {{x, y, y, k, n, n, first}, {x + (size_t)first * k, second, second, k, n, n, rows - first}};
    sk_affine_blocks(blocks, 2, out, SK_FLOAT32, number / 2 % 2, k, n);
    end_output(&h[PACKED_PRODUCT], y, (size_t)rows * n);
    free(w), free(out), free(x), free(before);
}

void training_vectors(void) {
    const Kind kinds[] = {ORDINARY, TINY, SPECIAL};
    const char *const families[] = {"ordinary", "tiny", "special"};
    const int sizes[] = {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 48, 63, 64, 100, 127, 128, 129, 256, 512, 1000};
    for (int i = 0; i < 3; i++) {
        Hash h[KERNELS];
        for (int j = 0; j < KERNELS; j++) h[j] = empty_hash;
        Draws draws = {(uint64_t)i};
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            for (int round = 0; round < 6; round++) {
                cell(sizes[s], kinds[i], round % 2, &draws, h);
                adam(sizes[s], kinds[i], &draws, &h[ADAM]);
            }
        for (int r = 0; r < ROW_COUNTS; r++)
            for (int j = r % 5; j < WIDTHS; j += 5) input(row_count_at(r), width_at(j), kinds[i], &draws, &h[INPUT_BACK]);
        input(3, 512, kinds[i], &draws, &h[INPUT_BACK]), input(13, 2048, kinds[i], &draws, &h[INPUT_BACK]);
        for (int j = 0; j <= ADD; j++)
            if (j != MASK) report(names[j], families[i], h[j]);
    }
    Hash h[KERNELS];
    for (int j = 0; j < KERNELS; j++) h[j] = empty_hash;
    masks(&h[MASK]);
    each_shape(packed, h);
    report(names[MASK], "counts of the tests", h[MASK]);
    report(names[PACK], "ordinary and special", h[PACK]);
    report(names[PACKED_PRODUCT], "packed transposed, added", h[PACKED_PRODUCT]);
}
