// Where things lie in a packed matrix.
#pragma once

#include "sketch_kernels.h"

static inline int sk_panel_count(int n) { return (n + SK_PANEL - 1) / SK_PANEL; }

static inline size_t sk_element_size(int type) { return type == SK_FLOAT16 ? 2 : 4; }

// Bytes from the start of the packed matrix to a panel.
static inline size_t sk_panel_offset(int panel, int k, int n, int type) {
    return (size_t)sk_panel_count(n) * SK_PANEL * sizeof(float) +
           (size_t)panel * (size_t)k * SK_PANEL * sk_element_size(type);
}
