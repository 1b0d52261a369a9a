import LatentOps
import SketchCore
import SketchSupport

/// Decoding with a choice: N drawings of each latent are made, all by one batched decoding, and the best is kept. Candidate
/// k uses part k of the drawing's random stream, so candidate 0 is the drawing that `decode` makes.
extension SketchDecoder {
    /// Candidates that are decoded and compared together: enough to fill the decoder's batches, few enough to keep.
    private static let portion = 2048

    /// Decodes every request, in order.
    ///
    /// - Parameters:
    ///   - likeTo: the drawing that each result is to resemble, in any unit, for the criterion `.likeness`; empty for none.
    ///   - length: as in `decode`.
    ///   - threads: at most this many; the result does not depend on it.
    ///   - progress: called with the number of finished requests.
    /// - Throws: as `decode`.
    public func decode(
        _ requests: [DecodeRequest], choosing choice: CandidateChoice, likeTo references: [Stroke3?] = [],
        length: DecodeLength? = nil, threads: Int = Threads.automatic, progress: (_ done: Int) -> Void = { _ in }
    ) throws -> [DecodedSketch] {
        var chosen: [DecodedSketch] = []
        chosen.reserveCapacity(requests.count)
        try decodeBatches(
            of: requests.count, choosing: choice, likeTo: references, length: length, threads: threads,
            request: { requests[$0] },
            receive: {
                chosen += $0
                progress(chosen.count)
            })
        return chosen
    }

    /// Decodes `count` requests, in order and in batches: memory does not grow with their number.
    ///
    /// - Parameters:
    ///   - likeTo: as in `decode(_:choosing:)`.
    ///   - length: as in `decode`.
    ///   - threads: at most this many; the drawings do not depend on it.
    ///   - request: called for each of the numbers `0..<count`, in order.
    ///   - receive: called with the drawings of each batch, in order.
    /// - Throws: as `decode`, and what `request` and `receive` throw.
    public func decodeBatches(
        of count: Int, choosing choice: CandidateChoice = .first, likeTo references: [Stroke3?] = [],
        length: DecodeLength? = nil, threads: Int = Threads.automatic, request: (_ index: Int) throws -> DecodeRequest,
        receive: (_ drawings: [DecodedSketch]) throws -> Void
    ) throws {
        let portion = max(Self.portion / (choice.isFirst ? 1 : choice.count), 1)
        for start in stride(from: 0, to: count, by: portion) {
            let range = start..<min(start + portion, count)
            let candidates = try candidates(of: range.map(request), choice, length, threads)
            if choice.isFirst {
                try receive(candidates.map { $0[0] })
                continue
            }
            try receive(
                candidates.indices.map { $0 }.parallelMap(threads: threads) { index in
                    let place = start + index
                    let own = CandidateSet(
                        candidates[index], choice.criterion, hasFixedLength: length?.isFixed ?? false,
                        reference: place < references.count ? references[place].map { DrawingRaster($0) } : nil)
                    return own.best
                })
        }
    }

    /// Decodes the latents of paths, in order, each path so that its drawings are good and neighbours are similar
    /// (`CandidatePath`). For that, the requests of a path have one seed and one draw index: candidate k then has the same
    /// noise at each step.
    ///
    /// - Parameters:
    ///   - ends: the drawings that the first and the last drawing of each path are to resemble, in any unit, for the
    ///     criterion `.likeness`.
    ///   - progress: called with the number of decoded requests.
    /// - Throws: as `decode`.
    public func decode(
        paths: [[DecodeRequest]], choosing choice: CandidateChoice, ends: [(first: Stroke3, last: Stroke3)] = [],
        threads: Int = Threads.automatic, progress: (_ done: Int) -> Void = { _ in }
    ) throws -> [[DecodedSketch]] {
        var result: [[DecodedSketch]] = []
        var done = 0
        for (index, path) in paths.enumerated() {
            guard !choice.isFirst else {
                result.append(try decode(path, choosing: choice, threads: threads) { progress(done + $0) })
                done += path.count
                continue
            }
            let ends = index < ends.count ? ends[index] : nil
            var (steps, last) = ([[DecodedSketch]](), [DrawingRaster]())
            var best = CandidatePath()
            let portion = max(Self.portion / choice.count, 1)
            for start in stride(from: 0, to: path.count, by: portion) {
                let range = start..<min(start + portion, path.count)
                let candidates = try candidates(of: Array(path[range]), choice, nil, threads)
                let sets = try candidates.indices.map { $0 }.parallelMap(threads: threads) { step in
                    let place = range.lowerBound + step
                    let end = place == 0 ? ends?.first : place == path.count - 1 ? ends?.last : nil
                    return CandidateSet(
                        candidates[step], choice.criterion, reference: end.map { DrawingRaster($0) }, keepsRasters: true)
                }
                for set in sets {
                    best.add(costs: set.costs) { last[$0].distance(to: set.rasters[$1]) }
                    last = set.rasters
                }
                steps += candidates
                done += range.count
                progress(done)
            }
            result.append(zip(steps, best.choice).map { $0[$1] })
        }
        return result
    }

    /// [requests][N].
    private func candidates(
        of requests: [DecodeRequest], _ choice: CandidateChoice, _ length: DecodeLength?, _ threads: Int
    ) throws -> [[DecodedSketch]] {
        if choice.isFirst { return try decode(requests, length: length, threads: threads).map { [$0] } }
        let all = try decode(
            requests.flatMap { request in
                (0..<choice.count).map { candidate in
                    var copy = request
                    copy.candidate = candidate
                    return copy
                }
            }, length: length, measuresLikelihood: true, threads: threads)
        return requests.indices.map { Array(all[$0 * choice.count..<($0 + 1) * choice.count]) }
    }
}

/// The candidates of one latent and their costs.
private struct CandidateSet {
    private let candidates: [DecodedSketch]
    let costs: [Double]
    /// Empty where nothing compares them.
    let rasters: [DrawingRaster]

    /// - Parameter keepsRasters: whether the rasters are needed even if the criterion does not compare drawings.
    init(
        _ candidates: [DecodedSketch], _ criterion: CandidateCriterion, hasFixedLength: Bool = false,
        reference: DrawingRaster?, keepsRasters: Bool = false
    ) {
        self.candidates = candidates
        rasters = criterion.comparesCandidates || keepsRasters ? candidates.map { DrawingRaster($0.stroke5.stroke3) } : []
        var scores = CandidateScores(
            likelihoods: candidates.map { $0.meanLogLikelihood ?? 0 },
            hasEnded: candidates.map { $0.reachedEnd || hasFixedLength })
        if criterion == .likeness, let reference {
            scores.inputDistances = rasters.map { $0.distance(to: reference) }
        } else if criterion.comparesCandidates {
            scores.meanDistances = Self.meanDistances(rasters)
        }
        costs = scores.costs(criterion)
    }

    var best: DecodedSketch { candidates[CandidateScores.best(costs)] }

    private static func meanDistances(_ rasters: [DrawingRaster]) -> [Double] {
        var sums = [Double](repeating: 0, count: rasters.count)
        for first in rasters.indices {
            for second in 0..<first {
                let distance = rasters[first].distance(to: rasters[second])
                sums[first] += distance
                sums[second] += distance
            }
        }
        return sums.map { $0 / Double(max(rasters.count - 1, 1)) }
    }
}
