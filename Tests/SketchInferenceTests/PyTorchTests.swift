import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

/// State dicts of PyTorch ports. `PyTorch/*.pth` were made with PyTorch 2.15 as `Benchmarks/pytorch_peer.py` makes its files;
/// the expected numbers are PyTorch's.
@Suite struct PyTorchTests {
    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "PyTorch")).path
    }

    /// Offsets (10, -4), (6, 20) up, (-30, 8), (3, 3) up, divided by 40.
    private static let rows = Stroke5(
        rows: [(10, -4, false), (6, 20, true), (-30, 8, false), (3, 3, true)].map { dx, dy, isLifted in
            .init(dx: dx / 40, dy: dy / 40, pen: isLifted ? .up : .down)
        })

    private static func check(
        _ model: SketchModel, mean: [Float], logVariance: [Float], offsets: [(Float, Float)], pen: PenState
    ) throws {
        let latent = try model.encoder().encode(rows: [rows])[0]
        func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? .infinity }
        #expect(distance(latent.mean, mean) < 1e-5 && distance(latent.logVariance ?? [], logVariance) < 1e-5)
        var sampling = Sampling()
        sampling.isGreedy = true
        let decoded = try model.decoder().decode(
            [DecodeRequest(latent: latent.mean, sampling: sampling, seed: 1, drawIndex: 0)], length: .steps(6))[0]
        let found = decoded.stroke5.rows
        #expect(found.count == 6 && found.allSatisfy { $0.pen == pen })
        for (row, (dx, dy)) in zip(found, offsets) { #expect(abs(row.dx - dx) < 1e-5 && abs(row.dy - dy) < 1e-5) }
    }

    @Test(arguments: [["encoder.pth", "decoder.pth"], ["decoder.pth", "encoder.pth"]])
    func anEncoderAndADecoderAreAModel(names: [String]) throws {
        let file = try WeightFile(stateDicts: names.map(Self.path))
        let model = try SketchModel(file)
        #expect(file.format == .pyTorch && model.scaleFactor == nil)
        let sizes = model.configuration
        #expect(sizes.isConditional && sizes.encoderSize == 2 && sizes.decoderSize == 3 && sizes.latentSize == 2)
        #expect(sizes.mixtureCount == 2 && sizes.decoderCell == .lstm)
        try Self.check(
            model, mean: [-0.02139020711183548, 0.573406457901001], logVariance: [0.13786780834197998, 0.3152194321155548],
            offsets: [
                (-0.006911896169185638, 0.13253673911094666), (0.1706317663192749, 0.11116523295640945),
                (0.23067891597747803, 0.11537989974021912), (0.25759899616241455, 0.1189776062965393),
                (0.26993370056152344, 0.12115220725536346), (0.27571263909339905, 0.12235353142023087),
            ], pen: .up)
    }

    /// Nested state dicts with prefixes, an optimizer's tensors, float16, and labml.ai's layers.
    @Test func aTrainingCheckpointIsAModel() throws {
        try Self.check(
            SketchModel(contentsOf: Self.path("checkpoint.pth")), mean: [-0.08843701332807541, 0.7680591940879822],
            logVariance: [-0.5668361186981201, -0.5514582395553589],
            offsets: [
                (-0.04467945545911789, 0.4692661464214325), (-0.02625156193971634, 0.4961499273777008),
                (-0.02658289670944214, 0.5016839504241943), (-0.0259908065199852, 0.5031083822250366),
                (-0.025536775588989258, 0.5032268166542053), (-0.025237098336219788, 0.5030560493469238),
            ], pen: .down)
    }

    @Test func oneHalfIsNotEnough() throws {
        let encoder = try Self.path("encoder.pth")
        #expect(throws: InferenceError.halfModel(file: encoder, missing: .decoder)) { try WeightFile(contentsOf: encoder) }
        let decoder = try Self.path("decoder.pth")
        #expect(throws: InferenceError.halfModel(file: decoder, missing: .encoder)) { try WeightFile(contentsOf: decoder) }
        let twice = ModelFixture.sentence { _ = try WeightFile(stateDicts: [encoder, encoder, decoder]) }
        #expect(twice.contains("more than one encoder"), "\(twice)")
    }

    private static func expectEqual(_ found: SketchModel, _ expected: SketchModel) {
        for (name, tensor) in expected.weights {
            let values = found.weights[name]?.values ?? []
            #expect(
                values.count == tensor.values.count && zip(values, tensor.values).allSatisfy { abs($0 - $1) < 1e-6 }, "\(name)")
        }
    }

    @Test(arguments: PortOptions.MixtureLayout.allCases, [false, true])
    func everyLayoutIsPermuted(layout: PortOptions.MixtureLayout, isLatentFirst: Bool) throws {
        let model = ModelFixture.model()
        var options = PortOptions()
        (options.mixtureLayout, options.isLatentFirst) = (layout, isLatentFirst)
        let file = try PortFixture(model, layout: layout, isLatentFirst: isLatentFirst).file()
        Self.expectEqual(try SketchModel(WeightFile(stateDict: file, options: options)), model)
    }

    @Test func knownPortsNeedNoOptions() throws {
        let model = ModelFixture.model()
        let jacq = try PortFixture(model).file { "module.net." + $0 }
        let bytes = SafetensorsFixture.data(of: jacq)
        Self.expectEqual(try SketchModel(WeightFile(data: bytes, name: "port.safetensors")), model)
        let labml = try PortFixture(model, layout: .blocks, isSplit: true).file()
        Self.expectEqual(try SketchModel(WeightFile(stateDict: labml, options: PortOptions())), model)
        // fc_y has either layout in the ports.
        let other = try PortFixture(model, layout: .blocks).file { $0.replacing("fc_params", with: "fc_y") }
        #expect(throws: InferenceError.unknownMixtureLayout(file: "port.safetensors", tensor: "decoder.fc_y")) {
            try WeightFile(stateDict: other, options: PortOptions())
        }
    }

    /// A decoder-only port has neither an encoder nor a layer for the initial state.
    @Test func aDecoderAloneIsADecoderOnlyModel() throws {
        let model = ModelFixture.model(conditional: false)
        var tensors: [String: Tensor] = [:]
        let fixture = try PortFixture(ModelFixture.model()).tensors
        for (name, tensor) in fixture where name.hasPrefix("decoder.") && !name.contains("fc_hc") { tensors[name] = tensor }
        let input = try #require(tensors["decoder.lstm.weight_ih_l0"])
        tensors["decoder.lstm.weight_ih_l0"] = Tensor(
            shape: [input.shape[0], 5], values: (0..<input.shape[0]).flatMap { row in input.values[row * 9..<row * 9 + 5] })
        var port = try PortFixture(ModelFixture.model())
        port.tensors = tensors
        let read = try SketchModel(WeightFile(stateDict: port.file(), options: PortOptions()))
        #expect(!read.configuration.isConditional && read.configuration.decoderSize == model.configuration.decoderSize)
    }

    /// Changes to a port's tensors that make another model, and the reason that is given.
    private static let changes: [(String, @Sendable (inout [String: Tensor]) -> Void)] = [
        ("its LSTM has more than one layer", { $0["decoder.lstm.weight_ih_l1"] = Tensor(zeros: [40, 10]) }),
        ("belongs to a layer that a sketch-rnn does not have", { $0["encoder.attention.weight"] = Tensor(zeros: [2, 2]) }),
        ("its encoder is not bidirectional", { $0["encoder.lstm.weight_hh_l0_reverse"] = nil }),
        ("is not an LSTM: weight_hh_l0 is [30, 10]", { $0["decoder.lstm.weight_hh_l0"] = Tensor(zeros: [30, 10]) }),
        ("reads 4 numbers per step", { $0["encoder.lstm.weight_ih_l0"] = Tensor(zeros: [24, 4]) }),
        (
            "reads 9 numbers per step; a sketch-rnn of these sizes reads 12",
            { tensors in
                for head in ["fc_mu", "fc_sigma"] {
                    tensors["encoder.\(head).weight"] = Tensor(zeros: [7, 12])
                    tensors["encoder.\(head).bias"] = Tensor(zeros: [7])
                }
            }
        ),
        ("has the shape [7, 12], not [4, 12]", { $0["encoder.fc_sigma.weight"] = Tensor(zeros: [7, 12]) }),
        ("has 20 outputs; a sketch-rnn has 6 per mixture", { $0["decoder.fc_params.weight"] = Tensor(zeros: [20, 10]) }),
        ("no layer for the initial state", { $0["decoder.fc_hc.weight"] = nil }),
        ("more than one decoder", { $0["ema.fc_params.weight"] = Tensor(zeros: [21, 10]) }),
        ("it has no tensor encoder.fc_sigma.weight", { $0["encoder.fc_sigma.weight"] = nil }),
        ("it has no tensor decoder.lstm.weight_ih_l0", { $0["decoder.lstm.weight_ih_l0"] = nil }),
    ]

    @Test(arguments: changes.indices) func otherModelsAreRefused(index: Int) throws {
        let (reason, change) = Self.changes[index]
        var port = try PortFixture(ModelFixture.model())
        change(&port.tensors)
        let sentence = ModelFixture.sentence { _ = try WeightFile(stateDict: port.file(), options: PortOptions()) }
        #expect(sentence.hasPrefix("port.safetensors does not contain a sketch-rnn model: "), "\(sentence)")
        #expect(sentence.contains(reason), "\(sentence)")
    }

    @Test func layersWithoutBiasHaveZeros() throws {
        let file = try PortFixture(ModelFixture.model()).file { $0.contains("lstm.bias") ? nil : $0 }
        let bias = try SketchModel(WeightFile(stateDict: file, options: PortOptions()))
            .tensor("vector_rnn/RNN/LSTMCell/bias").values
        // i, j, f, o of 10 units; the cell adds 1 to f.
        #expect(bias == [Float](repeating: 0, count: 20) + [Float](repeating: -1, count: 10) + [Float](repeating: 0, count: 10))
    }
}

/// Safetensors in memory again.
enum SafetensorsFixture {
    static func data(of file: SafetensorsFile) -> Data {
        var writer = SafetensorsWriter()
        for entry in file.entries {
            if let tensor = try? file.tensor(entry.name) { writer.add(entry.name, tensor) }
        }
        return writer.data()
    }
}
