// Decodes JPEG, and finds the centrelines of the ink on a page. Pictures are 8-bit grey, in rows without padding from the top.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CSCAN_OK = 0,
    CSCAN_OUT_OF_MEMORY = 1,
    /// The data is damaged, cut off or of an unsupported kind.
    CSCAN_UNREADABLE = 2,
    CSCAN_TOO_LARGE = 3,
    /// The page has no ink.
    CSCAN_BLANK = 4,
} cscan_status;

/// A picture whose pixels the caller releases with cscan_free.
typedef struct {
    uint8_t *pixels;
    uint32_t width;
    uint32_t height;
} cscan_image;

/// Reads the size of a JPEG from its header.
cscan_status cscan_jpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, char *message,
                             size_t message_size);

/// Decodes a JPEG to grey. The size is checked against `maximum_pixels` before any pixel is decoded. A JPEG with missing or
/// damaged data is CSCAN_UNREADABLE, and `message` contains the reason.
cscan_status cscan_read_jpeg(const uint8_t *bytes, size_t count, uint64_t maximum_pixels, cscan_image *image, char *message,
                             size_t message_size);

/// The lines of a page. A page is halved until it has at most the wanted number of pixels; lengths are in pixels of the
/// halved page.
typedef struct {
    /// Per pixel: 0, or, on a centreline, the distance to the nearest pixel without ink, in chessboard steps, at most 255.
    cscan_image centrelines;
    /// How often the page was halved.
    uint32_t halvings;
    /// Whether the lines are lighter than the page.
    int is_negative;
    /// The estimated width of the lines.
    double line_width;
    /// The difference of ink and paper, from 0 to 1, and the standard deviation of the paper's noise on the same scale.
    double contrast, noise;
    /// The shares of the page that are ink, and of its pixels that are neither clearly ink nor clearly paper.
    double ink_share, unclear_share;
    /// The share of the ink in filled areas, much wider than the lines.
    double filled_share;
    /// The numbers of specks that were removed, of filled areas that were replaced by their outlines, and of dark areas
    /// at the page's edge that were removed.
    uint32_t specks, filled, margins;
    /// The angle, in degrees clockwise, by which the page turns its horizontal lines, and how sure that is: 3 is the least
    /// to rely on.
    double skew, skew_confidence;
} cscan_lines;

/// Finds the centrelines of the ink on a page.
cscan_status cscan_find_lines(const cscan_image *page, uint64_t working_pixels, cscan_lines *lines);

/// Releases the pixels of a picture.
void cscan_free(cscan_image *image);
