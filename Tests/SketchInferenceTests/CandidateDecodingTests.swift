import Foundation
import LatentOps
import SketchCore
import SketchInference
import TestSupport
import Testing

/// Decoding with a choice among candidates.
@Suite struct CandidateDecodingTests {
    private static let model = ModelFixture.model(gain: 0.6)

    private static func requests(_ count: Int = 30) -> [DecodeRequest] {
        (0..<UInt64(count)).map {
            DecodeRequest(
                latent: LatentDraw.prior(size: 4, seed: 2, drawIndex: $0), sampling: Sampling(temperature: 0.8), seed: 9,
                drawIndex: $0)
        }
    }

    @Test func theLikelihoodIsThatOfTrainingsLoss() throws {
        let decoder = try Self.model.decoder()
        let requests = Self.requests()
        let drawings = try decoder.decode(requests, measuresLikelihood: true)
        #expect(drawings.contains { $0.reachedEnd && $0.stroke5.count > 2 })
        for (request, drawing) in zip(requests, drawings) where drawing.reachedEnd {
            // The loss has no end row, so its pen loss is added: from the distribution after the last row.
            let rows = drawing.stroke5
            var state = try decoder.initialState(latent: request.latent)
            var density = try decoder.step(.start, state: &state)
            for row in rows.rows { density = try decoder.step(row, state: &state) }
            let end = -log(Double(density.penProbabilities[2]))
            let loss =
                try decoder.reconstructionLosses(ofRows: [rows], latents: [request.latent ?? []])[0]
                * Double(decoder.maxLength)
            let expected = -(loss + end) / Double(rows.count + 1)
            #expect(abs(try #require(drawing.meanLogLikelihood) - expected) < 1e-4 * max(1, abs(expected)))
        }
    }

    @Test func measuringDoesNotChangeTheDrawings() throws {
        let decoder = try Self.model.decoder()
        var measured = try decoder.decode(Self.requests(), measuresLikelihood: true)
        let plain = try decoder.decode(Self.requests())
        for index in measured.indices { measured[index].meanLogLikelihood = nil }
        #expect(measured == plain)
    }

    /// Deviations near the smallest and the largest numbers; the decoder refuses rows that are not finite.
    @Test func hugeWeightsDoNotStopTheChoice() throws {
        for gain: Float in [3, 10, 30] {
            let decoder = try ModelFixture.model(gain: gain).decoder()
            let choice = CandidateChoice(count: 4, criterion: .consensus)
            var chosen = 0
            for request in Self.requests() {
                guard (try? decoder.decode([request], choosing: .first)) != nil else { continue }
                chosen += (try? decoder.decode([request], choosing: choice)) == nil ? 0 : 1
            }
            #expect(gain > 3 || chosen == 30, "\(gain): \(chosen)")
        }
    }

