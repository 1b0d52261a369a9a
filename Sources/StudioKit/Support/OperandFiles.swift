import FoundationEssentials
import Glibc
import SketchFormats
import SketchInference
import SketchSupport

/// The files of operands. Those of latents are read before the model is loaded, which they may state; each file is read once,
/// since standard input cannot be read twice.
package struct OperandFiles {
    private enum Content {
        case latents([LatentRecord])
        /// A file of drawings, and its bytes where it is standard input.
        case drawings([UInt8]?)
    }

    private let reading: ReadOptions
    private let files: [(path: String, content: Content)]

    /// - Throws: `FormatError`, `InferenceError`.
    package init(_ paths: [String], _ reading: ReadOptions) throws {
        self.reading = reading
        files = try paths.map { ($0, try Self.content(of: $0, reading.limits)) }
    }

    /// The model that the first latents state; nil if none do.
    package var model: String? {
        for (_, content) in files {
            if case .latents(let latents) = content, let model = latents.first?.model { return model.name }
        }
        return nil
    }

    /// The operands in the order of the files.
    ///
    /// - Parameter isForced: whether another model's latents are accepted.
    /// - Throws: `FormatError`, `StudioError`, `InferenceError`.
    package func operands(_ session: ModelSession, isForced: Bool) throws -> [LatentOperand] {
        let reading = reading.fitted(to: [session.model])
        var operands: [LatentOperand] = []
        for (path, content) in files {
            switch content {
            case .latents(let latents): operands.append(try operand(latents, path, session, isForced))
            case .drawings(let bytes):
                let drawing = try Drawing.one(path, bytes: bytes, reading, reporter: session.reporter)
                operands.append(LatentOperand(latent: [], drawing: drawing))
            }
        }
        var encoded = try session.encode(operands.compactMap(\.drawing))[...]
        for index in operands.indices where operands[index].drawing != nil {
            operands[index].latent = encoded.popFirst()?.mean ?? []
        }
        return operands
    }

    private func operand(
        _ latents: [LatentRecord], _ path: String, _ session: ModelSession, _ isForced: Bool
    ) throws -> LatentOperand {
        if latents.count > 1 {
            session.reporter.warn("\(path) contains \(latents.count) latents; using the first. Use '\(path)#1' for the second.")
        }
        if let model = latents[0].model {
            try session.loaded.check(model, source: path, isForced: isForced, session.reporter)
        }
        let latent = latents[0].latent.mean
        let size = session.model.configuration.latentSize
        guard latent.count == size else {
            throw StudioError.wrongLatentSize(path, found: latent.count, expected: size, model: session.loaded.name)
        }
        return LatentOperand(latent: latent)
    }

    private static func content(of path: String, _ limits: ReaderLimits) throws -> Content {
        let (file, selection) = LatentFile.place(path)
        if file == "-" {
            let data = try LatentFile.contents(of: file, limits)
            guard isLatents(data.prefix(headSize), isNamed: false) else { return .drawings([UInt8](data)) }
            let latents = try LatentFile.records(in: data, name: file, limits: limits)
            return .latents(try LatentFile.selected(selection, from: latents, file: file))
        }
        let head = try? ReadableFile(file).read(upTo: headSize)
        guard isLatents(head ?? Data(), isNamed: file.hasSuffix(".npy")) else { return .drawings(nil) }
        return .latents(try LatentFile.read(path, limits: limits))
    }

    private static let headSize = 4096

    /// Whether a file that begins like this contains latents, not drawings.
    ///
    /// - Parameter isNamed: whether it has the name of an array.
    private static func isLatents(_ head: Data, isNamed: Bool) -> Bool {
        if isNamed { return true }
        // An archive of latents begins with the array of means.
        if head.starts(with: [0x50, 0x4B, 3, 4]) { return head.dropFirst(30).starts(with: "mean.npy".utf8) }
        let start = String(decoding: head, as: UTF8.self)
        return start.contains("\"latents\"") || start.contains("\"mean\"")
    }
}
