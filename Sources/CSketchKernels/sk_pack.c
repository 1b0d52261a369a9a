// The packed form of a matrix [k, n]: bias for every column, then panels of 32 columns, each k rows of 32
// consecutive values. Columns beyond n are zeros.
#include "sk_half.h"
#include "sk_levels.h"
#include "sk_packed.h"
#include "sketch_kernels.h"

size_t sk_packed_bytes(int k, int n, int type) {
    size_t width = (size_t)sk_panel_count(n) * SK_PANEL;
    return width * sizeof(float) + width * (size_t)k * sk_element_size(type);
}

SK_INLINE int halves_body(const float *w, int width, uint16_t *out) {
    int exact = 1;
    for (int j = 0; j < width; j++) exact &= sk_exact_half1(w[j], out + j);
    return exact;
}

static int halves_portable(const float *w, int width, uint16_t *out) { return halves_body(w, width, out); }
#if SK_X86
SK_TARGET_AVX2 static int halves_avx2(const float *w, int width, uint16_t *out) { return halves_body(w, width, out); }
#endif

int sk_pack(const float *w, const float *bias, int k, int n, int type, void *packed) {
    memset(packed, 0, sk_panel_offset(0, k, n, type));
    if (bias) memcpy(packed, bias, (size_t)n * sizeof *bias);
    int level = sk_level();
    for (int panel = 0; panel < sk_panel_count(n); panel++) {
        char *out = (char *)packed + sk_panel_offset(panel, k, n, type);
        int first = panel * SK_PANEL;
        int width = n - first < SK_PANEL ? n - first : SK_PANEL;
        for (int i = 0; i < k; i++, out += SK_PANEL * sk_element_size(type)) {
            const float *row = w + (size_t)i * n + first;
            if (width < SK_PANEL) memset(out, 0, SK_PANEL * sk_element_size(type));
            if (type == SK_FLOAT32) {
                memcpy(out, row, (size_t)width * sizeof *row);
                continue;
            }
#if SK_X86
            int exact = level >= SK_LEVEL_AVX2 ? halves_avx2(row, width, (uint16_t *)out)
                                               : halves_portable(row, width, (uint16_t *)out);
#else
            (void)level;
            int exact = halves_portable(row, width, (uint16_t *)out);
#endif
            if (!exact) return 0;
        }
    }
    return 1;
}
