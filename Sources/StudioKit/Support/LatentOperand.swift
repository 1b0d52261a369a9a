import Foundation
import SketchFormats
import SketchInference
import SketchRendering
import SketchSupport

/// A latent given as a drawing, which is encoded, or as a file of latents.
package struct LatentOperand {
    /// Z values.
    package var latent: [Float]
    /// Nil for a file of latents.
    package var drawing: Drawing?

    /// - Throws: `FormatError`, `StudioError`, `InferenceError`.
    package static func read(
        _ paths: [String], _ reading: ReadOptions, session: ModelSession
    ) throws -> [LatentOperand] {
        var operands: [LatentOperand] = []
        var drawings: [Drawing] = []
        let size = session.loaded.model.configuration.latentSize
        for path in paths {
            guard containsLatents(path) else {
                drawings.append(try Drawing.one(path, reading, reporter: session.reporter))
                operands.append(LatentOperand(latent: [], drawing: drawings.last))
                continue
            }
            let entries = try LatentFile.read(path, limits: reading.limits)
            if entries.count > 1 {
                session.reporter.warn("\(path) contains \(entries.count) latents; using the first.")
            }
            let latent = entries[0].latent.mean
            guard latent.count == size else {
                throw StudioError.wrongLatentSize(path, found: latent.count, expected: size, model: session.loaded.name)
            }
            operands.append(LatentOperand(latent: latent))
        }
        var latents = try session.encode(drawings)[...]
        for index in operands.indices where operands[index].drawing != nil {
            operands[index].latent = latents.popFirst()?.mean ?? []
        }
        return operands
    }

    /// Whether a file contains latents, not drawings.
    private static func containsLatents(_ path: String) -> Bool {
        if path.hasSuffix(".npy") { return true }
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let start = String(decoding: (try? file.read(upToCount: 4096)) ?? Data(), as: UTF8.self)
        return start.contains("\"latents\"") || start.contains("\"mean\"")
    }

    /// The operand in a recipe.
    package func source(as name: String) -> Recipe.Source {
        drawing?.source(as: name)
            ?? Recipe.Source(name: name, content: Data(JSONValue.floats(latent).text.utf8))
    }
}
