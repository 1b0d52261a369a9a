// JSON for Swift, by simdjson: a document becomes a tape of 64-bit words, in memory that the parser owns and keeps
// until its next document. No exception leaves CJSON.cpp; callers see a status.
//
// A word's top 8 bits are its kind, the other 56 its payload (simdjson's doc/tape.md):
//   'r'       root; the document's value begins at word 1
//   '[' '{'   payload: low 32 bits, the word behind the matching end
//   ']' '}'   the end
//   '"'       payload: where the string lies among `strings`, a 32-bit length and its UTF-8
//   'l' 'u' 'd'  a number; the next word is an int64, uint64 or double
//   't' 'f' 'n'  true, false, null
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cjson_parser cjson_parser;

typedef enum {
    CJSON_OK = 0,
    CJSON_TOO_DEEP = 1,
    CJSON_BAD_NUMBER = 2,
    CJSON_BAD_TEXT = 3,
    CJSON_MALFORMED = 4,
    CJSON_OUT_OF_MEMORY = 5,
} cjson_status;

/// Bytes that must be readable behind a document.
#define CJSON_PADDING 64

/// A parser for documents nested `max_depth` levels at most; NULL when memory is out. Give it to cjson_free.
cjson_parser *cjson_create(size_t max_depth);
void cjson_free(cjson_parser *parser);

/// Parses `count` bytes, behind which CJSON_PADDING more can be read.
cjson_status cjson_parse(cjson_parser *parser, const uint8_t *bytes, size_t count, const uint64_t **tape,
                         const uint8_t **strings);

#ifdef __cplusplus
}
#endif
