#include "CPNG.h"

#include <stdlib.h>
#include <zlib.h>

cpng_status cpng_deflate(const uint8_t *bytes, size_t count, cpng_buffer *result) {
    uLongf size = compressBound(count);
    result->count = 0;
    result->bytes = malloc(size);
    if (result->bytes == NULL) return CPNG_OUT_OF_MEMORY;
    if (compress2(result->bytes, &size, bytes, count, 6) != Z_OK) {
        cpng_free(result);
        return CPNG_FAILED;
    }
    result->count = size;
    return CPNG_OK;
}

uint32_t cpng_checksum(const uint8_t *bytes, size_t count) {
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, count);
}
