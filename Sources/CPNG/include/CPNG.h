// PNG in memory, for Swift. libpng reports errors by longjmp, which must not cross Swift frames:
// every jump starts and ends inside CPNG.c, and callers see a status code.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CPNG_OK = 0,
    CPNG_OUT_OF_MEMORY = 1,
    CPNG_FAILED = 2,
} cpng_status;

/// A text chunk: tEXt when the text is ASCII, iTXt (UTF-8) otherwise. Both strings end in NUL.
typedef struct {
    const char *keyword;
    const char *text;
} cpng_text;

/// Bytes owned by the caller after a call that returned CPNG_OK; give them back to cpng_free.
typedef struct {
    uint8_t *bytes;
    size_t count;
} cpng_buffer;

/// Encodes native-endian xRGB pixels (Cairo's RGB24) as an 8-bit RGB PNG, or with `has_alpha`, ARGB pixels whose
/// colours are multiplied by alpha (ARGB32) as an 8-bit RGBA PNG.
/// `pixels_per_metre` goes into pHYs; 0 leaves the chunk out. On failure `message` holds libpng's reason.
cpng_status cpng_write(const uint8_t *pixels, int has_alpha, uint32_t width, uint32_t height, size_t stride,
                       uint32_t pixels_per_metre, const cpng_text *texts, int text_count,
                       cpng_buffer *result, char *message, size_t message_size);

/// Decodes any PNG to 8-bit RGBA rows without padding, most significant colour first.
cpng_status cpng_read(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                      uint32_t *pixels_per_metre, cpng_buffer *pixels, char *message, size_t message_size);

void cpng_free(cpng_buffer *buffer);
