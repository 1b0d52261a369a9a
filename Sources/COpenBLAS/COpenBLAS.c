#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[256];

// The interface of the library's own functions.
enum { ROW_MAJOR = 101, NOT_TRANSPOSED = 111, TRANSPOSED = 112 };
typedef void (*sgemm_function)(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha,
                               const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
typedef void (*dgemm_function)(int order, int transpose_a, int transpose_b, int m, int n, int k, double alpha,
                               const double *a, int lda, const double *b, int ldb, double beta, double *c, int ldc);
static sgemm_function sgemm;
static dgemm_function dgemm;
static const char *(*corename)(void);

static int transposition(int is_transposed) { return is_transposed ? TRANSPOSED : NOT_TRANSPOSED; }

static void *find(void *library, const char *name) {
    void *function = dlsym(library, name);
    if (!function && !failure[0]) snprintf(failure, sizeof failure, "it has no function %s", name);
    return function;
}

// Whether the address space has room for the library and the buffers of as many threads as there are processors. Without
// room for a buffer the library tries again permanently.
static int has_room(void) {
    enum { LIBRARY_MIB = 64, THREAD_MIB = 192 };
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t size = (LIBRARY_MIB + (size_t)(processors > 0 ? processors : 1) * THREAD_MIB) << 20;
    void *room = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room != MAP_FAILED) return munmap(room, size) == 0;
    snprintf(failure, sizeof failure, "it needs %zu MiB of address space; raise the limit of 'ulimit -v'", size >> 20);
    return 0;
}

static void load(void) {
    static const char *const names[] = {"libopenblas.so.0", "libopenblas.so"};
    if (!has_room()) return;
    // The library reads this when it starts; it must not create threads.
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW);
    if (!library) {
        const char *reason = dlerror();
        snprintf(failure, sizeof failure, "%s", reason ? reason : "it is not installed");
        return;
    }
    sgemm = (sgemm_function)find(library, "cblas_sgemm");
    dgemm = (dgemm_function)find(library, "cblas_dgemm");
    corename = (const char *(*)(void))find(library, "openblas_get_corename");
}

const char *openblas_load(void) {
    pthread_once(&once, load);
    return failure[0] ? failure : NULL;
}

int openblas_sgemm(int transpose_a, int transpose_b, int m, int n, int k, const float *a, int lda, const float *b,
                   int ldb, float beta, float *c, int ldc) {
    if (openblas_load()) return -1;
    sgemm(ROW_MAJOR, transposition(transpose_a), transposition(transpose_b), m, n, k, 1.0f, a, lda, b, ldb, beta, c, ldc);
    return 0;
}

int openblas_dgemm(int transpose_a, int transpose_b, int m, int n, int k, const double *a, int lda, const double *b,
                   int ldb, double beta, double *c, int ldc) {
    if (openblas_load()) return -1;
    dgemm(ROW_MAJOR, transposition(transpose_a), transposition(transpose_b), m, n, k, 1.0, a, lda, b, ldb, beta, c, ldc);
    return 0;
}

const char *openblas_get_corename(void) { return openblas_load() ? NULL : corename(); }
