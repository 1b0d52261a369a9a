import Foundation
import SketchFormats
import SketchSupport

/// Files of latents. Each states the model that the latents belong to, and each latent's drawing:
///
/// - JSON: a document `{"model": ..., "fingerprint": ..., "latents": [...]}`.
/// - NDJSON: one latent per line, with its model.
/// - `.npz`: the arrays `mean` and `log_variance` [B, Z], `source`, `word`, `key` and `index` [B], `model` [2] (name and
///   fingerprint), and `samples` [B * n, Z] if there are any.
/// - `.npy`: an array [B, Z] of the latents' samples, or of the means of latents without samples; the file `NAME.npy.json`
///   next to it, or next to the file that a symbolic link leads to, states the model and the drawings.
public enum LatentFile {
    public enum Format: String, CaseIterable, Sendable {
        case json, ndjson, npz, npy

        /// The extensions of all formats, without the dot.
        public static let extensions = ["json", "ndjson", "jsonl", "npz", "npy"]

        /// The format of a path's extension: `.json`, `.ndjson` or `.jsonl`, `.npz`, `.npy`; JSON for a path without one, and
        /// nil for any other.
        public init?(path: String) {
            let name = URL(fileURLWithPath: path).pathExtension.lowercased()
            guard let format = Self(rawValue: name == "jsonl" ? "ndjson" : name.isEmpty ? "json" : name) else { return nil }
            self = format
        }
    }

    /// The file that describes the rows of a `.npy` file that is written: next to the file that a link leads to.
    package static func sidecar(of path: String) -> String {
        if case .file(let file)? = try? OutputPlace(path) { file + ".json" } else { path + ".json" }
    }

    /// Whether a file contains a `.npy` array.
    package static func isArray(_ path: String) -> Bool {
        (try? FileHandle(forReadingAtPath: path)?.read(upToCount: 8)).map(FloatMatrixFile.recognises) ?? false
    }

    /// The file that describes the rows of a `.npy` file that is read: next to the given name, or else next to the file that a
    /// link leads to; nil if there is none, and for files of other formats.
    package static func existingSidecar(of path: String) -> String? {
        guard isArray(path) else { return nil }
        return [path + ".json", sidecar(of: path)].first(where: FileManager.default.fileExists(atPath:))
    }

    /// Reads a file of latents, or standard input if the path is `-`. `#3` or another `DrawingSelection` after the path selects
    /// latents, counted from 0.
    ///
    /// Accepts the files that `write` makes, a list of latents (lists of numbers, or objects with a `mean`), one of
    /// either per line, and `.npy` with any type of numbers. Samples are read from JSON.
    ///
    /// - Throws: `FormatError.notFound`, `.unreadable` or `.limitExceeded`, `InferenceError.notLatents`.
    public static func read(_ name: String, limits: ReaderLimits = .standard) throws -> [LatentRecord] {
        let (path, selection) = place(name)
        if selection == nil, !FileManager.default.fileExists(atPath: path), let mark = path.lastIndex(of: "#"),
            mark > path.startIndex,
            FileManager.default.fileExists(atPath: String(path[..<mark]))
        {
            let part = String(path[path.index(after: mark)...])
            throw FormatError.noParts(file: String(path[..<mark]), part: part, form: "a file of latents")
        }
        return try selected(selection, from: readAll(path, limits), file: path)
    }

    /// The selected latents of a file, or all.
    ///
    /// - Throws: `InferenceError.noSuchLatent`.
    package static func selected(
        _ selection: DrawingSelection?, from all: [LatentRecord], file path: String
    ) throws -> [LatentRecord] {
        guard let selection else { return all }
        if let index = selection.missing(from: all.count) {
            throw InferenceError.noSuchLatent(file: path, index: index, count: all.count)
        }
        return all.enumerated().filter { selection.contains($0.offset) }.map(\.element)
    }

