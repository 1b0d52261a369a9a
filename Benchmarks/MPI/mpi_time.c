// Measures a process's time inside the two MPI functions of a training, and the bytes that it sends.
//
//   mpicc -O2 -shared -fPIC Benchmarks/MPI/mpi_time.c -o mpi_time.so
//   mpirun -n 4 -x LD_PRELOAD=$PWD/mpi_time.so studio train DATA --output run --num-steps 100
//
// Each process prints a line when it ends. The time includes waiting for a partner that is still computing.
#include <mpi.h>
#include <stdio.h>

static double exchange, gather, started, last;
static long long bytes, calls;

int MPI_Sendrecv(const void *send, int send_count, MPI_Datatype send_type, int to, int send_tag, void *receive,
                 int receive_count, MPI_Datatype receive_type, int from, int receive_tag, MPI_Comm group, MPI_Status *status) {
    int size;
    MPI_Type_size(send_type, &size);
    double start = MPI_Wtime();
    // The first exchange follows the reading of the data and the first step.
    if (started == 0) started = start;
    int result = PMPI_Sendrecv(send, send_count, send_type, to, send_tag, receive, receive_count, receive_type, from,
                               receive_tag, group, status);
    last = MPI_Wtime();
    exchange += last - start;
    bytes += (long long)send_count * size;
    calls++;
    return result;
}

int MPI_Allgather(const void *send, int send_count, MPI_Datatype send_type, void *receive, int receive_count,
                  MPI_Datatype receive_type, MPI_Comm group) {
    double start = MPI_Wtime();
    int result = PMPI_Allgather(send, send_count, send_type, receive, receive_count, receive_type, group);
    if (started > 0) gather += MPI_Wtime() - start;
    return result;
}

int MPI_Finalize(void) {
    int rank;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    fprintf(stderr, "process %d: %.3f s from the first to the last exchange, %.3f s in %lld exchanges of %.1f MB, %.3f s in gathers\n",
            rank, last - started, exchange, calls, calls ? bytes / 1e6 / calls : 0, gather);
    return PMPI_Finalize();
}
