// The C interface of OpenBLAS: cblas_sgemm, cblas_dgemm and openblas_set_num_threads.
#pragma once
#include <cblas.h>
