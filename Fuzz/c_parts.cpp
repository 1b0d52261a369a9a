// Tests the C targets under the address and undefined-behaviour sanitizers: every kernel at every instruction-set level
// with buffers of the exact size, PNG round trips and PNG and JSON truncated at every byte.
#include "CJSON.h"
extern "C" {
#include "CPNG.h"
}
#include "sketch_kernels.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <vector>

static std::mt19937 rng(1);

// Heap memory for exactly this many numbers, so that the sanitizer detects one too many.
static std::unique_ptr<float[]> floats(size_t count) {
    std::unique_ptr<float[]> result(new float[count ? count : 1]);
    std::uniform_real_distribution<float> draw(-4, 4);
    for (size_t i = 0; i < count; i++) result[i] = draw(rng);
    if (count && rng() % 8 == 0) result[rng() % count] = std::vector<float>{1e30f, -1e30f, INFINITY, -INFINITY, NAN, 1e-40f}[rng() % 6];
    return result;
}

static void kernels(int rounds) {
    for (int round = 0; round < rounds; round++) {
        const int k = 1 + rng() % 70, n = 1 + rng() % 140, batch = 1 + rng() % 9;
        const size_t packed_count = sk_packed_count(k, n);
        auto w = floats((size_t)k * n), bias = floats(n), packed = floats(packed_count);
        sk_pack(w.get(), rng() % 2 ? bias.get() : nullptr, k, n, packed.get());
        auto x = floats((size_t)batch * k), y = floats((size_t)batch * n), init = floats((size_t)batch * n);
        sk_affine(x.get(), k, batch, packed.get(), k, n, rng() % 2 ? init.get() : nullptr, n, y.get(), n);
        auto u = floats(n), v = floats(n);
        sk_exp(u.get(), v.get(), n);
        sk_tanh(u.get(), v.get(), n);
        sk_sigmoid(u.get(), v.get(), n);
        auto a = floats(4 * (size_t)n), c = floats(n), h = floats(n);
        sk_lstm_gates(a.get(), n, c.get(), h.get());
        auto gain = floats(4 * (size_t)n), shift = floats(4 * (size_t)n), cell_gain = floats(n), cell_shift = floats(n);
        sk_norm_lstm_gates(a.get(), n, gain.get(), shift.get(), cell_gain.get(), cell_shift.get(), c.get(), h.get());
        auto scales = floats(3 * (size_t)n), result = floats(n);
        sk_hyper_scale(u.get(), v.get(), scales.get(), bias.get(), n, result.get());
    }
}

static int pictures() {
    int refused = 0;
    for (int alpha = 0; alpha < 2; alpha++)
        for (uint32_t width : {1u, 2u, 7u, 33u})
            for (uint32_t height : {1u, 5u}) {
                std::vector<uint32_t> pixels((size_t)width * height);
                for (auto &pixel : pixels) pixel = (uint32_t)rng();
                const cpng_text texts[] = {{"Recipe", "plain"}, {"Recipe", "\xC3\xA4"}};
                char message[64];
                cpng_buffer file;
                const auto rows = [](void *closure, uint32_t first) {
                    auto &pixels = *(std::vector<uint32_t> *)closure;
                    return first < pixels.size() ? (const uint8_t *)pixels.data() : nullptr;
                };
                if (cpng_write(rows, &pixels, height, alpha, width, height, 4 * (size_t)width, 2835, texts, 2, &file,
                               message, sizeof message) != CPNG_OK)
                    return -1;
                for (size_t count = 0; count <= file.count; count++) {
                    std::unique_ptr<uint8_t[]> part(new uint8_t[count ? count : 1]);
                    memcpy(part.get(), file.bytes, count);
                    uint32_t w, h, density;
                    cpng_buffer back;
                    if (cpng_read(part.get(), count, &w, &h, &density, &back, message, sizeof message) == CPNG_OK) {
                        if (w != width || h != height || back.count != 4 * (size_t)w * h) return -1;
                        cpng_free(&back);
                    } else {
                        refused++;
                    }
                }
                cpng_free(&file);
            }
    return refused;
}

static int documents() {
    int refused = 0;
    const std::string text = R"({"word":"cat","drawing":[[[0,1e2,-3.5],[18446744073709551615,0,1]],[[true],[null]]],"x":"\u00e4\n"})";
    cjson_parser *parser = cjson_create(16);
    for (size_t count = 0; count <= text.size(); count++) {
        std::unique_ptr<uint8_t[]> bytes(new uint8_t[count + CJSON_PADDING]());
        memcpy(bytes.get(), text.data(), count);
        const uint64_t *tape;
        const uint8_t *strings;
        refused += cjson_parse(parser, bytes.get(), count, &tape, &strings) != CJSON_OK;
    }
    cjson_free(parser);
    return refused;
}

int main() {
    for (int level = SK_LEVEL_PORTABLE; level <= sk_best_level(); level++) {
        sk_set_level(level);
        kernels(300);
        printf("kernels at level %d: 300 random shapes\n", sk_level());
    }
    const int pngs = pictures(), texts = documents();
    printf("PNG: 16 pictures there and back, %d cut-off files refused\nJSON: %d cut-off texts refused\n", pngs, texts);
    return pngs < 0;
}
