// What writing and reading share: libpng's error function keeps the message and jumps back to the call.
#pragma once
#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
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

static inline void keep_message(cpng_context *context, const char *text) {
    if (context->message == NULL || context->message_size == 0) return;
    strncpy(context->message, text, context->message_size - 1);
    context->message[context->message_size - 1] = '\0';
}

static inline void on_error(png_structp png, png_const_charp text) {
    keep_message(png_get_error_ptr(png), text);
    png_longjmp(png, 1);
}

static inline void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}
