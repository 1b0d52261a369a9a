import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

/// `SketchModel` as a library user calls it: drawings in pixels in, drawings in pixels out.
@Suite struct FacadeTests {
    private static let model = ModelFixture.model()
    /// A zigzag of 40 points, on a canvas that is not the data set's.
    private static let sketch = Sketch(
        strokes: [(0..<40).map { Point(x: Double($0) * 13, y: $0.isMultiple(of: 2) ? 0 : 1.5) }], name: "zigzag")

    @Test func encodingConvertsPixelsToModelUnits() throws {
        let record = SketchRecord(sketch: Self.sketch, kind: .prepared)
        let rows = Self.sketch.stroke3.divided(by: Float(try #require(Self.model.scaleFactor))).stroke5
        let expected = try SketchEncoder(Self.model).encode(rows: [rows])
        #expect(try Self.model.encode([record]) == expected)
        #expect(try Self.model.encode([Self.sketch], kind: .prepared) == expected)
    }

    @Test func rawDrawingsAreSimplifiedWithTheModelsPreprocessing() throws {
        var model = Self.model
        model.preprocessing.canvas = 100
        let simplified = Self.sketch.simplified(model.preprocessing)
        let expected = try model.encode([simplified], kind: .prepared)
        #expect(try model.encode([Self.sketch], kind: .raw) == expected)
        #expect(try Self.model.encode([Self.sketch], kind: .raw) != expected)
        #expect(try model.encode([Self.sketch], kind: .prepared) != expected)
    }

    @Test func aDrawingOfOnePointIsAnError() {
        let dot = Sketch(strokes: [[Point(x: 1, y: 1)]])
        #expect(throws: SketchError.self) { try Self.model.encode([dot], kind: .prepared) }
    }

    @Test func decodingConvertsModelUnitsToPixels() throws {
        let latents: [[Float]] = [[0.1, -0.2, 0.3, 0], [1, 0, 0, -1]]
        let sketches = try Self.model.decode(latents, seed: 3, length: .steps(12))
        let decoder = try Self.model.decoder()
        for (index, latent) in latents.enumerated() {
            let request = DecodeRequest(
                latent: latent, sampling: Sampling(temperature: 0.1), seed: 3, drawIndex: UInt64(index))
            let decoded = try decoder.decode([request], length: .steps(12))[0]
            #expect(sketches[index] == decoded.sketch)
            let rows = decoded.stroke5.stroke3.rows
            let last = try #require(sketches[index].strokes.last?.last)
            #expect(abs(last.x - rows.reduce(0) { $0 + Double($1.dx) } * 40.5) < 1e-9)
        }
        #expect(try Self.model.decode(latents.map { Latent(mean: $0) }, seed: 3, length: .steps(12)) == sketches)
    }

    @Test func sharedNoiseMakesEqualLatentsEqualDrawings() throws {
        let latents = [[Float]](repeating: [0.1, -0.2, 0.3, 0], count: 2)
        let sampling = Sampling(temperature: 1)
        let shared = try Self.model.decode(latents, sampling: sampling, sharesNoise: true, length: .steps(9))
        #expect(shared[0] == shared[1])
        let own = try Self.model.decode(latents, sampling: sampling, length: .steps(9))
        #expect(own[0] == shared[0] && own[1] != own[0])
    }

    @Test func decodingStopsAtTheRowLimit() throws {
        #expect(Self.model.configuration.maximumDecodeLength == 250)
        let drawn = try Self.model.decoder().decode([DecodeRequest(latent: [0, 0, 0, 0], seed: 1)])[0]
        #expect(drawn.reachedEnd ? drawn.stroke5.count < 250 : drawn.stroke5.count == 250)
    }

    @Test func samplesComeFromThePrior() throws {
        let sampling = Sampling(temperature: 0.4)
        let latents = (0..<2).map { LatentDraw.prior(size: 4, seed: 5, drawIndex: UInt64($0)) }
        for choice in [CandidateChoice.first, .sampling] {
            let sketches = try Self.model.sample(2, sampling: sampling, choosing: choice, seed: 5)
            #expect(sketches == (try Self.model.decode(latents, sampling: sampling, choosing: choice, seed: 5)))
        }
        let decoderOnly = ModelFixture.model(conditional: false)
        #expect(try decoderOnly.sample(2, seed: 5).count == 2)
        #expect(throws: InferenceError.noEncoder) { try decoderOnly.encode([Self.sketch], kind: .raw) }
    }

    @Test func preprocessingSurvivesAFile() throws {
        var model = Self.model
        model.preprocessing.canvas = 100
        model.preprocessing.epsilon = 0.5
        let read = try SketchModel(WeightFile(data: model.safetensorsData(), name: "runs/cats/model.safetensors"))
        #expect(read.preprocessing == model.preprocessing)
        #expect(read.name == "cats")
    }

    @Test(arguments: ["{}", "[1]", #"{"canvas":0,"rdp_epsilon":2}"#, #"{"canvas":255,"rdp_epsilon":-1}"#])
    func unusablePreprocessingIsAnError(text: String) throws {
        let config = #"{"conditional":true,"enc_model":"lstm","dec_model":"lstm","max_seq_len":30}"#
        var writer = SafetensorsWriter(metadata: ["format": "sketch-rnn", "config": config, "preprocessing": text])
        for (name, tensor) in Self.model.weights { writer.add(name, tensor) }
        let file = try WeightFile(data: writer.data(), name: "m.safetensors")
        let error = #expect(throws: InferenceError.self) { try SketchModel(file) }
        #expect("\(try #require(error))".contains("its preprocessing is '\(text)'"))
    }

    @Test func aCompletionSplitsAtTheLastGivenPoint() {
        let rows = [(1, 0, false), (1, 0, true), (0, 5, false), (3, 0, true)].map {
            Stroke5.Row(dx: Float($0.0), dy: Float($0.1), pen: $0.2 ? .up : .down)
        }
        let decoded = DecodedSketch(stroke5: Stroke5(rows: rows), prefixCount: 3, reachedEnd: true, pixelsPerUnit: 10)
        let parts = decoded.parts
        #expect(parts.given.strokes.map(\.count) == [3, 1])
        #expect(parts.completed.strokes == [[Point(x: 20, y: 50), Point(x: 50, y: 50)]])
    }
}
