import SketchCore
import SketchInference
import TestSupport
import Testing

/// Float32 against the numbers of the reference's float64 graph. A tensor agrees if its worst difference is at most 1e-5 of
/// its largest value, or four times the error of the reference's own float32 graph.
@Suite struct GoldenInferenceTests {
    private func expect(_ golden: GoldenModel, _ key: String, _ found: [Float]) throws {
        let (worst, allowed) = try golden.difference(key, found)
        print("golden \(golden.name) \(key): \(worst), allowed \(allowed)")
        #expect(worst <= allowed, "\(golden.name) \(key)")
    }

    @Test(arguments: GoldenModel.variants)
    func decoderAgrees(name: String) throws {
        let golden = try GoldenModel(name)
        let network = try DecoderNetwork(golden.model)
        let (shape, rows) = try golden.file.float64s("input/batch")
        let (batch, steps) = (shape[0], shape[1] - 1)
        let memory = DecoderNetwork.Batch(network, capacity: batch)
        memory.start(latents: golden.isConditional ? try golden.rows("out/z") : [])
        let cell = network.cell
        try expect(golden, "out/initial_state", memory.state.array(batch * cell.stateSize))
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
        try expect(golden, "out/dec_h", hidden)
        try expect(golden, "out/raw", raw)
        try expect(golden, "out/final_state", memory.state.array(batch * cell.stateSize))
    }

    @Test(arguments: GoldenModel.variants.filter { $0.hasSuffix("_cond") })
    func encoderAgrees(name: String) throws {
        let golden = try GoldenModel(name)
        let latents = try SketchEncoder(golden.model).encode(rows: golden.drawings().map(\.stroke5), threads: 1)
        try expect(golden, "out/mu", latents.flatMap(\.mean))
        try expect(golden, "out/presig", latents.flatMap { $0.logVariance ?? [] })
    }

    @Test(arguments: GoldenModel.variants, ["t1", "t025", "greedy"])
    func samplesAgree(name: String, mode: String) throws {
        let golden = try GoldenModel(name)
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
        try expect(
            golden, "sample/\(mode)",
            rows.flatMap { row in
                [row.dx, row.dy] + PenState.allCases.map { $0 == row.pen ? 1 : 0 }
            })
    }
}
