#include "CPNG.h"

#include <png.h>
#include <zlib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *message;
    size_t message_size;
    cpng_buffer *output;
    size_t capacity;
    const uint8_t *input;
    size_t input_left;
    int out_of_memory;
} cpng_context;

static void keep_message(cpng_context *context, const char *text) {
    if (context->message == NULL || context->message_size == 0) return;
    strncpy(context->message, text, context->message_size - 1);
    context->message[context->message_size - 1] = '\0';
}

static void on_error(png_structp png, png_const_charp text) {
    keep_message(png_get_error_ptr(png), text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void append_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    cpng_context *context = png_get_io_ptr(png);
    cpng_buffer *output = context->output;
    if (context->capacity - output->count < count) {
        size_t capacity = context->capacity * 2 + count + 65536;
        uint8_t *larger = realloc(output->bytes, capacity);
        if (larger == NULL) {
            context->out_of_memory = 1;
            png_error(png, "out of memory");
        }
        output->bytes = larger;
        context->capacity = capacity;
    }
    memcpy(output->bytes + output->count, bytes, count);
    output->count += count;
}

static void take_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    cpng_context *context = png_get_io_ptr(png);
    if (context->input_left < count) png_error(png, "the data ends too early");
    memcpy(bytes, context->input, count);
    context->input += count;
    context->input_left -= count;
}

static void no_flush(png_structp png) { (void)png; }

static int is_ascii(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80) return 0;
    return 1;
}

// Converts a row of native-endian, premultiplied ARGB to RGBA, in place: libpng passes a copy.
static void divide_by_alpha(png_structp png, png_row_infop info, png_bytep row) {
    (void)png;
    for (png_size_t i = 0; i + 4 <= info->rowbytes; i += 4) {
        uint32_t pixel;
        memcpy(&pixel, row + i, 4);
        const uint32_t alpha = pixel >> 24;
        for (int k = 0; k < 3; k++) {
            const uint32_t value = pixel >> (16 - 8 * k) & 0xff;
            const uint32_t whole = alpha ? (value * 255 + alpha / 2) / alpha : 0;
            row[i + k] = (uint8_t)(whole > 255 ? 255 : whole);
        }
        row[i + 3] = (uint8_t)alpha;
    }
}

// The source of an image's rows.
typedef struct {
    cpng_band band;
    void *closure;
    uint32_t band_height;
    size_t stride;
} cpng_rows;

// May jump. The caller's function has returned before.
static void write_rows(png_structp png, const cpng_rows *rows, uint32_t height) {
    const uint8_t *pixels = NULL;
    for (uint32_t y = 0; y < height; y++) {
        const uint32_t row = y % rows->band_height;
        if (row == 0) pixels = rows->band(rows->closure, y);
        if (pixels == NULL) png_error(png, "the rows are missing");
        png_write_row(png, pixels + (size_t)row * rows->stride);
    }
    png_write_end(png, NULL);
}

