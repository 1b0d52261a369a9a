#include "CScanPaper.h"

#include <stdlib.h>
#include <string.h>

static PIX *from_grey(const cscan_image *page) {
    PIX *pix = pixCreate((l_int32)page->width, (l_int32)page->height, 8);
    if (pix == NULL) return NULL;
    l_uint32 *data = pixGetData(pix);
    const l_int32 wpl = pixGetWpl(pix);
    for (uint32_t y = 0; y < page->height; y++) {
        l_uint32 *line = data + (size_t)y * wpl;
        const uint8_t *row = page->pixels + (size_t)y * page->width;
        for (uint32_t x = 0; x < page->width; x++) SET_DATA_BYTE(line, x, row[x]);
    }
    return pix;
}

static PIX *threshold(PIX *grey, int window, float factor) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    // Tiles bound the memory of the windows' sums; each is larger than a window.
    const int nx = at_least(width / 1500, 1), ny = at_least(height / 1500, 1);
    PIX *ink = NULL;
    if (pixSauvolaBinarizeTiled(grey, window, factor, nx, ny, NULL, &ink) != 0) pixDestroy(&ink);
    return ink;
}

// Separates ink from paper: what the strict threshold finds, and what the lenient one connects with it. Inside an area wider than
// the window, both find nothing; there, what is nearly as dark as ink is ink.
static PIX *ink_of(PIX *grey, int is_noisy) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey);
    const int larger = width > height ? width : height, smaller = width < height ? width : height;
    int window = clamp(larger / 60.0, 8, 40);
    if (window > (smaller - 4) / 2) window = at_least((smaller - 4) / 2, 2);
    PIX *strict = threshold(grey, window, 0.34f), *lenient = threshold(grey, window, 0.2f), *ink = NULL;
    PIX *solid = is_noisy ? NULL : pixThresholdToBinary(grey, 75);
    if (strict && lenient && solid) {
        pixOr(strict, strict, solid);
        pixOr(lenient, lenient, solid);
    }
    pixDestroy(&solid);
    if (strict && lenient) ink = pixSeedfillBinary(NULL, strict, lenient, 8);
    pixDestroy(&strict);
    pixDestroy(&lenient);
    return ink;
}

// Twice the area divided by the number of edge pixels.
static double width_of(PIX *ink) {
    PIX *inner = pixErodeBrick(NULL, ink, 3, 3);
    const int area = pixel_count(ink), edge = area - pixel_count(inner);
    pixDestroy(&inner);
    return edge > 0 ? 2.0 * area / edge : 1;
}

// Removes dark margins, and leaves the outlines of filled areas.
static PIX *without_filled(PIX *ink, cscan_lines *lines) {
    const int width = clamp(lines->line_width, 1, 200), area = pixel_count(ink);
    const int opening = at_least(3 * width, 9);
    PIX *core = pixOpenBrick(NULL, ink, opening, opening), *margins = NULL, *result = pixCopy(NULL, ink);
    if (core == NULL || result == NULL) goto done;
    const int filled = pixel_count(core);
    if (filled == 0) goto done;
    lines->filled_share = (double)filled / area;
    margins = pixExtractBorderConnComps(core, 8);
    if (component_count(margins) > 0) {
        lines->margins += (uint32_t)component_count(margins);
        pixSubtract(core, core, margins);
        // Also the ragged edge.
        replace(&margins, pixDilateBrick(NULL, margins, 2 * width + 1, 2 * width + 1));
        if (margins) pixSubtract(result, result, margins);
    }
    lines->filled = (uint32_t)component_count(core);
    replace(&core, pixErodeBrick(NULL, core, 2 * width + 1, 2 * width + 1));
    if (core) pixSubtract(result, result, core);
done:
    pixDestroy(&core);
    pixDestroy(&margins);
    return result;
}

// Fills pinholes and rounds ragged edges, which would become loops and spurs.
static PIX *smoothed(PIX *ink, double line_width) {
    PIX *result = pixCopy(NULL, ink);
    const int hole = (int)(0.4 * line_width);
    if (result && hole >= 1) {
        PIX *holes = pixHolesByFilling(result, 4);
        PIX *large = holes ? pixSelectBySize(holes, hole, hole, 4, L_SELECT_IF_EITHER, L_SELECT_IF_GT, NULL) : NULL;
        if (large) pixSubtract(holes, holes, large);
        if (large) pixOr(result, result, holes);
        pixDestroy(&large);
        pixDestroy(&holes);
    }
    if (result && line_width >= 4) {
        const int half = clamp(line_width / 6, 1, 4);
        replace(&result, pixBlockrank(result, NULL, half, half, 0.5f));
    }
    return result;
}

