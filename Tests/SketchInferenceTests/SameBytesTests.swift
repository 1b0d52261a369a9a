import CSketchKernels
import Foundation
import SketchCore
import SketchInference
import SketchSupport
import TestSupport
import Testing

/// The same bytes at every processor level, batch size and thread count. Forces levels,
/// and serialized for that reason.
@Suite(.serialized) struct SameBytesTests {
    private func noise(_ count: Int, stream: UInt64, gain: Float = 1) -> [Float] {
        var draws = PhiloxSequence(seed: 8, stream: stream)
        return draws.nextNormals(count).map { $0 * gain }
    }

    /// x W by its definition: one chain of fused multiply-adds over k for each output.
    private func plainProduct(
        _ x: [Float], _ w: Tensor, starts: (_ row: Int, _ column: Int) -> Float, batch: Int
    ) -> [Float] {
        let (k, n) = (w.shape[0], w.shape[1])
        return (0..<batch * n).map { index in
            let (b, j) = (index / n, index % n)
            return (0..<k).reduce(starts(b, j)) { $0.addingProduct(x[b * k + $1], w.values[$1 * n + j]) }
        }
    }

    /// A float16 near each value, below 1 in magnitude, as a float32.
    private func halved(_ values: [Float]) -> [Float] { values.map { ($0 * 0x1p11).rounded() * 0x1p-11 } }

    @Test(arguments: [false, true]) func productsAreOneChainOfFusedMultiplyAdds(isHalf: Bool) {
        let shapes = [(1, 1), (5, 31), (7, 32), (13, 33), (3, 63), (9, 64), (64, 100), (20, 129), (2, 200)]
        for (seed, (k, n)) in shapes.enumerated() {
            let values = noise(k * n, stream: UInt64(1000 + seed), gain: 0.01)
            let w = Tensor(shape: [k, n], values: isHalf ? halved(values) : values)
            let bias = Tensor(shape: [n], values: noise(n, stream: UInt64(2000 + seed)))
            let layer = PackedLayer(weights: w, bias: bias)
            #expect(layer.storage == (isHalf ? .float16 : .float32))
            for batch in [1, 2, 3, 4, 5, 6, 7, 8, 13, 64] {
                let x = noise(batch * k, stream: UInt64(3000 + batch))
                let starts = noise(batch * n, stream: UInt64(4000 + batch))
                let buffer = FloatBuffer(x)
                for initial in [nil, FloatBuffer(starts)] {
                    let expected = plainProduct(
                        x, w, starts: { initial == nil ? bias.values[$1] : starts[$0 * n + $1] }, batch: batch)
                    let same = KernelLevels.agree {
                        let out = FloatBuffer(count: batch * n)
                        layer.apply(
                            buffer.base, inputStride: k, batch: batch, initial: initial?.base,
                            initialStride: n, to: out.base, outputStride: n)
                        return out.array(batch * n) == expected
                    }
                    #expect(same, "k \(k), n \(n), batch \(batch)")
                }
            }
        }
    }

    /// Every finite half, subnormal ones too, is kept and widened as itself; other values stay float32.
    @Test func everyHalfIsKeptExactly() {
        let halves = (0...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 }
        let values = halves.map { bits -> Float in
            let magnitude = Float(
                sign: .plus, exponent: max(Int(bits >> 10 & 31), 1) - 25,
                significand: Float(bits & 0x3FF) + (bits & 0x7C00 == 0 ? 0 : 1024))
            return bits & 0x8000 == 0 ? magnitude : -magnitude
        }
        let n = values.count / 2
        let x: FloatBuffer = FloatBuffer([1, 0])
        let same = KernelLevels.agree { () -> [UInt32] in
            let layer = PackedLayer(weights: Tensor(shape: [2, n], values: values), bias: nil)
            #expect(layer.storage == .float16)
            let out = FloatBuffer(count: n)
            layer.apply(x.base, inputStride: 2, batch: 1, to: out.base, outputStride: n)
            // A sum that starts at 0 cannot show the sign of a zero.
            #expect(out.array(n) == Array(values[..<n]))
            return out.array(n).map(\.bitPattern)
        }
        #expect(same)
        for value: Float in [0x1p-25, 0x1.001p0, 65536, 0x1.ffep15, 3e38, 0x1p-149, 0.1] {
            let layer = PackedLayer(weights: Tensor(shape: [1, 1], values: [value]), bias: nil)
            #expect(layer.storage == .float32, "\(value)")
        }
    }

    @Test func functionsAreAccurateAndTheSameAtEachLevel() {
        var inputs: [Float] = [0, -0.0, 0x1p-140, 200, -200, .infinity, -.infinity]
        inputs += noise(3001, stream: 5, gain: 12)
        inputs += noise(3001, stream: 6, gain: 0.01)
        func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        check(Elementwise.exp, exp, inputs)
        check(Elementwise.tanh, tanh, inputs)
        check(Elementwise.sigmoid, logistic, inputs)
    }

    private func check(
        _ kernel: ([Float]) -> [Float], _ exact: (Double) -> Double, _ inputs: [Float]
    ) {
        let same = KernelLevels.agree { () -> [UInt32] in kernel(inputs).map { $0.bitPattern } }
        #expect(same)
        for (x, y) in zip(inputs, kernel(inputs)) {
            let truth = Float(exact(Double(x)))
            let isClose = y == truth || abs(y - truth) <= 3 * truth.ulp
            #expect(isClose, "\(x): \(y), not \(truth)")
        }
        #expect(kernel([.nan])[0].isNaN)
    }

