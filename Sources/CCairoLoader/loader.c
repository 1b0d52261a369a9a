#include "CCairoLoader.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

// Where each function goes on: at first to the code that loads the libraries, then to the function itself (stubs.S).
#define FUNCTION(name) extern void *sk_slot_##name;
#include "functions.h"
#undef FUNCTION

static const struct {
    const char *name;
    void **slot;
} functions[] = {
#define FUNCTION(name) {#name, &sk_slot_##name},
#include "functions.h"
#undef FUNCTION
};

// A library comes after those that it needs.
static const char *const libraries[] = {"libgobject-2.0.so.0", "libcairo.so.2", "libpango-1.0.so.0", "libpangocairo-1.0.so.0"};

// The dynamic linker does not start a program whose libraries are missing; this does the same later.
static void fail(const char *reason) {
    dprintf(STDERR_FILENO, "studio: A library for pictures cannot be loaded: %s.\n", reason ? reason : "no reason is known");
    _exit(1);
}

static void load(void) {
    void *handles[sizeof libraries / sizeof *libraries];
    size_t count = sizeof libraries / sizeof *libraries;
    for (size_t i = 0; i < count; i++) {
        handles[i] = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
        if (!handles[i]) fail(dlerror());
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *function = NULL;
        for (size_t j = 0; j < count && !function; j++) function = dlsym(handles[j], functions[i].name);
        if (!function) fail(functions[i].name);
        __atomic_store_n(functions[i].slot, function, __ATOMIC_RELEASE);
    }
}

__attribute__((visibility("hidden"))) void sk_load_cairo(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
}
