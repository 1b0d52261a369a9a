#include "CMPI.h"

#if __has_include(<mpi.h>)
#include <mpi.h>

int mpi_start(void) {
    int provided;
    // Only the thread that trains calls MPI.
    return MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) == MPI_SUCCESS ? 0 : -1;
}

int mpi_rank(void) {
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

int mpi_count(void) {
    int count = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    return count;
}

void mpi_exchange(const void *own, void *other, int bytes, int partner) {
    MPI_Sendrecv(own, bytes, MPI_BYTE, partner, 0, other, bytes, MPI_BYTE, partner, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

void mpi_gather(const void *own, void *all, int bytes) {
    MPI_Allgather(own, bytes, MPI_BYTE, all, bytes, MPI_BYTE, MPI_COMM_WORLD);
}

void mpi_finish(void) {
    int is_started = 0;
    MPI_Initialized(&is_started);
    if (is_started) MPI_Finalize();
}
#endif
