#include "COpenBLAS.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[256];
static __typeof__(&cblas_sgemm) sgemm;
static __typeof__(&cblas_dgemm) dgemm;
static __typeof__(&openblas_get_corename) corename;

static void *find(void *library, const char *name) {
    void *function = dlsym(library, name);
    if (!function && !failure[0]) snprintf(failure, sizeof failure, "it has no function %s", name);
    return function;
}

static void load(void) {
    static const char *const names[] = {
#ifdef __APPLE__
        "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib",
        "libopenblas.dylib",
#else
        "libopenblas.so.0", "libopenblas.so",
#endif
    };
    // Read when the library starts: no threads of its own.
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    void *library = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW);
    if (!library) {
        const char *reason = dlerror();
        snprintf(failure, sizeof failure, "%s", reason ? reason : "it is not installed");
        return;
    }
    sgemm = (__typeof__(sgemm))find(library, "cblas_sgemm");
    dgemm = (__typeof__(dgemm))find(library, "cblas_dgemm");
    corename = (__typeof__(corename))find(library, "openblas_get_corename");
}

const char *openblas_load(void) {
    pthread_once(&once, load);
    return failure[0] ? failure : NULL;
}

// For callers that did not ask first: as the dynamic linker would, had the program been linked with the library.
static void need(void) {
    const char *reason = openblas_load();
    if (!reason) return;
    fprintf(stderr, "studio: OpenBLAS cannot be loaded (%s). Install it (Debian and Ubuntu: libopenblas0).\n", reason);
    exit(1);
}

void cblas_sgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b, blasint m, blasint n,
                 blasint k, float alpha, const float *a, blasint lda, const float *b, blasint ldb, float beta,
                 float *c, blasint ldc) {
    need();
    sgemm(order, transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

void cblas_dgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b, blasint m, blasint n,
                 blasint k, double alpha, const double *a, blasint lda, const double *b, blasint ldb, double beta,
                 double *c, blasint ldc) {
    need();
    dgemm(order, transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

const char *openblas_get_corename(void) {
    need();
    return corename();
}
