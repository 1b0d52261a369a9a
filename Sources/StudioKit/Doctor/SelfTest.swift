import FoundationEssentials
import SketchCore
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport

/// Encodes a drawing, decodes its latent and lays out a sheet of the result, and compares a hash of each with that of
/// the release. All processors give the same bytes, so any difference is a defect of the build or the machine.
package struct SelfTest {
    /// The name of each part and whether it gave the expected bytes.
    package let parts: [(name: String, isRight: Bool)]

    /// Hashes of the parts with the standard model.
    package static let expected = [
        "encode": "407a22ed3ab974031e5d5d9bb57d7f4bd6b1054ac155181ff3276962c9c31699",
        "decode": "4881e5d64534abf231c98785e131c7efc9737a7fd5b51d46f7447ceadd3b10ff",
        "sheet": "5cade8e89e7e25ec20797d985c5013ab38fb139a43e82f33557002f631bcd31b",
    ]

    /// - Throws: `InferenceError`, `RenderingError`.
    package init(_ model: SketchModel) throws {
        parts = try Self.hashes(model).map { ($0.name, Self.expected[$0.name] == $0.hash) }
    }

    /// - Throws: `InferenceError`, `RenderingError`.
    package static func hashes(_ model: SketchModel) throws -> [(name: String, hash: String)] {
        let record = SketchRecord(sketch: spiral, kind: .raw, key: "self-test")
        let latents = try model.encoder().encode(rows: [model.units.rows(of: record)], threads: 1)
        let drawings = try model.decoder().decode(
            [0.1, 0.5].map {
                DecodeRequest(latent: latents[0].mean, sampling: Sampling(temperature: $0), seed: 7)
            }, threads: 1)
        let sheet = Sheet(rows: [Sheet.Row(drawings.map { SheetCell(sketch: $0.sketch) })])
        return [
            ("encode", hash(latents[0].mean + (latents[0].logVariance ?? []))),
            ("decode", hash(drawings.flatMap { $0.stroke5.rows.flatMap { [$0.dx, $0.dy] } })),
            // As SVG, which no other library writes or compresses.
            ("sheet", ContentHash.sha256(try sheet.data(format: .svg))),
        ]
    }

    private static func hash(_ values: [Float]) -> String {
        ContentHash.sha256(Data(values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }))
    }

    /// A spiral of 40 points and a line.
    private static let spiral = Sketch(
        strokes: [
            (0..<40).map { k in
                // Whole pixels, without functions of the system's library.
                let (radius, turn) = (Double(4 * k), k % 8)
                let direction = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)][turn]
                return Point(x: 200 + radius * Double(direction.0), y: 200 + radius * Double(direction.1))
            },
            [Point(x: 20, y: 380), Point(x: 380, y: 380)],
        ], name: "self-test")
}
