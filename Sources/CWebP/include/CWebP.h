// Encodes animated, lossless WebP in memory. libwebp reports errors by return values.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef enum {
    CWEBP_OK = 0,
    CWEBP_OUT_OF_MEMORY = 1,
    CWEBP_FAILED = 2,
} cwebp_status;

/// An encoding in progress.
typedef struct cwebp_encoder cwebp_encoder;

/// Begins an animation that repeats. `background` is 0xAARRGGBB. NULL if there is no memory.
cwebp_encoder *cwebp_begin(int width, int height, uint32_t background);

/// Adds a frame of the whole picture: width * height pixels 0xAARRGGBB, without premultiplication, from `milliseconds` on.
cwebp_status cwebp_add(cwebp_encoder *encoder, const uint32_t *pixels, int milliseconds);

/// Ends the last frame at `milliseconds` and the file, with an XMP packet unless `xmp_size` is 0. The file's bytes are the
/// encoder's until `cwebp_free`.
cwebp_status cwebp_end(cwebp_encoder *encoder, int milliseconds, const uint8_t *xmp, size_t xmp_size, const uint8_t **bytes,
                       size_t *count);

/// Releases the encoder, finished or not.
void cwebp_free(cwebp_encoder *encoder);
