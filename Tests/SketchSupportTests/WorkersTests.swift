import SketchSupport
import Synchronization
import Testing

@Suite struct WorkersTests {
    @Test(arguments: [0, 1, 63, 64, 65, 1000], [1, 2, 7])
    func mapKeepsTheOrder(count: Int, threads: Int) throws {
        let squares = try Workers.map(count: count, threads: threads) { $0.map { $0 * $0 } }
        #expect(squares == (0..<count).map { $0 * $0 })
        #expect(try Array(0..<count).parallelMap(threads: threads) { $0 + 1 } == Array(1..<count + 1))
    }

    @Test(arguments: [1, 2, 8]) func theFirstFailureInOrderIsThrown(threads: Int) {
        struct Failure: Error, Equatable { let index: Int }
        #expect(throws: Failure(index: 100)) {
            try Array(0..<500).parallelMap(threads: threads) { index in
                if index >= 100 { throw Failure(index: index) }
            }
        }
    }

    @Test func smallListsAreDividedAmongThreads() throws {
        // With one portion per element, two threads meet: each waits until the other has an element.
        let arrived = Atomic<Int>(0)
        _ = try [1, 2, 3, 4].parallelMap(threads: 2) { _ in
            _ = arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
            while arrived.load(ordering: .sequentiallyConsistent) < 2 {}
        }
        #expect(arrived.load(ordering: .sequentiallyConsistent) == 4)
    }

    @Test func forEachCallsEachNumberOnce() {
        let calls = Mutex<[Int]>([])
        Workers.forEach(count: 100) { index in calls.withLock { $0.append(index) } }
        #expect(calls.withLock { $0.sorted() } == Array(0..<100))
        Workers.forEach(count: 0) { _ in Issue.record("there is nothing to call") }
    }

    @Test(arguments: [1, 2]) func batchesAreProcessedInOrder(threads: Int) throws {
        let batches = Mutex<[[Int]]>([])
        let pipeline = BatchPipeline<Int>(batchSize: 3, threads: threads) { batch in batches.withLock { $0.append(batch) } }
        for number in 0..<8 { try pipeline.add(number) }
        try pipeline.finish()
        #expect(batches.withLock { $0 } == [[0, 1, 2], [3, 4, 5], [6, 7]])
    }

    @Test(arguments: [1, 2]) func aFailedBatchEndsThePipeline(threads: Int) {
        struct Failure: Error {}
        let count = Atomic<Int>(0)
        let pipeline = BatchPipeline<Int>(batchSize: 1, threads: threads) { _ in
            _ = count.wrappingAdd(1, ordering: .sequentiallyConsistent)
            throw Failure()
        }
        #expect(throws: Failure.self) {
            for number in 0..<100 { try pipeline.add(number) }
            try pipeline.finish()
        }
        #expect(count.load(ordering: .sequentiallyConsistent) == 1)
    }
}
