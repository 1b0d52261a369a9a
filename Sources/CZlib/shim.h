// zlib, for SketchFormats's GzipInflater. It reports errors by return values and never jumps.
#pragma once
#include <string.h>
#include <zlib.h>

// inflateInit2 is a macro, which Swift cannot import. 16 + 15: a gzip header, and the largest window.
static inline int czlib_inflate_gzip_init(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 16 + 15);
}

// Likewise. Only the tests compress.
static inline int czlib_deflate_gzip_init(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
}