    @Test func oneCandidateIsTheDrawingItself() throws {
        let decoder = try Self.model.decoder()
        let plain = try decoder.decode(Self.requests())
        for criterion in CandidateCriterion.allCases {
            #expect(
                try decoder.decode(Self.requests(), choosing: CandidateChoice(count: 1, criterion: criterion)) == plain)
        }
        #expect(try decoder.decode(Self.requests(), choosing: CandidateChoice(count: 5, criterion: .first)) == plain)
        #expect(try decoder.decode(paths: [Self.requests()], choosing: .first) == [plain])
    }

    /// Batches arrive in order and are small, however many requests there are; together they are one decoding.
    @Test func batchesAreOneDecoding() throws {
        let decoder = try Self.model.decoder()
        let requests = Self.requests(2100)
        for choice in [CandidateChoice.first, CandidateChoice(count: 16, criterion: .likelihood)] {
            let whole = try decoder.decode(requests, choosing: choice)
            for threads in [1, 3] {
                var (asked, batches) = ([Int](), [[DecodedSketch]]())
                try decoder.decodeBatches(
                    of: requests.count, choosing: choice, threads: threads,
                    request: {
                        asked.append($0)
                        return requests[$0]
                    }, receive: { batches.append($0) })
                #expect(asked == Array(requests.indices))
                #expect(batches.count > 1 && batches.allSatisfy { $0.count * choice.count <= 2048 })
                #expect(batches.flatMap { $0 } == whole)
            }
        }
    }

    /// What the receiver throws ends the decoding.
    @Test func aReceiverCanStop() throws {
        struct Stop: Error {}
        var received = 0
        #expect(throws: Stop.self) {
            try Self.model.decoder().decodeBatches(
                of: 1_000_000, request: { _ in Self.requests(1)[0] },
                receive: { drawings in
                    received += drawings.count
                    throw Stop()
                })
        }
        #expect(received > 0 && received < 10_000)
    }

    @Test func theChosenDrawingHasTheBestCost() throws {
        let decoder = try Self.model.decoder()
        let chosen = try decoder.decode(Self.requests(), choosing: CandidateChoice(count: 6, criterion: .likelihood))
        var different = 0
        for (index, request) in Self.requests().enumerated() {
            let candidates = try (0..<6).map { k in
                var copy = request
                copy.candidate = k
                return try decoder.decode([copy], measuresLikelihood: true)[0]
            }
            different += Set(candidates.map(\.stroke5)).count
            let ended = candidates.filter(\.reachedEnd)
            let best = (ended.isEmpty ? candidates : ended).max {
                ($0.meanLogLikelihood ?? 0) < ($1.meanLogLikelihood ?? 0)
            }
            #expect(ended.isEmpty ? chosen[index] == candidates[0] : chosen[index] == best)
        }
        #expect(different > 30 * 3, "candidates have noise of their own")
    }

    @Test func likenessChoosesTheDrawingItIsGiven() throws {
        let decoder = try Self.model.decoder()
        for k in 0..<6 {
            var request = Self.requests(1)[0]
            request.candidate = k
            let target = try decoder.decode([request], measuresLikelihood: true)[0]
            guard target.reachedEnd else { continue }
            let chosen = try decoder.decode(
                Self.requests(1), choosing: CandidateChoice(count: 6, criterion: .likeness),
                likeTo: [target.stroke5.stroke3])[0]
            let distance = DrawingRaster(chosen.stroke5.stroke3).distance(to: DrawingRaster(target.stroke5.stroke3))
            let others = try decoder.decode(
                Self.requests(1), choosing: CandidateChoice(count: 6, criterion: .likelihood))[0]
            #expect(
                distance <= DrawingRaster(others.stroke5.stroke3).distance(to: DrawingRaster(target.stroke5.stroke3)))
        }
    }

    @Test func threadsBatchesAndNeighboursDoNotChangeTheChoice() throws {
        let decoder = try Self.model.decoder()
        let choice = CandidateChoice(count: 5, criterion: .consensus)
        let all = try decoder.decode(Self.requests(40), choosing: choice, threads: 1)
        #expect(try decoder.decode(Self.requests(40), choosing: choice, threads: 2) == all)
        #expect(try Self.requests(40).map { try decoder.decode([$0], choosing: choice)[0] } == all)
        let path = try decoder.decode(paths: [Self.requests(40)], choosing: choice, threads: 1)
        #expect(try decoder.decode(paths: [Self.requests(40)], choosing: choice, threads: 2) == path)
    }

    @Test func aPathHasSmallerChangesThanSingleChoices() throws {
        let decoder = try Self.model.decoder()
        let ends = (0..<2).map { LatentDraw.prior(size: 4, seed: 4, drawIndex: UInt64($0)) }
        let requests = try LatentPath.slerp.points(from: ends[0], to: ends[1], steps: 12).map {
            DecodeRequest(latent: $0, sampling: Sampling(temperature: 0.5), seed: 3)
        }
        let choice = CandidateChoice(count: 8, criterion: .consensus)
        func change(_ drawings: [DecodedSketch]) -> Double {
            let rasters = drawings.map { DrawingRaster($0.stroke5.stroke3) }
            return zip(rasters, rasters.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        }
        let path = try decoder.decode(paths: [requests], choosing: choice)[0]
        let single = try decoder.decode(requests, choosing: choice)
        #expect(change(path) < change(single))
    }

    @Test func aCandidateOutsideTheStreamIsRefused() throws {
        var request = Self.requests(1)[0]
        request.candidate = -1
        #expect(throws: InferenceError.invalidCandidate(-1)) { try Self.model.decoder().decode([request]) }
    }

    @Test func aBankIsTheSameAfterItIsWritten() throws {
        var model = Self.model
        model.latentBank = LatentBank(
            (0..<9).map { Latent(mean: LatentDraw.prior(size: 4, seed: 1, drawIndex: $0)) },
            labels: (0..<9).map { $0 % 2 })
        let bank = try #require(model.latentBank)
        let read = try SketchModel(WeightFile(data: model.safetensorsData(dtype: .float16), name: "m.safetensors"))
        #expect(read.latentBank == bank && bank.count == 9)
        #expect(
            read.fingerprint
                == (try SketchModel(
                    WeightFile(data: read.safetensorsData(), name: "m.safetensors"))).fingerprint)
        // The bank is not part of what the model computes.
        var without = read
        without.latentBank = nil
        #expect(without.fingerprint == read.fingerprint)
        #expect(try without.sample(3) != read.sample(3))
        #expect(try without.sample(3) == read.sample(3, usesBank: false))
        model.classes = ["cat"]
        #expect(throws: InferenceError.self, "a class that the file does not have") {
            try SketchModel(WeightFile(data: model.safetensorsData(), name: "m.safetensors"))
        }
    }

    @Test func aBankIsSelectedByTheHashOfTheKeys() throws {
        var model = Self.model
        let drawings = (0..<30).map { index in
            Stroke3(rows: (0..<5).map { Stroke3.Row(dx: Float(index) * 0.1, dy: Float($0), isLifted: $0 == 4) })
        }
        func bank(_ order: [Int]) throws -> LatentBank? {
            var selection = BankDrawings(perClass: 4)
            for index in order { selection.add(drawings[index], name: index % 3 == 0 ? "pig" : "dog", key: "key\(index)") }
            try model.addLatentBank(from: selection)
            return model.latentBank
        }
        let first = try #require(try bank(Array(0..<30)))
        #expect(first.count == 4 && first.labels == [1, 1, 1, 1], "of the class that the model has")
        #expect(try bank(Array((0..<30).reversed())) == first)
        #expect(try bank(Array(0..<30) + Array(0..<30)) == first, "a drawing that is given twice is used once")
    }
}