// May jump, so it must not own resources.
static void write_image(png_structp png, png_infop info, const cpng_rows *rows, int has_alpha, uint32_t width,
                        uint32_t height, uint32_t pixels_per_metre, const cpng_text *texts, int text_count) {
    png_set_IHDR(png, info, width, height, 8, has_alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    if (pixels_per_metre > 0)
        png_set_pHYs(png, info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
    for (int i = 0; i < text_count; i++) {
        png_text text;
        memset(&text, 0, sizeof text);
        text.compression = is_ascii(texts[i].text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
        text.key = (png_charp)texts[i].keyword;
        text.text = (png_charp)texts[i].text;
        text.text_length = text.compression == PNG_TEXT_COMPRESSION_NONE ? strlen(texts[i].text) : 0;
        text.itxt_length = text.compression == PNG_ITXT_COMPRESSION_NONE ? strlen(texts[i].text) : 0;
        text.lang = (png_charp) "";
        text.lang_key = (png_charp) "";
        png_set_text(png, info, &text, 1);
    }
    // Thin lines on plain paper compress better and faster without row filters. On the gallery this takes a sixth of the
    // time of libpng's defaults (filters by row, level 6), and files are smaller.
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_strategy(png, Z_DEFAULT_STRATEGY);
    png_set_compression_level(png, 3);
    png_write_info(png, info);
    if (has_alpha) {
        png_set_write_user_transform_fn(png, divide_by_alpha);
        write_rows(png, rows, height);
        return;
    }
    const uint32_t probe = 1;
    if (*(const uint8_t *)&probe == 1) {
        png_set_bgr(png);
        png_set_filler(png, 0, PNG_FILLER_AFTER);
    } else {
        png_set_filler(png, 0, PNG_FILLER_BEFORE);
    }
    write_rows(png, rows, height);
}

cpng_status cpng_write(cpng_band band, void *closure, uint32_t band_height, int has_alpha, uint32_t width, uint32_t height,
                       size_t stride, uint32_t pixels_per_metre, const cpng_text *texts, int text_count,
                       cpng_buffer *result, char *message, size_t message_size) {
    const cpng_rows rows = {band, closure, band_height ? band_height : 1, stride};
    cpng_context context = {message, message_size, result, 0, NULL, 0, 0};
    result->bytes = NULL;
    result->count = 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &context, on_error, on_warning);
    if (png == NULL) return CPNG_OUT_OF_MEMORY;
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return CPNG_OUT_OF_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        cpng_free(result);
        return context.out_of_memory ? CPNG_OUT_OF_MEMORY : CPNG_FAILED;
    }
    png_set_write_fn(png, &context, append_bytes, no_flush);
    write_image(png, info, &rows, has_alpha, width, height, pixels_per_metre, texts, text_count);
    png_destroy_write_struct(&png, &info);
    return CPNG_OK;
}

// The maximum number of pixels decoded: 128 MiB of RGBA.
static const uint64_t maximum_pixels = UINT64_C(1) << 25;

static void read_image(png_structp png, png_infop info, cpng_context *context, uint32_t *width,
                       uint32_t *height, uint32_t *pixels_per_metre) {
    png_read_info(png, info);
    *width = png_get_image_width(png, info);
    *height = png_get_image_height(png, info);
    if ((uint64_t)*width * *height > maximum_pixels) png_error(png, "more than 33 million pixels");
    *pixels_per_metre = png_get_pixels_per_meter(png, info);
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = png_get_rowbytes(png, info);
    context->output->count = stride * *height;
    context->output->bytes = calloc(*height, stride);
    if (context->output->bytes == NULL) {
        context->out_of_memory = 1;
        png_error(png, "out of memory");
    }
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < *height; y++)
            png_read_row(png, context->output->bytes + (size_t)y * stride, NULL);
    png_read_end(png, NULL);
}

// Returns whether every chunk up to IEND ends within the data. libpng allocates the length that a chunk states as soon
// as it has read the chunk's first 8 bytes.
static int chunks_fit(const uint8_t *bytes, size_t count) {
    size_t at = 8;
    while (at + 12 <= count) {
        const size_t length = (size_t)bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3];
        if (length > count - at - 12) return 0;
        if (memcmp(bytes + at + 4, "IEND", 4) == 0) return 1;
        at += 12 + length;
    }
    return 0;
}

cpng_status cpng_read(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                      uint32_t *pixels_per_metre, cpng_buffer *pixels, char *message, size_t message_size) {
    cpng_context context = {message, message_size, pixels, 0, bytes, count, 0};
    pixels->bytes = NULL;
    pixels->count = 0;
    if (!chunks_fit(bytes, count)) {
        keep_message(&context, "the data ends too early");
        return CPNG_FAILED;
    }
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &context, on_error, on_warning);
    if (png == NULL) return CPNG_OUT_OF_MEMORY;
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        return CPNG_OUT_OF_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        cpng_free(pixels);
        return context.out_of_memory ? CPNG_OUT_OF_MEMORY : CPNG_FAILED;
    }
    png_set_read_fn(png, &context, take_bytes);
    // The maximum size of a decompressed text or profile, 16 MiB; the limit on pixels is separate.
    png_set_chunk_malloc_max(png, 1 << 24);
    read_image(png, info, &context, width, height, pixels_per_metre);
    png_destroy_read_struct(&png, &info, NULL);
    return CPNG_OK;
}

void cpng_free(cpng_buffer *buffer) {
    free(buffer->bytes);
    buffer->bytes = NULL;
    buffer->count = 0;
}
