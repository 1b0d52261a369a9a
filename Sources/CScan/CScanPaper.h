// The paper of a page: what it lies on, how bright it is, and how dark the ink is beside it. Used by CScanLines.c.
#pragma once
#include "CScan.h"

#include <allheaders.h>
#include <math.h>

// Takes a picture's place; a null result keeps null, so that a chain of steps fails as one.
static inline void replace(PIX **picture, PIX *result) {
    pixDestroy(picture);
    *picture = result;
}

static inline int at_least(int value, int low) { return value < low ? low : value; }
static inline int clamp(double value, int low, int high) {
    return value < low ? low : value > high ? high : (int)lround(value);
}

static inline int pixel_count(PIX *ink) {
    l_int32 count = 0;
    if (ink == NULL || pixCountPixels(ink, &count, NULL) != 0) return 0;
    return count;
}

static inline int component_count(PIX *ink) {
    l_int32 count = 0;
    if (ink == NULL || pixCountConnComp(ink, 8, &count) != 0) return 0;
    return count;
}

// Whether the page is mostly dark.
int cscan_is_dark(PIX *grey);

// Divides by the paper's brightness: the page in small, without what is darker and narrower than a filled area. What the sheet
// lies on becomes paper, and is counted as a margin. Null without memory.
PIX *cscan_even_out(PIX *grey, cscan_lines *lines);

// Stretches the levels so that paper is 235 and typical ink 20. Returns 0 if there is no ink.
int cscan_stretch(PIX *grey, cscan_lines *lines);
