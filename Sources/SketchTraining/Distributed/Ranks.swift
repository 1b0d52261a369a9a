import FoundationEssentials
import SketchInference
import SketchSupport

#if MPI
import CMPI
#endif

/// The processes that train one model together (`mpirun`, `srun`), each with a part of a batch's slices. A process that was
/// started alone, and any build without the trait `MPI`, is one of one.
package struct Ranks: Hashable, Sendable {
    /// This process's number; number 0 writes the run's files.
    package let rank: Int
    package let count: Int

    package static let alone = Ranks(rank: 0, count: 1)

    package var isFirst: Bool { rank == 0 }

    /// Whether the program was built with the trait MPI.
    package static var isBuilt: Bool {
        #if MPI
        true
        #else
        false
        #endif
    }

    /// Starts MPI if an MPI launcher started this process. Called at most once.
    ///
    /// - Throws: `TrainingError.noMPI` if that cannot be done, or if a launcher started several processes and this build has
    ///   no MPI.
    package static func start() throws -> Ranks {
        let environment = ProcessInfo.processInfo.environment
        // The numbers of processes that launchers state.
        let counts = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"].compactMap { name in
            environment[name].flatMap { Int($0) }
        }
        #if MPI
        // Slurm's PMIx states a process's number only.
        guard !counts.isEmpty || environment["PMIX_RANK"] != nil else { return alone }
        guard mpi_start() == 0 else { throw TrainingError.noMPI(reason: "MPI cannot be started") }
        return Ranks(rank: Int(mpi_rank()), count: Int(mpi_count()))
        #else
        guard counts.contains(where: { $0 > 1 }) else { return alone }
        throw TrainingError.noMPI(reason: "this program was built without the trait MPI")
        #endif
    }

    /// Ends MPI. Waits for all processes.
    package func finish() {
        #if MPI
        mpi_finish()
        #endif
    }

    /// The part of `slices` that this process has: a whole subtree of `GradientTree`.
    func share(of slices: Int) -> Range<Int> { rank * slices / count..<(rank + 1) * slices / count }

    /// The values of all processes, in the order of their numbers. Every process calls it with the same number of values.
    func gather(_ values: [Double]) -> [Double] {
        #if MPI
        if count > 1 {
            var all = [Double](repeating: 0, count: values.count * count)
            mpi_gather(values, &all, Int32(values.count * MemoryLayout<Double>.stride))
            return all
        }
        #endif
        return values
    }

    /// Whether any process wants to stop. Every process calls it.
    func anyStops(_ stops: Bool) -> Bool { gather([stops ? 1 : 0]).contains { $0 > 0 } }

    /// Replaces the sum of this process's slices by that of all processes, in the order of `GradientTree`.
    ///
    /// In each round, neighbouring groups of processes exchange their sums and both add the same two numbers, so that all
    /// processes end with the same bits.
    /// - Parameters:
    ///   - sum: unspecified for a process without drawings.
    ///   - received: working memory.
    ///   - hasDrawings: whether a process has any of the batch's drawings; if one has none, nor have those after it.
    func addUp<Scalar: TrainingScalar>(
        _ sum: Buffer<Scalar>, received: Buffer<Scalar>, hasDrawings: (_ rank: Int) -> Bool
    ) {
        var distance = 1
        while distance < count {
            received.resize(to: sum.count)
            exchange(sum, received, with: rank ^ distance)
            let right = (rank | distance) & ~(distance - 1)
            if hasDrawings(right) {
                Scalar.add(received.vector, to: sum.vector)
            } else if rank & distance != 0 {
                sum.vector.update(from: received.vector)
            }
            distance *= 2
        }
    }

    private func exchange<Scalar: TrainingScalar>(_ own: Buffer<Scalar>, _ other: Buffer<Scalar>, with partner: Int) {
        #if MPI
        // Counts of bytes are 32-bit numbers.
        let part = (1 << 28) / MemoryLayout<Scalar>.stride
        for start in stride(from: 0, to: own.count, by: part) {
            let bytes = min(part, own.count - start) * MemoryLayout<Scalar>.stride
            mpi_exchange(own.base + start, other.base + start, Int32(bytes), Int32(partner))
        }
        #endif
    }
}
