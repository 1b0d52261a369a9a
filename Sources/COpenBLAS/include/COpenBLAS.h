// The part of OpenBLAS that training uses, loaded when it is first asked for.
//
// A program that is linked with OpenBLAS starts its threads before main, and they spin for some 25 ms each looking
// for work: on a small machine a third of what a sheet takes. Here a command that multiplies nothing large does
// not load the library at all, and one that does gets it without threads, since callers bring their own.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

typedef int blasint;
typedef enum CBLAS_ORDER { CblasRowMajor = 101, CblasColMajor = 102 } CBLAS_ORDER;
typedef enum CBLAS_TRANSPOSE { CblasNoTrans = 111, CblasTrans = 112 } CBLAS_TRANSPOSE;

// Loads the library, once, from any thread. NULL, or why it could not be loaded: ask before the work begins, since
// the products below end the program where there is no library.
const char *openblas_load(void);

void cblas_sgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b, blasint m, blasint n,
                 blasint k, float alpha, const float *a, blasint lda, const float *b, blasint ldb, float beta,
                 float *c, blasint ldc);
void cblas_dgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b, blasint m, blasint n,
                 blasint k, double alpha, const double *a, blasint lda, const double *b, blasint ldb, double beta,
                 double *c, blasint ldc);

// The processor that the library has chosen its kernels for.
const char *openblas_get_corename(void);

#ifdef __cplusplus
}
#endif
