import Foundation
import SketchCore
import SketchInference
import TestSupport
import Testing

/// The page's engine, run by node, against the library.
@Suite(.enabled(if: NodeScript.hasNode, "node is not installed")) struct PageEngineTests {
    private struct Request: Encodable {
        var latent: [Float]?
        var temperature: Double
        var convention: String
        var isGreedy: Bool
        var seed: Int
        var drawIndex: Int
        var candidate: Int
        var prefix: [[Float]]
    }

    private struct Requests: Encodable {
        var encode: [[[Float]]]
        var decode: [Request]
        var draws: [[Int]]
        var simplify: [[[[Double]]]]
    }

    private struct Found: Decodable {
        var encode: [[[Float]]]
        var decode: [[[Float]]]
        var draws: [[Float]]
        var simplify: [[[[Double]]]]
    }

    private static func numbers(_ row: Stroke5.Row) -> [Float] { [row.dx, row.dy, Float(row.pen.rawValue)] }

    /// Free-hand drawings: arcs of random size.
    private static func drawings() -> [Sketch] {
        var noise = PhiloxSequence(seed: 3, stream: 1)
        return (0..<8).map { _ in
            Sketch(
                strokes: (0..<3).map { _ in
                    let (x, y, r) = (noise.nextUniform() * 200, noise.nextUniform() * 200, 5 + noise.nextUniform() * 60)
                    return (0...24).map { k in
                        Point(x: x + r * Double(k * k) / 90, y: y + r * noise.nextUniform())
                    }
                })
        }
    }

    private static func requests(_ latents: [[Float]?], prefix: [[Float]]) -> [Request] {
        let samplings: [(Double, TemperatureConvention, Bool)] = [
            (0.1, .paper, false), (0.7, .magenta, false), (1, .js, false), (0.4, .untemperedPen, false), (0, .paper, false),
            (1, .paper, true),
        ]
        return latents.enumerated().flatMap { index, latent in
            samplings.map { temperature, convention, isGreedy in
                Request(
                    latent: latent, temperature: temperature, convention: convention.rawValue, isGreedy: isGreedy,
                    seed: 5_000_000_007, drawIndex: index, candidate: index % 3, prefix: index % 2 == 0 ? [] : prefix)
            }
        }
    }

    @Test(arguments: CellKind.allCases, [true, false]) func latentsAndRowsAgree(cell: CellKind, isConditional: Bool) throws {
        var model = ModelFixture.model(conditional: isConditional, decoder: 11, latent: 5, gain: 0.8, cell: cell)
        for (name, tensor) in model.weights {
            model.weights[name]?.values = tensor.values.map { Float(Float16($0)) }
        }
        let drawings = Self.drawings()
        let records = drawings.map { SketchRecord(sketch: $0, kind: .raw) }
        let rows = try records.map { try model.units.rows(of: $0) }
        let latents = isConditional ? try model.encoder().encode(rows: rows) : []
        let requests = Self.requests(
            isConditional ? latents.map(\.mean) : [nil, nil, nil, nil], prefix: rows[0].rows.prefix(6).map(Self.numbers))
        let expected = try model.decoder().decode(
            requests.map { request in
                DecodeRequest(
                    latent: request.latent,
                    sampling: Sampling(
                        temperature: request.temperature, convention: TemperatureConvention(named: request.convention) ?? .paper,
                        isGreedy: request.isGreedy),
                    seed: UInt64(request.seed), drawIndex: UInt64(request.drawIndex), candidate: request.candidate,
                    prefix: request.prefix.isEmpty ? [] : Array(rows[0].rows.prefix(6)))
            })
        let found = try StudioProcess.inFolder { studio in
            let (weights, file) = (
                studio.folder.appendingPathComponent("m.safetensors"), studio.folder.appendingPathComponent("r.json")
            )
            try model.write(to: weights.path, dtype: .float16)
            try JSONEncoder().encode(
                Requests(
                    encode: isConditional ? rows.map { $0.rows.map(Self.numbers) } : [], decode: requests,
                    draws: [[1, 0], [5_000_000_007, 12]],
                    simplify: drawings.map { $0.strokes.map { $0.map { [$0.x, $0.y] } } })
            ).write(to: file)
            let folder = StudioProcess.program.deletingLastPathComponent().path
            return try JSONDecoder().decode(
                Found.self, from: NodeScript.run("check.js", [folder, weights.path, file.path], in: studio.folder))
        }
        #expect(found.simplify == drawings.map { $0.simplified(model.preprocessing).strokes.map { $0.map { [$0.x, $0.y] } } })
        #expect(found.draws[0] == LatentDraw.prior(size: 9, seed: 1, drawIndex: 0))
        #expect(found.draws[1] == LatentDraw.prior(size: 9, seed: 5_000_000_007, drawIndex: 12))
        for (found, latent) in zip(found.encode, latents) {
            for (own, other) in zip(found[0] + found[1], latent.mean + (latent.logVariance ?? [])) {
                #expect(abs(own - other) < 1e-5)
            }
        }
        #expect(found.decode.count == expected.count && found.encode.count == latents.count)
        for (index, (found, drawing)) in zip(found.decode, expected).enumerated() {
            let rows = drawing.stroke5.rows.map(Self.numbers)
            #expect(found.count == rows.count, "request \(index)")
            for (own, other) in zip(found, rows) {
                #expect(zip(own, other).allSatisfy { abs($0 - $1) < 1e-4 }, "request \(index)")
            }
        }
    }
}
