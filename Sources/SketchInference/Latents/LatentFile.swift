import Foundation
import SketchFormats
import SketchSupport

/// Files of latents: a JSON document `{"model": ..., "latents": [...]}`, JSON with one latent per line, or a NumPy array
/// [B, Z] of means.
public enum LatentFile {
    public enum Format: Sendable {
        case json, ndjson, npy

        /// The format of a path's extension: `.ndjson` or `.jsonl`, `.npy`, and JSON for any other.
        public init(path: String) {
            self =
                switch URL(fileURLWithPath: path).pathExtension.lowercased() {
                case "ndjson", "jsonl": .ndjson
                case "npy": .npy
                default: .json
                }
        }
    }

    /// Reads a file of latents, or standard input if the path is `-`.
    ///
    /// Accepts the document that `write` makes, a list of latents (lists of numbers, or objects with a `mean`), one of
    /// either per line, and `.npy` with any type of numbers. Log-variances and samples are not read.
    ///
    /// - Throws: `FormatError.notFound`, `.unreadable` or `.limitExceeded`, `InferenceError.notLatents`.
    public static func read(_ path: String, limits: ReaderLimits = .standard) throws -> [LatentRecord] {
        let data: Data
        do {
            data = try BoundedFile.contents(of: path, limit: limits[.latentBytes])
        } catch BoundedFile.Failure.notFound {
            throw FormatError.notFound(file: path)
        } catch BoundedFile.Failure.tooLarge {
            throw limits.exceeded(.latentBytes, file: path)
        } catch {
            throw FormatError.unreadable(file: path, reason: "a folder, or no permission")
        }
        return try records(in: data, name: path, limits: limits)
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
        if FloatMatrixFile.recognises(data) {
            do {
                let rows = try FloatMatrixFile.rows(data, limit: limits[.latents])
                for row in rows { try parser.append(row, source: nil) }
            } catch FloatMatrixFile.Refusal.tooManyRows(let count) {
                throw limits.exceeded(.latents, file: name, found: count)
            } catch FloatMatrixFile.Refusal.malformed(let reason) {
                throw parser.refusal(reason)
            } catch let error as NPYHeader.Refusal {
                throw parser.refusal(error.reason)
            }
        } else {
            try data.withUnsafeBytes { try parser.append(json: $0) }
        }
        if parser.records.isEmpty { throw parser.refusal("no latents") }
        return parser.records
    }

    /// Writes latents in the format of the path's extension.
    ///
    /// - Parameter model: the name of the model that they belong to; part of the JSON document.
    /// - Throws: `FileError`, `InferenceError.latentSize` for `.npy` unless all latents have one size.
    public static func write(_ records: [LatentRecord], model: String, to path: String) throws {
        let writer = try LatentWriter(model: model, path: path)
        try writer.append(records)
        try writer.finish()
    }

    /// The JSON document of latents.
    package static func document(_ records: [LatentRecord], model: String) -> JSONValue {
        .object([("model", .string(model)), ("latents", .array(records.map(\.json)))])
    }
}
