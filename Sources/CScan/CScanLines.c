#include "CScan.h"

#include <allheaders.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// The brightness of paper after normalisation. Lighter noise is not clipped.
static const int paper_level = 200;
// The standard deviations of the paper's noise by which ink is darker at least, and the least contrast of all.
static const double noise_margin = 5, least_contrast = 16;

// Takes a picture's place; a null result keeps null, so that a chain of steps fails as one.
static void replace(PIX **picture, PIX *result) {
    pixDestroy(picture);
    *picture = result;
}

static int at_least(int value, int low) { return value < low ? low : value; }
static int clamp(double value, int low, int high) {
    return value < low ? low : value > high ? high : (int)lround(value);
}

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

static void histogram(PIX *grey, uint64_t counts[256]) {
    memset(counts, 0, 256 * sizeof *counts);
    l_uint32 *data = pixGetData(grey);
    const l_int32 wpl = pixGetWpl(grey), width = pixGetWidth(grey), height = pixGetHeight(grey);
    for (l_int32 y = 0; y < height; y++) {
        l_uint32 *line = data + (size_t)y * wpl;
        for (l_int32 x = 0; x < width; x++) counts[GET_DATA_BYTE(line, x)]++;
    }
}

static int quantile(const uint64_t counts[256], int end, double share) {
    uint64_t total = 0, sum = 0;
    for (int i = 0; i < end; i++) total += counts[i];
    for (int i = 0; i < end; i++) {
        sum += counts[i];
        if ((double)sum >= share * (double)total && sum > 0) return i;
    }
    return end > 0 ? end - 1 : 0;
}

static int pixel_count(PIX *ink) {
    l_int32 count = 0;
    if (ink == NULL || pixCountPixels(ink, &count, NULL) != 0) return 0;
    return count;
}

static int component_count(PIX *ink) {
    l_int32 count = 0;
    if (ink == NULL || pixCountConnComp(ink, 8, &count) != 0) return 0;
    return count;
}

// The tiles that are much darker than the paper, and are at the page's edge: what the sheet lies on. Null if there are none.
static PIX *surroundings(PIX *paper, cscan_lines *lines) {
    uint64_t counts[256];
    histogram(paper, counts);
    const int limit = (int)(0.3 * quantile(counts, 256, 0.9));
    PIX *dark = limit > 1 ? pixThresholdToBinary(paper, limit) : NULL;
    // Lines may touch the edge.
    if (dark) pixOpenBrick(dark, dark, 3, 3);
    replace(&dark, dark ? pixExtractBorderConnComps(dark, 8) : NULL);
    lines->margins = (uint32_t)component_count(dark);
    if (lines->margins == 0) pixDestroy(&dark);
    // Paper near a dark edge gets a wrong brightness.
    replace(&dark, dark ? pixDilateBrick(NULL, dark, 9, 9) : NULL);
    return dark;
}

// Divides by the paper's brightness: the page in small, without what is darker and narrower than a filled area.
static PIX *even_out(PIX *grey, cscan_lines *lines) {
    const int width = pixGetWidth(grey), height = pixGetHeight(grey), larger = width > height ? width : height;
    const int tile = clamp(larger / 250.0, 4, 16);
    // The map of the paper needs some tiles.
    if (width < 8 * tile || height < 8 * tile) return pixCopy(NULL, grey);
    const int closing = at_least(larger / tile / 12, 3) | 1;
    // Whole tiles only.
    PIX *whole = pixAddMirroredBorder(grey, 0, (tile - width % tile) % tile, 0, (tile - height % tile) % tile);
    PIX *paper = whole ? pixScaleAreaMap(whole, 1.0f / tile, 1.0f / tile) : NULL;
    PIX *dark = paper ? surroundings(paper, lines) : NULL;
    replace(&paper, paper ? pixAddMirroredBorder(paper, 2, 2, 2, 2) : NULL);
    replace(&paper, paper ? pixCloseGray(paper, closing, closing) : NULL);
    replace(&paper, paper ? pixRemoveBorder(paper, 2) : NULL);
    PIX *factors = paper ? pixGetInvBackgroundMap(paper, paper_level, 2, 2) : NULL;
    replace(&whole, factors ? pixApplyInvBackgroundGrayMap(whole, factors, tile, tile) : NULL);
    replace(&dark, dark ? pixExpandReplicate(dark, tile) : NULL);
    if (dark && whole) pixSetMasked(whole, dark, paper_level);
    PIX *result = whole ? pixRemoveBorderGeneral(whole, 0, pixGetWidth(whole) - width, 0, pixGetHeight(whole) - height) : NULL;
    pixDestroy(&dark);
    pixDestroy(&whole);
    pixDestroy(&paper);
    pixDestroy(&factors);
    return result;
}

// Stretches the levels so that paper is 235 and typical ink 20. Returns 0 if there is no ink.
static int stretch(PIX *grey, cscan_lines *lines) {
    uint64_t counts[256];
    histogram(grey, counts);
    int paper = 128;
    uint64_t best = 0;
    for (int i = 90; i < 254; i++) {
        const uint64_t sum = counts[i - 1] + counts[i] + counts[i + 1];
        if (sum > best) {
            best = sum;
            paper = i;
        }
    }
    double squares = 0, above = 0;
    for (int i = paper; i < 255; i++) {
        squares += (double)counts[i] * (i - paper) * (i - paper);
        above += (double)counts[i];
    }
    const double noise = above > 0 ? sqrt(squares / above) : 0;
    const double margin = noise * noise_margin > least_contrast ? noise * noise_margin : least_contrast;
    const int limit = (int)(paper - margin);
    uint64_t dark = 0;
    for (int i = 0; i <= limit; i++) dark += counts[i];
    if (limit < 1 || dark < 4) return 0;
    const int ink = quantile(counts, limit + 1, 0.25);
    const double contrast = paper - ink;
    lines->contrast = contrast / paper;
    lines->noise = noise / paper;
    uint8_t levels[256];
    uint64_t total = 0, unclear = 0;
    for (int i = 0; i < 256; i++) {
        const double share = (paper - i) / contrast;
        levels[i] = (uint8_t)clamp(235 - 215 * share, 0, 255);
        total += counts[i];
        if (share > 0.25 && share < 0.75) unclear += counts[i];
    }
    lines->unclear_share = total > 0 ? (double)unclear / (double)total : 0;
    l_uint32 *data = pixGetData(grey);
    const l_int32 wpl = pixGetWpl(grey), width = pixGetWidth(grey), height = pixGetHeight(grey);
    for (l_int32 y = 0; y < height; y++) {
        l_uint32 *line = data + (size_t)y * wpl;
        for (l_int32 x = 0; x < width; x++) SET_DATA_BYTE(line, x, levels[GET_DATA_BYTE(line, x)]);
    }
    return 1;
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

static int is_dark(PIX *grey) {
    uint64_t counts[256];
    histogram(grey, counts);
    return quantile(counts, 256, 0.5) < 90;
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
    if (grey && is_dark(grey)) {
        lines->is_negative = 1;
        pixInvert(grey, grey);
    }
    replace(&grey, grey ? even_out(grey, lines) : NULL);
    if (grey == NULL) goto done;
    status = CSCAN_BLANK;
    if (!stretch(grey, lines)) goto done;
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
