import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

@Suite struct BrowserWeightsTests {
    /// A model whose weights lie on the format's grid, so that nothing is lost.
    private func model(conditional: Bool) -> SketchModel {
        var model = ModelFixture.model(conditional: conditional, encoder: 3, decoder: 4, latent: 2, mixtures: 20)
        model.weights = model.weights.mapValues { tensor in
            let steps = tensor.values.map { (Double($0) * 3276.7).rounded() }
            return Tensor(shape: tensor.shape, values: steps.map { Float($0 * 10 / 32767) })
        }
        model.metadata = ["training": #"{"klLoss":0.25,"reconstructionLoss":0.5,"trainingDrawings":70000}"#]
        return model
    }

    @Test(arguments: [true, false]) func modelsRoundTripBitForBit(conditional: Bool) throws {
        let model = model(conditional: conditional)
        let format: WeightFile.Format = conditional ? .autoencoderJSON : .decoderJSON
        let (data, clipped) = try BrowserWeightsWriter.data(model, for: format)
        let file = try WeightFile(data: data, name: "m.json")
        let read = try SketchModel(file)
        #expect(clipped == 0 && file.format == format)
        #expect(read.weights == model.weights)
        #expect(read.configuration.isConditional == conditional && read.configuration.maxLength == 30)
        #expect(read.scaleFactor == 40.5 && read.classes == ["cat, pig"])
        #expect(read.trainingRecord == model.trainingRecord && read.trainingRecord.klLoss == 0.25)
        #expect(try BrowserWeightsWriter.data(read, for: format).data == data)
        let tensors = try SketchModel(WeightFile(data: read.safetensorsData(), name: "t"))
        #expect(try BrowserWeightsWriter.data(tensors, for: format).data == data)
        guard conditional else { return }
        let rows = Stroke5(rows: [.init(dx: 1, dy: 0.5, pen: .down), .init(dx: -0.5, dy: 2, pen: .up)])
        #expect(try SketchEncoder(read).encode(rows: [rows]) == SketchEncoder(model).encode(rows: [rows]))
    }

    /// `mode` 2 or "gen" is a decoder; q stands for 10 q / 32767; base64 may be escaped; lines may be broken.
    @Test func valuesAndFactsAreRead() throws {
        let words: [Int16] = [32767, -32767, 1, 0]
        let bytes = Data(words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        func text(_ count: Int) -> String {
            var data = Data()
            while data.count < 2 * count { data.append(bytes) }
            return data.prefix(2 * count).base64EncodedString().replacingOccurrences(of: "/", with: "\\/")
        }
        let shapes = [[1, 9], [9], [5, 4], [1, 4], [4]]
        let strings = shapes.map { "\"" + text($0.reduce(1, *)) + "\"" }.joined(separator: " ,\n")
        let json =
            #"[{"mode":"gen","version":5,"max_seq_len":61,"name":"a \"b\"","scale_factor":9.5,"x":[1]}"#
            + ", \(shapes),\n[\(strings)\n]\n]\n"
        let read = try SketchModel(WeightFile(data: Data(json.utf8), name: "m.gen.json"))
        #expect(read.weights["vector_rnn/RNN/output_b"]?.values.prefix(4) == [10, -10, Float(10.0 / 32767), 0])
        #expect(read.classes == ["a \"b\""] && read.scaleFactor == 9.5 && read.configuration.maxLength == 61)
        #expect(!read.configuration.squashesLatent && read.configuration.mixtureCount == 1)
    }

    /// Ports keep weights in scripts, and editors change the encoding.
    @Test func scriptsAndOtherEncodingsAreRead() throws {
        let model = model(conditional: false)
        let json = String(decoding: try BrowserWeightsWriter.data(model, for: .decoderJSON).data, as: UTF8.self)
        func utf16(_ text: String, _ encoding: String.Encoding) throws -> Data { try #require(text.data(using: encoding)) }
        let mark = "\u{FEFF}"
        let forms: [Data] = [
            Data((mark + json).utf8), Data("var x = \(json);\n".utf8), Data((mark + "\nconst model_data=\n\(json) ;").utf8),
            Data("window.models.cat = \(json)".utf8), try utf16(mark + json, .utf16LittleEndian),
            try utf16(mark + json, .utf16BigEndian), try utf16(json, .utf16LittleEndian), try utf16(json, .utf16BigEndian),
            try utf16(mark + "let x = \(json);", .utf16LittleEndian),
        ]
        for (index, form) in forms.enumerated() {
            let read = try SketchModel(WeightFile(data: form, name: "m.gen.js"))
            #expect(read.weights == model.weights, "form \(index)")
        }
        for text in ["var x = 1;", "alert(\(json))", "x = {}", "var x = \(json); alert()"] {
            #expect(throws: InferenceError.self, "\(text.prefix(20))") { try WeightFile(data: Data(text.utf8), name: "m.gen.js") }
        }
    }

    /// Versions below 6 squash z on its way to the initial state, and on that way alone.
    @Test func earlyVersionsApplyTanhToTheLatent() throws {
        let model = model(conditional: true)
        let text = String(decoding: try BrowserWeightsWriter.data(model, for: .autoencoderJSON).data, as: UTF8.self)
        let early = try SketchModel(
            WeightFile(data: Data(text.replacing("\"version\":6", with: "\"version\":3").utf8), name: "m"))
        #expect(early.configuration.squashesLatent)
        func first(_ model: SketchModel, _ z: [Float]) throws -> [Float] {
            let network = try DecoderNetwork(model)
            let batch = DecoderNetwork.Batch(network, capacity: 1)
            batch.start(latents: [z])
            return batch.state.array(batch.state.count)
        }
        let z: [Float] = [0.7, -2]
        let squashed = z.map { Float(tanh(Double($0))) }
        for (a, b) in zip(try first(early, z), try first(model, squashed)) { #expect(abs(a - b) < 1e-6) }
        #expect(try first(early, z) != first(model, z))
        let kept = try SketchModel(WeightFile(data: early.safetensorsData(), name: "s"))
        #expect(kept.configuration.squashesLatent)
        let written = String(decoding: try BrowserWeightsWriter.data(kept, for: .autoencoderJSON).data, as: UTF8.self)
        #expect(written.contains("\"version\":5"))
    }

    @Test func modelsThatThePortsCannotRunAreErrors() throws {
        func refusal(_ model: SketchModel, _ format: WeightFile.Format) -> String {
            ModelFixture.sentence { _ = try BrowserWeightsWriter.data(model, for: format) }
        }
        #expect(refusal(ModelFixture.model(mixtures: 20, cell: .hyper), .autoencoderJSON).contains("its cell is hyper"))
        #expect(refusal(ModelFixture.model(), .autoencoderJSON).contains("3 mixture components"))
        #expect(refusal(model(conditional: true), .decoderJSON).contains("it has an encoder, but .gen.json"))
        #expect(refusal(model(conditional: false), .autoencoderJSON).contains("it is decoder-only, but .vae.json"))
        var unknown = model(conditional: false)
        unknown.scaleFactor = nil
        #expect(refusal(unknown, .decoderJSON).contains("its scale factor is not known"))
        var large = model(conditional: false)
        large.weights["vector_rnn/RNN/output_b"]?.values[3] = 12.5
        // The range of int16: 32768 steps are clipped to 32767, and -32768 steps are kept.
        let steps = Float(32768 * 10 / 32767.0)
        large.weights["vector_rnn/RNN/output_b"]?.values[4] = steps
        large.weights["vector_rnn/RNN/output_b"]?.values[5] = -steps
        let (data, clipped) = try BrowserWeightsWriter.data(large, for: .decoderJSON)
        #expect(clipped == 2)
        let read = try SketchModel(WeightFile(data: data, name: "m"))
        #expect(read.weights["vector_rnn/RNN/output_b"]?.values[3] == 10)
        #expect(read.weights["vector_rnn/RNN/output_b"]?.values[4] == 10)
        #expect(read.weights["vector_rnn/RNN/output_b"]?.values[5] == -steps)
    }

    @Test(arguments: [
        ("[1,[],[]]", "object of facts"), ("[{},7,[]]", "list of shapes"), ("[{},[],7]", "base64 texts"),
        ("[{},[[1]],[]]", "17 tensors"), (#"[{"mode":2},[[1]],["AAA="]]"#, "5 tensors"), ("[{},[],[],[]]", "complete JSON array"),
        ("[", "complete JSON array"), ("[{}", "complete JSON array"), ("[{}] x", "complete JSON array"),
        ("[,,]", "complete JSON array"),
        (#"[{"mode":2},[[-1],[1],[1],[1],[1]],["","","","",""]]"#, "invalid shape"),
        (#"[{"mode":2},[[4611686018427387904,4],[1],[1],[1],[1]],["","","","",""]]"#, "invalid shape"),
        (
            #"[{"mode":2,"scale_factor":-1},[[1],[1],[1],[1],[1]],["","","","",""]]"#,
            "its scale_factor is '-1.0', not a number from"
        ),
    ])
    func malformedFilesAreRefused(json: String, reason: String) {
        let sentence = ModelFixture.sentence { _ = try WeightFile(data: Data(json.utf8), name: "w.gen.json") }
        #expect(sentence.hasPrefix("w.gen.json") && sentence.contains(reason), "\(sentence)")
    }

    @Test func truncatedAndCorruptedFilesAreErrors() throws {
        var model = ModelFixture.model(conditional: false, decoder: 1, mixtures: 20)
        model.classes = ["cat"]
        var data = try BrowserWeightsWriter.data(model, for: .decoderJSON).data
        for count in 0..<data.count {
            #expect(throws: InferenceError.self, "\(count)") {
                _ = try SketchModel(WeightFile(data: data.prefix(count), name: "cut"))
            }
        }
        for bit in 0..<data.count * 8 {
            data[bit / 8] ^= 1 << (bit % 8)
            let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(data: data, name: "flipped")) }
            #expect(!sentence.hasPrefix("not an"), "bit \(bit): \(sentence)")
            data[bit / 8] ^= 1 << (bit % 8)
        }
    }
}
