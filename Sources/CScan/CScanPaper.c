#include "CScanPaper.h"

#include <string.h>

// The brightness of paper after normalisation. Lighter noise is not clipped.
static const int paper_level = 200;
// The standard deviations of the paper's noise by which ink is darker at least, and the least contrast of all.
static const double noise_margin = 5, least_contrast = 16;

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

int cscan_is_dark(PIX *grey) {
    uint64_t counts[256];
    histogram(grey, counts);
    return quantile(counts, 256, 0.5) < 90;
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

PIX *cscan_even_out(PIX *grey, cscan_lines *lines) {
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

int cscan_stretch(PIX *grey, cscan_lines *lines) {
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
