#include "CScan.h"

#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

static void keep_reason(tjhandle decoder, char *message, size_t size) {
    if (message == NULL || size == 0) return;
    strncpy(message, tjGetErrorStr2(decoder), size - 1);
    message[size - 1] = '\0';
}

// Reads the header; width and height are positive on success.
static cscan_status read_header(tjhandle decoder, const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                                char *message, size_t message_size) {
    int columns = 0, rows = 0, subsampling = 0, space = 0;
    if (tjDecompressHeader3(decoder, bytes, (unsigned long)count, &columns, &rows, &subsampling, &space) != 0 ||
        columns < 1 || rows < 1) {
        keep_reason(decoder, message, message_size);
        return CSCAN_UNREADABLE;
    }
    if (space == TJCS_CMYK || space == TJCS_YCCK) {
        if (message_size > 0) strncpy(message, "its colours are CMYK", message_size - 1);
        return CSCAN_UNREADABLE;
    }
    *width = (uint32_t)columns;
    *height = (uint32_t)rows;
    return CSCAN_OK;
}

cscan_status cscan_jpeg_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, char *message,
                             size_t message_size) {
    tjhandle decoder = tjInitDecompress();
    if (decoder == NULL) return CSCAN_OUT_OF_MEMORY;
    cscan_status status = read_header(decoder, bytes, count, width, height, message, message_size);
    tjDestroy(decoder);
    return status;
}

static cscan_status decode(tjhandle decoder, const uint8_t *bytes, size_t count, uint64_t maximum_pixels,
                           cscan_image *image, char *message, size_t message_size) {
    cscan_status status = read_header(decoder, bytes, count, &image->width, &image->height, message, message_size);
    if (status != CSCAN_OK) return status;
    if ((uint64_t)image->width * image->height > maximum_pixels) return CSCAN_TOO_LARGE;
    image->pixels = malloc((size_t)image->width * image->height);
    if (image->pixels == NULL) return CSCAN_OUT_OF_MEMORY;
    // A file with very many scans would take minutes to decode.
    const int flags = TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS;
    if (tjDecompress2(decoder, bytes, (unsigned long)count, image->pixels, (int)image->width, 0, (int)image->height,
                      TJPF_GRAY, flags) == 0)
        return CSCAN_OK;
    keep_reason(decoder, message, message_size);
    return CSCAN_UNREADABLE;
}

cscan_status cscan_read_jpeg(const uint8_t *bytes, size_t count, uint64_t maximum_pixels, cscan_image *image, char *message,
                             size_t message_size) {
    memset(image, 0, sizeof *image);
    tjhandle decoder = tjInitDecompress();
    if (decoder == NULL) return CSCAN_OUT_OF_MEMORY;
    cscan_status status = decode(decoder, bytes, count, maximum_pixels, image, message, message_size);
    tjDestroy(decoder);
    if (status != CSCAN_OK) cscan_free(image);
    return status;
}

void cscan_free(cscan_image *image) {
    free(image->pixels);
    image->pixels = NULL;
}
