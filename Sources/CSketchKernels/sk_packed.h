// Layout of a packed matrix: panels of 32 columns, each a row of 32 floats, the bias, and k rows of 32
// weights. Columns beyond n are zeros.
#pragma once

#include "sketch_kernels.h"

static inline int sk_panel_count(int n) { return (n + SK_PANEL - 1) / SK_PANEL; }

static inline size_t sk_weight_row_bytes(int type) { return SK_PANEL * (type == SK_FLOAT16 ? 2 : sizeof(float)); }

static inline size_t sk_panel_bytes(int k, int type) {
    return SK_PANEL * sizeof(float) + (size_t)k * sk_weight_row_bytes(type);
}