static PIX *without_specks(PIX *ink, double line_width, uint32_t *specks) {
    const int size = at_least((int)lround(0.7 * line_width), 2);
    PIX *result = pixSelectBySize(ink, size, size, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL);
    if (result) *specks += (uint32_t)(component_count(ink) - component_count(result));
    return result;
}

static void measure_skew(PIX *ink, cscan_lines *lines) {
    l_float32 angle = 0, confidence = 0;
    if (pixFindSkewSweepAndSearch(ink, &angle, &confidence, 4, 2, 7.0f, 1.0f, 0.01f) != 0) return;
    lines->skew = -angle;
    lines->skew_confidence = confidence;
}

// Thins the ink, and notes the ink's half width along the centrelines.
static cscan_status thin(PIX *ink, cscan_lines *lines) {
    cscan_status status = CSCAN_OUT_OF_MEMORY;
    const l_int32 border = 2;
    PIX *padded = pixAddBorder(ink, border, 0);
    PIX *thinned = padded ? pixThinConnected(padded, L_THIN_FG, 8, 0) : NULL;
    PIX *depths = thinned ? pixDistanceFunction(padded, 8, 8, L_BOUNDARY_BG) : NULL;
    const uint32_t width = (uint32_t)pixGetWidth(ink), height = (uint32_t)pixGetHeight(ink);
    uint8_t *pixels = depths ? malloc((size_t)width * height) : NULL;
    if (pixels) {
        for (uint32_t y = 0; y < height; y++) {
            l_uint32 *line = pixGetData(thinned) + (size_t)(y + border) * pixGetWpl(thinned);
            l_uint32 *depth = pixGetData(depths) + (size_t)(y + border) * pixGetWpl(depths);
            for (uint32_t x = 0; x < width; x++)
                pixels[(size_t)y * width + x] = GET_DATA_BIT(line, x + border) ? GET_DATA_BYTE(depth, x + border) : 0;
        }
        lines->centrelines = (cscan_image){pixels, width, height};
        status = CSCAN_OK;
    }
    pixDestroy(&padded);
    pixDestroy(&thinned);
    pixDestroy(&depths);
    return status;
}

cscan_status cscan_find_lines(const cscan_image *page, uint64_t working_pixels, cscan_lines *lines) {
    memset(lines, 0, sizeof *lines);
    // Leptonica writes its messages to standard error.
    setMsgSeverity(L_SEVERITY_NONE);
    cscan_status status = CSCAN_OUT_OF_MEMORY;
    PIX *ink = NULL, *grey = from_grey(page);
    while (grey && (uint64_t)pixGetWidth(grey) * pixGetHeight(grey) > working_pixels) {
        replace(&grey, pixScaleAreaMap2(grey));
        lines->halvings++;
    }
    if (grey && cscan_is_dark(grey)) {
        lines->is_negative = 1;
        pixInvert(grey, grey);
    }
    replace(&grey, grey ? cscan_even_out(grey, lines) : NULL);
    if (grey == NULL) goto done;
    status = CSCAN_BLANK;
    if (!cscan_stretch(grey, lines)) goto done;
    // Strong noise is averaged before the threshold.
    const int is_noisy = lines->noise > 0.1 * lines->contrast;
    if (is_noisy) replace(&grey, pixBlockconv(grey, 1, 1));
    status = CSCAN_OUT_OF_MEMORY;
    ink = grey ? ink_of(grey, is_noisy) : NULL;
    if (ink == NULL) goto done;
    lines->ink_share = (double)pixel_count(ink) / ((double)pixGetWidth(ink) * pixGetHeight(ink));
    replace(&ink, without_specks(ink, 2, &lines->specks));
    if (ink == NULL) goto done;
    status = CSCAN_BLANK;
    if (pixel_count(ink) == 0) goto done;
    status = CSCAN_OUT_OF_MEMORY;
    lines->line_width = width_of(ink);
    replace(&ink, without_filled(ink, lines));
    if (ink) lines->line_width = width_of(ink);
    replace(&ink, ink ? without_specks(ink, lines->line_width, &lines->specks) : NULL);
    replace(&ink, ink ? smoothed(ink, lines->line_width) : NULL);
    replace(&ink, ink ? without_specks(ink, lines->line_width, &lines->specks) : NULL);
    if (ink == NULL) goto done;
    status = CSCAN_BLANK;
    if (pixel_count(ink) == 0) goto done;
    measure_skew(ink, lines);
    status = thin(ink, lines);
done:
    pixDestroy(&ink);
    pixDestroy(&grey);
    if (status != CSCAN_OK) cscan_free(&lines->centrelines);
    return status;
}
