// Half precision (IEEE binary16) by bits, for finite values: what F16C does in hardware.
#pragma once

#include "sk_math.h"

// The float of the same value, exactly. A half shifted into a float's place is too small by 2^112, subnormal
// ones too, and the product with that power is exact.
SK_INLINE float sk_half_to_float1(uint16_t half) {
    float magnitude = sk_from_bits((uint32_t)(half & 0x7FFF) << 13) * 0x1p112f;
    return sk_from_bits(sk_to_bits(magnitude) | (uint32_t)(half & 0x8000) << 16);
}

// The half that has this very value in *half; false if there is none.
SK_INLINE int sk_exact_half1(float value, uint16_t *half) {
    // 2^-112 brings the exponent into a half's range; bits that a half cannot represent are cut off, and
    // the comparison below detects the difference.
    uint32_t bits = sk_to_bits(value);
    uint32_t magnitude = sk_to_bits(sk_from_bits(bits & 0x7FFFFFFF) * 0x1p-112f);
    *half = (uint16_t)((bits >> 16 & 0x8000) | (magnitude >> 13 & 0x7FFF));
    return sk_to_bits(sk_half_to_float1(*half)) == bits && (magnitude >> 13) < 0x7C00;
}
