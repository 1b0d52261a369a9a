// The part of MPI that training uses, as functions: MPI's constants are macros that Swift cannot import, and they differ
// between implementations. Built with the trait MPI only. An error of MPI ends all processes of the job with a message.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

// Starts MPI. Returns 0, or -1 if that fails.
int mpi_start(void);
// This process's number, and the number of processes.
int mpi_rank(void);
int mpi_count(void);
// Sends `bytes` bytes to a process and receives as many from it.
void mpi_exchange(const void *own, void *other, int bytes, int partner);
// Gathers `bytes` bytes of every process in all processes, in the order of their numbers.
void mpi_gather(const void *own, void *all, int bytes);
// Ends MPI, if it was started, and waits for all processes.
void mpi_finish(void);

#ifdef __cplusplus
}
#endif
