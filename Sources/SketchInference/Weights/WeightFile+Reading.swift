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
