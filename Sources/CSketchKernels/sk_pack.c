// Weights into panels; see sk_packed.h.
#include "sk_half.h"
#include "sk_levels.h"
#include "sk_packed.h"
#include "sketch_kernels.h"

#if SK_X86
#include <immintrin.h>
#elif SK_NEON
#include <arm_neon.h>
#endif

static int halves_portable(const float *w, int width, uint16_t *out) {
    int exact = 1;
    for (int j = 0; j < width; j++) exact &= sk_exact_half1(w[j], out + j);
    return exact;
}

#if SK_X86
SK_TARGET_AVX2 static int halves_avx2(const float *w, uint16_t *out) {
    __m256i lost = _mm256_setzero_si256();
    for (int j = 0; j < SK_PANEL; j += 8) {
        __m256 value = _mm256_loadu_ps(w + j);
        __m128i half = _mm256_cvtps_ph(value, _MM_FROUND_TO_NEAREST_INT);
        _mm_storeu_si128((__m128i *)(out + j), half);
        __m256 back = _mm256_cvtph_ps(half);
        lost = _mm256_or_si256(lost, _mm256_castps_si256(_mm256_xor_ps(value, back)));
    }
    return _mm256_testz_si256(lost, lost);
}
#elif SK_NEON
static int halves_neon(const float *w, uint16_t *out) {
    uint32x4_t lost = vdupq_n_u32(0);
    for (int j = 0; j < SK_PANEL; j += 4) {
        float32x4_t value = vld1q_f32(w + j);
        float16x4_t half = vcvt_f16_f32(value);
        vst1_u16(out + j, vreinterpret_u16_f16(half));
        float32x4_t back = vcvt_f32_f16(half);
        lost = vorrq_u32(lost, veorq_u32(vreinterpretq_u32_f32(value), vreinterpretq_u32_f32(back)));
    }
    return vmaxvq_u32(lost) == 0;
}
#endif

static int halves(const float *w, int width, uint16_t *out, int level) {
#if SK_X86
    if (level >= SK_LEVEL_AVX2 && width == SK_PANEL) return halves_avx2(w, out);
#elif SK_NEON
    if (level == SK_LEVEL_NEON && width == SK_PANEL) return halves_neon(w, out);
#endif
    (void)level;
    return halves_portable(w, width, out);
}

static int pack(const float *w, const float *bias, int k, int n, int type, void *packed) {
    int level = sk_level();
    for (int panel = 0; panel < sk_panel_count(n); panel++) {
        char *out = (char *)packed + (size_t)panel * sk_panel_bytes(k, type);
        int first = panel * SK_PANEL;
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        memset(out, 0, width < SK_PANEL ? sk_panel_bytes(k, type) : SK_PANEL * sizeof(float));
        if (bias) memcpy(out, bias + first, (size_t)width * sizeof *bias);
        out += SK_PANEL * sizeof(float);
        for (int i = 0; i < k; i++, out += sk_weight_row_bytes(type)) {
            const float *row = w + (size_t)i * n + first;
            if (type == SK_FLOAT32) memcpy(out, row, (size_t)width * sizeof *row);
            else if (!halves(row, width, (uint16_t *)out, level)) return 0;
        }
    }
    return 1;
}

size_t sk_packed_count(int k, int n) {
    return (size_t)sk_panel_count(n) * sk_panel_bytes(k, SK_FLOAT32) / sizeof(float);
}

void sk_pack(const float *w, const float *bias, int k, int n, float *packed) {
    pack(w, bias, k, n, SK_FLOAT32, packed);
}

size_t sk_packed_half_bytes(int k, int n) { return (size_t)sk_panel_count(n) * sk_panel_bytes(k, SK_FLOAT16); }

int sk_pack_half(const float *w, const float *bias, int k, int n, void *packed) {
    return pack(w, bias, k, n, SK_FLOAT16, packed);
}
