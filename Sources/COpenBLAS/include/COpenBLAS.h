// The part of OpenBLAS that training uses, loaded at run time on first use.
//
// A program that is linked with OpenBLAS starts the library's threads before main, and they spin for some 25 ms each
// looking for work: on a small machine a third of the time of drawing a sheet. Loaded this way, a command that multiplies
// no large matrices does not pay for the library, and training gets it without threads, since it has its own.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

// Loads the library, once, from any thread. Returns NULL, or the reason why it could not be loaded.
const char *openblas_load(void);

// c [m, n] = a b + beta c for row-major matrices: a is [m, k] and b [k, n] after the transpositions that the flags ask
// for; lda, ldb and ldc are the row strides as stored. Returns 0, or -1, with c unchanged, if the library could not be
// loaded.
int openblas_sgemm(int transpose_a, int transpose_b, int m, int n, int k, const float *a, int lda, const float *b,
                   int ldb, float beta, float *c, int ldc);
int openblas_dgemm(int transpose_a, int transpose_b, int m, int n, int k, const double *a, int lda, const double *b,
                   int ldb, double beta, double *c, int ldc);

// The processor for which the library has chosen its kernels; NULL if it could not be loaded.
const char *openblas_get_corename(void);

#ifdef __cplusplus
}
#endif
