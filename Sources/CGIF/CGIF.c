#include "CGIF.h"

#include <gif_lib.h>
#include <stdlib.h>
#include <string.h>

struct cgif_encoder {
    GifFileType *file;
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    uint8_t *row;
    int out_of_memory;
};

static int append_bytes(GifFileType *file, const GifByteType *bytes, int count) {
    cgif_encoder *encoder = file->UserData;
    if (encoder->capacity - encoder->count < (size_t)count) {
        const size_t capacity = encoder->capacity * 2 + (size_t)count + 65536;
        uint8_t *larger = realloc(encoder->bytes, capacity);
        if (larger == NULL) {
            encoder->out_of_memory = 1;
            return 0;
        }
        encoder->bytes = larger;
        encoder->capacity = capacity;
    }
    memcpy(encoder->bytes + encoder->count, bytes, (size_t)count);
    encoder->count += (size_t)count;
    return count;
}

static int begin(cgif_encoder *encoder, uint16_t width, uint16_t height, const uint8_t *background, const char *comment,
                 size_t comment_size) {
    GifFileType *file = encoder->file;
    EGifSetGifVersion(file, true);
    GifColorType colours[2];
    for (int i = 0; i < 2; i++) colours[i] = (GifColorType){background[0], background[1], background[2]};
    ColorMapObject *map = GifMakeMapObject(2, colours);
    if (map == NULL) return 0;
    int good = EGifPutScreenDesc(file, width, height, 8, 0, map) == GIF_OK;
    GifFreeMapObject(map);
    const uint8_t repeats[3] = {1, 0, 0};
    good = good && EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE) == GIF_OK
           && EGifPutExtensionBlock(file, 11, "NETSCAPE2.0") == GIF_OK && EGifPutExtensionBlock(file, 3, repeats) == GIF_OK
           && EGifPutExtensionTrailer(file) == GIF_OK;
    if (!good || comment_size == 0) return good;
    if (EGifPutExtensionLeader(file, COMMENT_EXT_FUNC_CODE) != GIF_OK) return 0;
    for (size_t start = 0; start < comment_size; start += 255) {
        const size_t length = comment_size - start < 255 ? comment_size - start : 255;
        if (EGifPutExtensionBlock(file, (int)length, comment + start) != GIF_OK) return 0;
    }
    return EGifPutExtensionTrailer(file) == GIF_OK;
}

cgif_encoder *cgif_begin(uint16_t width, uint16_t height, const uint8_t *background, const char *comment, size_t comment_size) {
    cgif_encoder *encoder = calloc(1, sizeof *encoder);
    if (encoder == NULL) return NULL;
    int error = 0;
    encoder->row = malloc(width ? width : 1);
    encoder->file = EGifOpen(encoder, append_bytes, &error);
    if (encoder->row == NULL || encoder->file == NULL || !begin(encoder, width, height, background, comment, comment_size)) {
        cgif_free(encoder);
        return NULL;
    }
    return encoder;
}

static cgif_status status(const cgif_encoder *encoder, int good) {
    return good ? CGIF_OK : encoder->out_of_memory ? CGIF_OUT_OF_MEMORY : CGIF_FAILED;
}

cgif_status cgif_add(cgif_encoder *encoder, uint16_t left, uint16_t top, uint16_t width, uint16_t height,
                     const uint8_t *indices, const uint8_t *palette, int colour_count, uint16_t delay) {
    GifFileType *file = encoder->file;
    const GraphicsControlBlock control = {DISPOSE_DO_NOT, false, delay, NO_TRANSPARENT_COLOR};
    GifByteType extension[4];
    EGifGCBToExtension(&control, extension);
    GifColorType colours[256];
    for (int i = 0; i < colour_count && i < 256; i++)
        colours[i] = (GifColorType){palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]};
    ColorMapObject *map = GifMakeMapObject(colour_count, colours);
    if (map == NULL) return CGIF_OUT_OF_MEMORY;
    int good = EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, 4, extension) == GIF_OK
               && EGifPutImageDesc(file, left, top, width, height, false, map) == GIF_OK;
    GifFreeMapObject(map);
    for (uint16_t y = 0; good && y < height; y++) {
        // giflib changes the row.
        memcpy(encoder->row, indices + (size_t)y * width, width);
        good = EGifPutLine(file, encoder->row, width) == GIF_OK;
    }
    return status(encoder, good);
}

cgif_status cgif_end(cgif_encoder *encoder, const uint8_t **bytes, size_t *count) {
    int error = 0;
    const int good = EGifCloseFile(encoder->file, &error) == GIF_OK;
    encoder->file = NULL;
    *bytes = encoder->bytes;
    *count = encoder->count;
    return status(encoder, good);
}

void cgif_free(cgif_encoder *encoder) {
    if (encoder == NULL) return;
    int error = 0;
    if (encoder->file != NULL) EGifCloseFile(encoder->file, &error);
    free(encoder->row);
    free(encoder->bytes);
    free(encoder);
}
