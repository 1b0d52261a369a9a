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

    /// - Parameter isForced: whether another model's latents are accepted.
    /// - Throws: `FormatError`, `StudioError`, `InferenceError`.
    package static func read(
        _ paths: [String], _ reading: ReadOptions, session: ModelSession, isForced: Bool = false
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
            if let model = entries[0].model {
                try session.loaded.check(model, source: path, isForced: isForced, session.reporter)
            }
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

    /// The model to use with operands: the given one, or the one that the files of latents among them state; nil for the
    /// standard model.
    ///
    /// - Throws: `FormatError`, `InferenceError`.
    package static func model(given: String?, _ paths: [String], limits: ReaderLimits) throws -> String? {
        if let given { return given }
        for path in paths where containsLatents(path) {
            if let model = try LatentFile.read(path, limits: limits).first?.model { return model.name }
        }
        return nil
    }

    /// Whether a file contains latents, not drawings.
    private static func containsLatents(_ path: String) -> Bool {
        if path.hasSuffix(".npy") { return true }
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let head = (try? file.read(upToCount: 4096)) ?? Data()
        // An archive of latents begins with the array of means.
        if head.starts(with: [0x50, 0x4B, 3, 4]) { return head.dropFirst(30).starts(with: "mean.npy".utf8) }
        let start = String(decoding: head, as: UTF8.self)
        return start.contains("\"latents\"") || start.contains("\"mean\"")
    }

    /// The operand in a recipe.
    package func source(as name: String) -> Recipe.Source {
        drawing?.source(as: name)
            ?? Recipe.Source(name: name, content: Data(JSONValue.floats(latent).text.utf8))
    }
}
