import Foundation
import SketchCore
import SketchInference
import SketchTraining
import Testing

/// A run from an initial model starts with the same function of pixels, whatever the new scale factor.
@Suite struct InitialModelTests {
    static func model(_ cell: CellKind, isConditional: Bool = true, scaleFactor: Double?) -> SketchModel {
        var configuration = TrainingRunTests.parameters(steps: 1).model
        configuration.isConditional = isConditional
        configuration.encoderCell = cell
        configuration.decoderCell = cell
        configuration.hyperUnits = 6
        configuration.hyperEmbedding = 3
        var random = PhiloxSequence(seed: 5, stream: 1)
        // Away from the zeros and ones of a fresh model, so that every weight matters.
        var weights = configuration.initialWeights(seed: 2)
        for (name, _) in configuration.tensorShapes {
            weights[name]?.values.withUnsafeMutableBufferPointer { values in
                for k in values.indices { values[k] += 0.3 * Float(random.nextNormal()) }
            }
        }
        return SketchModel(configuration: configuration, weights: weights, scaleFactor: scaleFactor)
    }

    /// Latents and drawings in pixels stay the same; they depend on the mean, deviation and correlation of every step.
    @Test(arguments: CellKind.allCases) func rescaledWeightsGiveTheSamePixels(cell: CellKind) throws {
        let old = Self.model(cell, scaleFactor: 40)
        var new = old
        new.scaleFactor = 25
        new.weights = try InitialModel(name: "old", model: old).weights(for: old.configuration, scaleFactor: 25)
        let drawing = Self.zigzag(9)
        func latent(_ model: SketchModel) throws -> [Float] {
            try SketchEncoder(model).encode(rows: [drawing.divided(by: Float(model.pixelsPerUnit)).stroke5])[0].mean
        }
        let z = try latent(old)
        for (a, b) in zip(z, try latent(new)) { #expect(abs(a - b) < 1e-5) }
        func pixels(_ model: SketchModel) throws -> [Stroke5.Row] {
            let requests = (0..<8).map { cell in
                DecodeRequest(latent: z, sampling: Sampling(temperature: 0.8), seed: 3, drawIndex: UInt64(cell))
            }
            let rows = try SketchDecoder(model).decode(requests, length: .steps(10)).flatMap(\.stroke5.rows)
            let factor = Float(model.pixelsPerUnit)
            return rows.map { Stroke5.Row(dx: $0.dx * factor, dy: $0.dy * factor, pen: $0.pen) }
        }
        let (before, after) = (try pixels(old), try pixels(new))
        var worst: Float = 0
        for (a, b) in zip(before, after) {
            #expect(a.pen == b.pen)
            worst = max(worst, abs(a.dx - b.dx), abs(a.dy - b.dy))
        }
        #expect(worst < 0.05, "pixels")
        #expect(before.count == 80 && before.contains { abs($0.dx) > 10 })
    }

    /// Drawings are decoded as before, the latents of the new drawings have mean 0 and deviation 1, and the KL loss is
    /// smaller.
    @Test(arguments: CellKind.allCases) func latentsAreFittedToTheNewDrawings(cell: CellKind) throws {
        let old = Self.model(cell, scaleFactor: 1)
        var new = old
        let drawings = (4..<30).map { Self.zigzag($0).divided(by: Float($0)) }
        new.weights = try InitialModel(name: "old", model: old)
            .weights(for: old.configuration, scaleFactor: 1, drawings: drawings)
        func latents(_ model: SketchModel) throws -> [Latent] {
            try SketchEncoder(model).encode(rows: drawings.map(\.stroke5))
        }
        let (before, after) = (try latents(old), try latents(new))
        let statistics = try #require(LatentStatistics(of: after))
        let z = statistics.size
        for k in 0..<z {
            #expect(abs(statistics.mean[k]) < 1e-4 && abs(statistics.covariance[k * z + k] - 1) < 1e-3)
        }
        let first = try #require(LatentStatistics(of: before))
        #expect(statistics.kl.reduce(0, +) < first.kl.reduce(0, +))

        func rows(_ model: SketchModel, _ latents: [Latent]) throws -> [Stroke5.Row] {
            let requests = latents.prefix(8).enumerated().map { cell, latent in
                DecodeRequest(latent: latent.mean, sampling: Sampling(temperature: 0.8), seed: 3, drawIndex: UInt64(cell))
            }
            return try SketchDecoder(model).decode(requests, length: .steps(10)).flatMap(\.stroke5.rows)
        }
        for (a, b) in zip(try rows(old, before), try rows(new, after)) {
            #expect(a.pen == b.pen && abs(a.dx - b.dx) < 1e-2 && abs(a.dy - b.dy) < 1e-2)
        }
        // The same is true of the deviations: the decoder sees s (mu' + sigma' e) + m = mu + sigma e.
        let ratio = try #require(after[0].logVariance?[0]) - (try #require(before[0].logVariance?[0]))
        let deviation = first.covariance[0].squareRoot()
        #expect(abs(ratio + 2 * Float.log(deviation)) < 1e-4)
    }

    static func zigzag(_ count: Int) -> Stroke3 {
        Stroke3(
            rows: (0..<count).map { k in
                Stroke3.Row(dx: Float(30 - 7 * k), dy: Float(k * k), isLifted: k % 4 == 3 || k == count - 1)
            })
    }

    /// Losses differ only by the change of units: the offset loss by twice the logarithm of the ratio per row, pen and KL
    /// loss not at all.
    @Test func lossesDifferOnlyByTheUnits() throws {
        let old = Self.model(.lstm, scaleFactor: 30)
        var new = old
        new.weights = try InitialModel(name: "old", model: old).weights(for: old.configuration, scaleFactor: 45)
        func losses(_ model: SketchModel, _ factor: Float) throws -> Losses {
            try Evaluation(model: model).losses(of: [Self.zigzag(6).divided(by: factor)], latentSeed: nil)
        }
        let (before, after) = (try losses(old, 30), try losses(new, 45))
        #expect(abs(before.pen - after.pen) < 1e-5 && abs(before.kl - after.kl) < 1e-5)
        let units: Double = 2 * log(1.5) * 6 / Double(old.configuration.maxLength)
        #expect(abs(after.offset - (before.offset - units)) < 1e-3)
    }

    /// A decoder-only run gets the decoder without the rows that multiply the latent.
    @Test(arguments: CellKind.allCases) func aDecoderOnlyRunCanStartFromAConditionalModel(cell: CellKind) throws {
        let old = Self.model(cell, scaleFactor: nil)
        var alone = old.configuration
        alone.isConditional = false
        let weights = try InitialModel(name: "old", model: old).weights(for: alone, scaleFactor: 12)
        let model = SketchModel(configuration: alone, weights: weights, scaleFactor: 12)
        try model.validate()
        let name = "vector_rnn/RNN/\(cell.checkpointName)/W_xh"
        let (kernel, taken) = (try #require(old.weights[name]), try #require(weights[name]))
        // The model has no scale factor, so nothing is rescaled.
        #expect(Array(kernel.values.prefix(5 * kernel.shape[1])) == taken.values)
        #expect(weights["vector_rnn/RNN/output_w"] == old.weights["vector_rnn/RNN/output_w"])
    }

    @Test func differingSizesAreNamed() throws {
        let start = InitialModel(name: "old", model: Self.model(.lstm, scaleFactor: 30))
        var asked = start.model.configuration
        asked.decoderSize = 99
        asked.encoderCell = .hyper
        let error = #expect(throws: TrainingError.self) { try start.weights(for: asked, scaleFactor: 30) }
        let text = "\(try #require(error))"
        #expect(text.contains("dec_rnn_size is 12, not 99") && text.contains("enc_model is lstm, not hyper"))
        asked = start.model.configuration
        asked.maxLength += 40
        #expect(try start.weights(for: asked, scaleFactor: 30).count == asked.tensorShapes.count)
        let alone = InitialModel(name: "alone", model: Self.model(.lstm, isConditional: false, scaleFactor: 30))
        #expect(throws: TrainingError.self) { try alone.weights(for: start.model.configuration, scaleFactor: 30) }
    }

    /// The run records its initial model, can be resumed without it, and refuses another one.
    @Test func aRunRecordsItsInitialModel() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func run(_ start: InitialModel?, steps: Int, resume: Bool) throws -> TrainingRun {
            try TrainingRun(
                parameters: TrainingRunTests.parameters(steps: steps), dataset: TrainingRunTests.dataset(),
                directory: folder, resume: resume, initialModel: start)
        }
        let start = InitialModel(name: "old", model: Self.model(.lstm, scaleFactor: 30))
        let first = try run(start, steps: 5, resume: false)
        #expect(first.parameters.initialModel == start.record)
        _ = try first.start(progress: { _ in }, shouldStop: { false })
        let model = try SketchModel(contentsOf: first.modelPath)
        #expect(model.metadata["training"]?.contains(start.model.fingerprint) == true)
        #expect(try run(nil, steps: 9, resume: true).parameters.initialModel == start.record)
        #expect(try run(start, steps: 9, resume: true).parameters.steps == 9)
        let other = InitialModel(name: "old", model: Self.model(.lstm, scaleFactor: 31))
        #expect(throws: TrainingError.self) { try run(other, steps: 9, resume: true) }
    }
}
