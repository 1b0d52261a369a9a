#include "CPNGContext.h"

#include <stdlib.h>

static void take_bytes(png_structp png, png_bytep bytes, png_size_t count) {
    cpng_context *context = png_get_io_ptr(png);
    if (context->input_left < count) png_error(png, "the data ends too early");
    memcpy(bytes, context->input, count);
    context->input += count;
    context->input_left -= count;
}

// The maximum number of pixels decoded: 128 MiB of RGBA.
static const uint64_t maximum_pixels = UINT64_C(1) << 25;

// Reads all rows, in the format that the transformations give.
static void read_rows(png_structp png, png_infop info, cpng_context *context, uint32_t height) {
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = png_get_rowbytes(png, info);
    context->output->count = stride * height;
    context->output->bytes = calloc(height, stride);
    if (context->output->bytes == NULL) {
        context->out_of_memory = 1;
        png_error(png, "out of memory");
    }
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++)
            png_read_row(png, context->output->bytes + (size_t)y * stride, NULL);
    png_read_end(png, NULL);
}

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
    read_rows(png, info, context, *height);
}

static void read_grey(png_structp png, png_infop info, cpng_context *context, uint64_t limit, uint32_t *width,
                      uint32_t *height) {
    png_read_info(png, info);
    *width = png_get_image_width(png, info);
    *height = png_get_image_height(png, info);
    if ((uint64_t)*width * *height > limit) png_error(png, "too many pixels");
    png_set_expand(png);
    png_set_strip_16(png);
    if (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) png_set_rgb_to_gray_fixed(png, 1, -1, -1);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    read_rows(png, info, context, *height);
    // Grey and alpha, over white.
    uint8_t *bytes = context->output->bytes;
    const size_t pixels = (size_t)*width * *height;
    for (size_t i = 0; i < pixels; i++) {
        const unsigned alpha = bytes[2 * i + 1];
        bytes[i] = (uint8_t)((bytes[2 * i] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
    context->output->count = pixels;
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

// Which picture a reading gives: RGBA, or grey of at most `limit` pixels if that is not 0.
typedef struct {
    uint32_t *width, *height, *pixels_per_metre;
    uint64_t limit;
} cpng_reading;

static cpng_status read_png(const uint8_t *bytes, size_t count, const cpng_reading *reading, cpng_buffer *pixels,
                            char *message, size_t message_size) {
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
    if (reading->limit > 0) {
        read_grey(png, info, &context, reading->limit, reading->width, reading->height);
    } else {
        read_image(png, info, &context, reading->width, reading->height, reading->pixels_per_metre);
    }
    png_destroy_read_struct(&png, &info, NULL);
    return CPNG_OK;
}

cpng_status cpng_read(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                      uint32_t *pixels_per_metre, cpng_buffer *pixels, char *message, size_t message_size) {
    const cpng_reading reading = {width, height, pixels_per_metre, 0};
    return read_png(bytes, count, &reading, pixels, message, message_size);
}

cpng_status cpng_read_grey(const uint8_t *bytes, size_t count, uint64_t maximum_pixels, uint32_t *width, uint32_t *height,
                           cpng_buffer *pixels, char *message, size_t message_size) {
    const cpng_reading reading = {width, height, NULL, maximum_pixels > 0 ? maximum_pixels : 1};
    return read_png(bytes, count, &reading, pixels, message, message_size);
}

cpng_status cpng_size(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height) {
    if (count < 24 || png_sig_cmp(bytes, 0, 8) != 0 || memcmp(bytes + 12, "IHDR", 4) != 0) return CPNG_FAILED;
    *width = png_get_uint_32(bytes + 16);
    *height = png_get_uint_32(bytes + 20);
    return CPNG_OK;
}
