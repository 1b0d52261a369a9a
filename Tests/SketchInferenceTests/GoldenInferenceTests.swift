import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

/// The reference's numbers: float32 here against its float64 graph. A tensor agrees if its worst difference
/// is at most 1e-5 of its largest value, or four times what the reference's own float32 graph is off by.
@Suite struct GoldenInferenceTests {
    @Test(arguments: goldenVariants)
    func decoderAgrees(name: String) throws {
        let golden = try GoldenCase(name)
        let network = try DecoderNetwork(golden.model)
        let (shape, rows) = try golden.file.float64s("input/batch")
        let (batch, steps) = (shape[0], shape[1] - 1)
        let memory = DecoderNetwork.Batch(network, capacity: batch)
        memory.start(latents: golden.isConditional ? try golden.rows("out/z") : [])
        let cell = network.cell
        try golden.expect("initial_state", memory.state.array(batch * cell.stateSize))
        var hidden = [Float](repeating: 0, count: batch * steps * cell.size)
        var raw = [Float](repeating: 0, count: batch * steps * network.outputSize)
        for step in 0..<steps {
            for b in 0..<batch {
                for column in 0..<5 {
                    memory.input.base[b * 5 + column] = Float(rows[(b * (steps + 1) + step) * 5 + column])
                }
            }
            memory.step(active: batch)
            for b in 0..<batch {
                let row = b * steps + step
                for unit in 0..<cell.size {
                    hidden[row * cell.size + unit] =
                        memory.state.base[b * cell.stateSize + cell.outputOffset + unit]
                }
                for column in 0..<network.outputSize {
                    raw[row * network.outputSize + column] =
                        memory.output.base[b * network.outputSize + column]
                }
            }
        }
        try golden.expect("dec_h", hidden)
        try golden.expect("raw", raw)
        try golden.expect("final_state", memory.state.array(batch * cell.stateSize))
    }

    @Test(arguments: ["lstm_cond", "layer_norm_cond", "hyper_cond", "hyperenc_cond"])
    func encoderAgrees(name: String) throws {
        let golden = try GoldenCase(name)
        let (shape, rows) = try golden.file.float64s("input/batch")
        let lengths = try golden.file.float64s("input/lengths").values.map { Int($0) }
        let sketches = (0..<shape[0]).map { b in
            Stroke5(
                rows: (1...lengths[b]).map { t in
                    let start = (b * shape[1] + t) * 5
                    let pen: PenState = rows[start + 2] == 1 ? .down : rows[start + 3] == 1 ? .up : .end
                    return .init(dx: Float(rows[start]), dy: Float(rows[start + 1]), pen: pen)
                })
        }
        let latents = try SketchEncoder(golden.model).encode(rows: sketches, threads: 1)
        try golden.expect("mu", latents.flatMap(\.mean))
        try golden.expect("presig", latents.flatMap { $0.logVariance ?? [] })
    }

    @Test(arguments: goldenVariants, ["t1", "t025", "greedy"])
    func samplesAgree(name: String, mode: String) throws {
        let golden = try GoldenCase(name)
        let uniforms = try golden.file.float64s("sample/u").values
        let normals = try golden.file.float64s("sample/n").values
        let decoder = try SketchDecoder(golden.model)
        let request = DecodeRequest(
            latent: golden.isConditional ? try golden.rows("sample/z")[0] : nil,
            sampling: Sampling(
                temperature: mode == "t025" ? 0.25 : 1, convention: .magenta, isGreedy: mode == "greedy"),
            seed: 0)
        let drawn = try decoder.decode([request], length: .steps(20)) { _, step in
            StepDraws(
                mixture: uniforms[2 * step], pen: uniforms[2 * step + 1], normalX: normals[2 * step],
                normalY: normals[2 * step + 1])
        }
        let rows = drawn[0].stroke5.rows
        #expect(rows.count == 20)
        let expected = try golden.file.float64s("sample/\(mode)").values
        let pens = (0..<20).map { step in (0..<3).first { expected[step * 5 + 2 + $0] == 1 } }
        #expect(rows.map(\.pen.rawValue) == pens)
        try golden.expect(
            "sample/\(mode)",
            rows.flatMap { row in
                [row.dx, row.dy] + PenState.allCases.map { $0 == row.pen ? 1 : 0 }
            }, folder: "")
    }
}

/// Every variant of the model that the reference has numbers for.
let goldenVariants = [
    "lstm_cond", "lstm_uncond", "layer_norm_cond", "layer_norm_uncond", "hyper_cond", "hyper_uncond",
    "hyperenc_cond",
]

/// A golden model with its expected numbers.
struct GoldenCase {
    let name: String
    let file: GoldenFile
    let model: SketchModel
    var isConditional: Bool { model.configuration.isConditional }

    init(_ name: String) throws {
        self.name = name
        file = try GoldenFile(name)
        let config = Data((file.metadata["config"] ?? "").utf8)
        var configuration = try JSONDecoder().decode(ModelConfiguration.self, from: config)
        configuration.hyperUnits = 12
        configuration.hyperEmbedding = 6
        var weights: [String: Tensor] = [:]
        for (tensor, _) in configuration.tensorShapes {
            let (shape, values) = try file.float64s("weights/\(tensor)")
            weights[tensor] = Tensor(shape: shape, values: values.map { Float($0) })
        }
        model = SketchModel(configuration: configuration, weights: weights, scaleFactor: 1)
    }

    /// A matrix as float32 rows.
    func rows(_ key: String) throws -> [[Float]] {
        let (shape, values) = try file.float64s(key)
        return (0..<shape[0]).map { row in
            values[row * shape[1]..<(row + 1) * shape[1]].map { Float($0) }
        }
    }

    /// Compares with `<folder><key>` and prints the worst difference beside what is allowed.
    func expect(_ key: String, _ found: [Float], folder: String = "out/") throws {
        let expected = try file.float64s(folder + key).values
        let single = try file.float64s("f32/" + folder + key).values
        #expect(found.count == expected.count)
        guard found.count == expected.count else { return }
        let largest = expected.map(abs).max() ?? 0
        let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
        let reference = zip(single, expected).map { abs($0 - $1) }.max() ?? 0
        let allowed = max(1e-5 * largest, 4 * reference)
        print("golden \(name) \(key): worst \(worst), allowed \(allowed), reference float32 \(reference)")
        #expect(worst <= allowed, "\(name) \(key)")
    }
}
