#include "CJSON.h"

#include <new>
#include <simdjson.h>

static_assert(simdjson::SIMDJSON_PADDING <= CJSON_PADDING, "simdjson reads further than callers promise");

struct cjson_parser {
    simdjson::dom::parser parser;
    size_t max_depth;
};

cjson_parser *cjson_create(size_t max_depth) {
    cjson_parser *result = new (std::nothrow) cjson_parser;
    if (result == nullptr) return nullptr;
    // simdjson counts the document itself as a level.
    result->max_depth = max_depth + 1;
    if (result->parser.allocate(1 << 16, result->max_depth) != simdjson::SUCCESS) {
        delete result;
        return nullptr;
    }
    return result;
}

void cjson_free(cjson_parser *parser) { delete parser; }

cjson_status cjson_parse(cjson_parser *parser, const uint8_t *bytes, size_t count, const uint64_t **tape,
                         const uint8_t **strings) {
    simdjson::error_code code = simdjson::SUCCESS;
    // Room for twice as much, within what simdjson can count.
    size_t room = count <= simdjson::SIMDJSON_MAXSIZE_BYTES / 2 ? count * 2 : count;
    if (count > parser->parser.capacity()) code = parser->parser.allocate(room, parser->max_depth);
    if (code == simdjson::SUCCESS) code = parser->parser.parse(bytes, count, false).error();
    switch (code) {
        case simdjson::SUCCESS:
            *tape = parser->parser.doc.tape.get();
            *strings = parser->parser.doc.string_buf.get();
            return CJSON_OK;
        case simdjson::DEPTH_ERROR: return CJSON_TOO_DEEP;
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE: return CJSON_BAD_NUMBER;
        case simdjson::UTF8_ERROR: return CJSON_BAD_TEXT;
        case simdjson::MEMALLOC: return CJSON_OUT_OF_MEMORY;
        default: return CJSON_MALFORMED;
    }
}
