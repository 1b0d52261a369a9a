// Encodes animated GIF in memory. giflib reports errors by return values.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CGIF_OK = 0,
    CGIF_OUT_OF_MEMORY = 1,
    CGIF_FAILED = 2,
} cgif_status;

/// An encoding in progress.
typedef struct cgif_encoder cgif_encoder;

/// Begins an animation that repeats. `background` is the paper, 3 bytes; `comment` is UTF-8 text without NUL, of
/// which an empty one is left out. NULL if there is no memory.
cgif_encoder *cgif_begin(uint16_t width, uint16_t height, const uint8_t *background, const char *comment, size_t comment_size);

/// Adds a frame that covers a rectangle and stays until it is covered: `indices` are width * height colours of a palette of
/// `colour_count` colours (a power of 2 from 2 to 256), 3 bytes each. `delay` is in hundredths of a second.
cgif_status cgif_add(cgif_encoder *encoder, uint16_t left, uint16_t top, uint16_t width, uint16_t height,
                     const uint8_t *indices, const uint8_t *palette, int colour_count, uint16_t delay);

/// Ends the file. Its bytes are the encoder's until `cgif_free`.
cgif_status cgif_end(cgif_encoder *encoder, const uint8_t **bytes, size_t *count);

/// Releases the encoder, finished or not.
void cgif_free(cgif_encoder *encoder);
