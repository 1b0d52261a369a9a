import FoundationEssentials
import Glibc
import SketchSupport

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
            var information = stat()
            guard stat(path, &information) == 0 else { throw ReadableFile.Failure(code: errno) }
            let isTooLarge = information.st_size > sizeLimit
            guard information.st_mode & S_IFMT == S_IFREG, !isTooLarge else {
                throw InferenceError.unreadableFile(
                    path: path, reason: isTooLarge ? "it is larger than 4 GiB" : "it is not a regular file")
            }
            let file = try ReadableFile(path)
            for _ in 0..<100 {
                let before = try Version(file)
                try file.seek(to: 0)
                let data = try file.read()
                if try before == Version(file), data.count == before.size { return data }
                usleep(20_000)
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

        init(_ file: ReadableFile) throws {
            let info = try file.information()
            size = Int(info.st_size)
            (seconds, nanoseconds) = (Int(info.st_mtim.tv_sec), Int(info.st_mtim.tv_nsec))
        }
    }
}
