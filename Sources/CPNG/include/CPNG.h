// Encodes and decodes PNG in memory. libpng reports errors with longjmp, which must not cross Swift frames, so every
// jump starts and ends inside CPNG.c and callers get a status code.
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

/// Bytes that the caller releases with cpng_free after a call that returned CPNG_OK.
typedef struct {
    uint8_t *bytes;
    size_t count;
} cpng_buffer;

/// Returns the rows of a band, from row `first` on; they must stay valid until the next call. NULL ends the encoding with
/// CPNG_FAILED.
typedef const uint8_t *(*cpng_band)(void *closure, uint32_t first);

/// Encodes native-endian xRGB pixels (Cairo's RGB24) as an 8-bit RGB PNG or, with `has_alpha`, premultiplied ARGB pixels
/// (Cairo's ARGB32) as an 8-bit RGBA PNG. The pixels come in bands of `band_height` rows from the top; the last may be lower.
/// `pixels_per_metre` is written to pHYs; 0 omits the chunk. On failure, `message` contains libpng's reason.
cpng_status cpng_write(cpng_band band, void *closure, uint32_t band_height, int has_alpha, uint32_t width, uint32_t height,
                       size_t stride, uint32_t pixels_per_metre, const cpng_text *texts, int text_count,
                       cpng_buffer *result, char *message, size_t message_size);

/// Decodes a PNG of any type to 8-bit RGBA rows without padding. On failure, `message` contains the reason.
cpng_status cpng_read(const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height,
                      uint32_t *pixels_per_metre, cpng_buffer *pixels, char *message, size_t message_size);

/// Compresses bytes as the data of an image, a zlib stream.
cpng_status cpng_deflate(const uint8_t *bytes, size_t count, cpng_buffer *result);

/// Returns the checksum of a chunk: CRC-32 of its name and its data.
uint32_t cpng_checksum(const uint8_t *bytes, size_t count);

/// Releases the bytes of a buffer.
void cpng_free(cpng_buffer *buffer);
