import Foundation

/// The bytes of weight files.
extension WeightFile {
    /// The largest accepted file, in bytes.
    private static let sizeLimit = 4 << 30

    /// A copy of a file's bytes: if another program truncated a mapped file, this one would crash. A file that changes while
    /// it is read is read again.
    ///
    /// - Throws: `InferenceError.unreadableFile` or `.fileIsChanging`.
    static func read(_ path: String) throws -> Data {
        do {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
            let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard attributes[.type] as? FileAttributeType == .typeRegular, size <= sizeLimit else {
                throw InferenceError.unreadableFile(
                    path: path, reason: size > sizeLimit ? "it is larger than 4 GiB" : "it is not a regular file")
            }
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            for _ in 0..<100 {
                let before = Version(file)
                try file.seek(toOffset: 0)
                let data = try file.readToEnd() ?? Data()
                if let before, before == Version(file), data.count == before.size { return data }
                Thread.sleep(forTimeInterval: 0.02)
            }
            throw InferenceError.fileIsChanging(path: path)
        } catch let error as InferenceError {
            throw error
        } catch {
            throw InferenceError.unreadableFile(path: path, reason: FileReason.sentence(for: error))
        }
    }

    /// The error that describes a folder that is neither a training run nor a TensorFlow checkpoint.
    static func noModel(inFolder folder: String, names: [String]) -> InferenceError {
        if names.contains("saved_model.pb") { return .foreignFile(file: folder, .savedModel) }
        let endings = [".safetensors", ".pth", ".pt", ".gen.json", ".vae.json"]
        let weights = names.filter { name in endings.contains { name.lowercased().hasSuffix($0) } }.sorted()
        let detail =
            if names.isEmpty {
                "it is an empty folder"
            } else if let first = weights.first {
                "it is a folder of weight files; name one of them, for example \(folder)/\(first)"
            } else {
                "it is a folder without a model: it contains neither model.safetensors, as a training run does, nor a TensorFlow "
                    + "checkpoint"
            }
        return .notASketchModel(file: folder, detail: detail)
    }

    /// The size and modification time of an open file.
    private struct Version: Equatable {
        let size: Int
        private let seconds: Int
        private let nanoseconds: Int

        init?(_ file: FileHandle) {
            var info = stat()
            guard fstat(file.fileDescriptor, &info) == 0 else { return nil }
            size = Int(info.st_size)
            (seconds, nanoseconds) = (Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
        }
    }
}