    private func requests(_ count: Int) -> [DecodeRequest] {
        (0..<count).map { (index: Int) -> DecodeRequest in
            var request = DecodeRequest(seed: 42, drawIndex: UInt64(index))
            request.latent = noise(4, stream: UInt64(100 + index))
            request.sampling.temperature = 0.1 + 0.02 * Double(index)
            request.sampling.isGreedy = index % 9 == 8
            if index % 5 == 1 { request.prefix = [.init(dx: 1, dy: 0.5, pen: .down)] }
            return request
        }
    }

    @Test(arguments: CellKind.allCases) func decodingDoesNotDependOnOtherDrawings(cell: CellKind) throws {
        let decoder = try SketchDecoder(ModelFixture.model(decoder: 37, gain: 0.7, cell: cell))
        let all = requests(64)
        let length = DecodeLength.untilEnd(limit: 40)
        let whole = try decoder.decode(all, length: length, threads: 1)
        #expect(Set(whole.map(\.stroke5.count)).count > 3, "drawings should end at different rows")
        #expect(whole.contains { $0.reachedEnd })
        #expect(try decoder.decode(all, length: length, threads: 2) == whole)
        #expect(try decoder.decode(all, length: length, threads: 7) == whole)
        for size in [1, 2, 3, 17] {
            let parts = try stride(from: 0, to: 64, by: size).flatMap {
                try decoder.decode(Array(all[$0..<min($0 + size, 64)]), length: length, threads: 1)
            }
            #expect(parts == whole, "batches of \(size)")
        }
        let sameAtLevels = try KernelLevels.agree { try decoder.decode(all, length: length, threads: 2) }
        #expect(sameAtLevels)
        #expect(try decoder.decode(all.reversed(), length: length) == whole.reversed())
    }

    /// More drawings than the batches of two threads contain: places are filled again while others go on.
    @Test func waitingDrawingsAreDecodedIndependently() throws {
        let decoder = try SketchDecoder(ModelFixture.model(decoder: 37, gain: 0.7))
        let many = (0..<5).flatMap { round in
            requests(64).map { request -> DecodeRequest in
                var request = request
                request.seed += UInt64(round)
                return request
            }
        }
        let length = DecodeLength.untilEnd(limit: 40)
        let whole = try decoder.decode(many, length: length, threads: 2)
        #expect(whole.count == 320 && Set(whole.map(\.stroke5.count)).count > 5)
        #expect(try decoder.decode(many, length: length, threads: 1) == whole)
        #expect(try many.flatMap { try decoder.decode([$0], length: length, threads: 1) } == whole)
    }

    /// The first drawing that fails is named, whichever fails first.
    @Test func theFirstFailureIsReported() throws {
        let decoder = try SketchDecoder(ModelFixture.model(gain: 0.7))
        var many = requests(200)
        for index in [57, 58, 190] { many[index].latent = [.nan, 0, 0, 0] }
        for threads in [1, 2] {
            #expect(throws: InferenceError.numericalFailure(detail: "row 0 of drawing 57 (counted from 0)")) {
                _ = try decoder.decode(many, length: .untilEnd(limit: 40), threads: threads)
            }
        }
    }

    @Test func halvesAndFloatsGiveTheSameDrawings() throws {
        var model = ModelFixture.model(decoder: 37, gain: 0.7)
        for (name, tensor) in model.weights {
            model.weights[name] = Tensor(shape: tensor.shape, values: halved(tensor.values))
        }
        let same = try KernelLevels.agree { try SketchDecoder(model).decode(requests(20), length: .untilEnd(limit: 40)) }
        #expect(same)
        let w = try model.tensor("vector_rnn/RNN/LSTMCell/W_hh")
        #expect(PackedLayer(weights: w, bias: nil).storage == .float16)
        let x = FloatBuffer(noise(37, stream: 7))
        let outputs = [PackedLayer.Storage.float16, .float32].flatMap { storage in
            [false, true].map { descending -> [Float] in
                let layer = PackedLayer(weights: w, bias: nil, storage: storage)
                let out = FloatBuffer(count: 148)
                layer.apply(
                    x.base, inputStride: 37, batch: 1, to: out.base, outputStride: 148, descending: descending)
                return out.array(148)
            }
        }
        #expect(Set(outputs).count == 1)
    }

    @Test func hashesAreTheSameAtEachLevel() {
        let bytes = Data((0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        for count in [0, 1, 55, 56, 63, 64, 65, 127, 128, 1000] {
            #expect(KernelLevels.agree { ContentHash.sha256(bytes.prefix(count)) })
            var parts = ContentHash()
            for start in stride(from: 0, to: count, by: 37) {
                bytes[start..<min(start + 37, count)].withUnsafeBytes { parts.update($0) }
            }
            #expect(parts.text == ContentHash.sha256(bytes.prefix(count)))
        }
    }

    @Test(arguments: CellKind.allCases) func encodingDoesNotDependOnOtherDrawings(cell: CellKind) throws {
        let model = ModelFixture.model(encoder: 19, cell: cell)
        let encoder = try SketchEncoder(model)
        let sketches =
            try SketchDecoder(model).decode(requests(64), length: .untilEnd(limit: 40))
            .map(\.stroke5) + [Stroke5(rows: [])]
        let whole = try encoder.encode(rows: sketches, threads: 1)
        #expect(try encoder.encode(rows: sketches, threads: 2) == whole)
        #expect(try sketches.flatMap { try encoder.encode(rows: [$0], threads: 1) } == whole)
        let sameAtLevels = try KernelLevels.agree { try encoder.encode(rows: sketches, threads: 1) }
        #expect(sameAtLevels)
        var padded = sketches[3]
        padded.rows += [.end, .init(dx: 9, dy: 9, pen: .down)]
        #expect(try encoder.encode(rows: [padded]) == [whole[3]])
    }
}