    /// The file and the selection of its latents. A file that has this very name takes precedence.
    package static func place(_ name: String) -> (path: String, selection: DrawingSelection?) {
        guard let mark = name.lastIndex(of: "#"), mark > name.startIndex, !FileManager.default.fileExists(atPath: name),
            let selection = DrawingSelection(parsing: name[name.index(after: mark)...])
        else { return (name, nil) }
        return (String(name[..<mark]), selection)
    }

    private static func readAll(_ path: String, _ limits: ReaderLimits) throws -> [LatentRecord] {
        let data = try contents(of: path, limits)
        guard let sidecar = existingSidecar(of: path) else {
            return try records(in: data, name: path, limits: limits)
        }
        return try LatentSidecar(contents(of: sidecar, limits), name: sidecar)
            .described(try records(in: data, name: path, limits: limits), file: path)
    }

    /// The bytes of a file, or of standard input if the path is `-`.
    ///
    /// - Throws: `FormatError`.
    package static func contents(of path: String, _ limits: ReaderLimits) throws -> Data {
        do {
            return try BoundedFile.contents(of: path, limit: limits[.latentBytes])
        } catch BoundedFile.Failure.notFound {
            throw FormatError.notFound(file: path)
        } catch BoundedFile.Failure.tooLarge {
            throw limits.exceeded(.latentBytes, file: path)
        } catch {
            throw FormatError.unreadable(file: path, reason: "a folder, or no permission")
        }
    }

    /// Reads a file of latents in memory.
    ///
    /// - Parameter name: the file's name in errors and sources.
    /// - Throws: `FormatError.limitExceeded`, `InferenceError.notLatents`.
    public static func records(
        in data: Data, name: String, limits: ReaderLimits = .standard
    ) throws -> [LatentRecord] {
        var parser = LatentParser(name: name, limits: limits)
        if data.isEmpty { throw parser.refusal("the file is empty") }
        if let program = compressions.first(where: { data.starts(with: $0.magic) })?.program {
            throw parser.refusal("it is compressed with \(program); unpack it first")
        }
        do {
            if NamedArrays.recognises(data) {
                try parser.append(NamedArrays(data, name: name, limits: limits))
            } else if FloatMatrixFile.recognises(data) {
                for row in try FloatMatrixFile.rows(data, limit: limits[.latents]) { try parser.append(LatentFields(mean: row)) }
            } else {
                try data.withUnsafeBytes { try parser.append(json: $0) }
            }
        } catch FloatMatrixFile.Refusal.tooManyRows(let count) {
            throw limits.exceeded(.latents, file: name, found: count)
        } catch FloatMatrixFile.Refusal.malformed(let reason) {
            throw parser.refusal(reason)
        } catch let error as NPYHeader.Refusal {
            throw parser.refusal(error.reason)
        } catch let error as NamedArrays.Refusal {
            throw parser.refusal(error.reason)
        } catch FormatError.malformed(_, let place, let reason) {
            throw parser.refusal("\(place): \(reason)")
        }
        if parser.records.isEmpty { throw parser.refusal("no latents") }
        return parser.records
    }

    /// The first bytes of compressed files.
    private static let compressions: [(magic: [UInt8], program: String)] = [
        ([0x1F, 0x8B], "gzip"), (Array("BZh".utf8), "bzip2"), ([0xFD] + Array("7zXZ".utf8), "xz"),
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
    ]

    /// Writes latents in the format of the path's extension.
    ///
    /// - Parameter model: the model that they belong to.
    /// - Throws: `FileError`, `InferenceError.latentSize` for arrays unless all latents have one size.
    public static func write(_ records: [LatentRecord], model: LatentModel, to path: String) throws {
        let writer = try LatentWriter(model: model, path: path)
        try writer.append(records)
        try writer.finish()
    }

    /// The JSON document of latents.
    package static func document(_ records: [LatentRecord], model: LatentModel) -> JSONValue {
        .object(model.members + [("latents", .array(records.map(\.json)))])
    }
}
