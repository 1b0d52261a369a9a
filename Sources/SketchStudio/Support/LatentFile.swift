import Foundation
import SketchData
import SketchInference

/// Latents as files hold them: the document of `encode --json`, one object a line, or a NumPy array [B, Z].
package enum LatentFile {
    /// A latent and the drawing it came from.
    package struct Entry {
        var source: String
        var latent: Latent

        var json: JSONValue {
            var members: [(String, JSONValue)] = [("source", .string(source)), ("mean", .floats(latent.mean))]
            if let logVariance = latent.logVariance { members.append(("log_variance", .floats(logVariance))) }
            return .object(members)
        }
    }

    /// What a file of latents is written as, by its extension; JSON unless it says otherwise.
    enum Format {
        case json, ndjson, npy

        init(fileExtension: String) {
            self =
                switch fileExtension {
                case "ndjson", "jsonl": .ndjson
                case "npy": .npy
                default: .json
                }
        }
    }

    static func document(_ entries: [Entry], model: String) -> JSONValue {
        .object([("model", .string(model)), ("latents", .array(entries.map(\.json)))])
    }

    /// Latents from a file, or from standard input where the path is `-`.
    ///
    /// Reads the document of `encode --json`, a list of latents (numbers, or objects with a `mean`), one of
    /// either a line, and `.npy`.
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`, `.tooLarge`, `.badLatents`.
    static func read(_ path: String, _ limits: ReaderLimits) throws -> [Entry] {
        try entries(
            in: InputFile.contents(of: path, atMost: limits[.latentBytes], limits.moreThan(.latentBytes)), path: path)
    }

    /// - Throws: `StudioError.badLatents`.
    package static func entries(in data: Data, path: String) throws -> [Entry] {
        func bad(_ reason: String) -> StudioError { .badLatents(path, reason: reason) }
        guard !data.isEmpty else { throw bad("it is empty") }
        if NPY.isNPY(data) {
            do { return try NPY.rows(data).enumerated().map { Entry(source: "\(path)#\($0)", latent: Latent(mean: $1)) } }
            catch let error as NPY.Refusal { throw bad(error.reason) }
            catch let error as NPYHeader.Refusal { throw bad(error.reason) }
        }
        let values: [Any]
        if let whole = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) {
            values = list(in: whole)
        } else {
            values = try data.split(separator: UInt8(ascii: "\n")).flatMap { line -> [Any] in
                guard let value = try? JSONSerialization.jsonObject(with: line, options: .fragmentsAllowed) else {
                    throw bad("it is neither JSON nor a .npy array")
                }
                return list(in: value)
            }
        }
        guard !values.isEmpty else { throw bad("it holds none") }
        return try values.enumerated().map { index, value in
            let source = (value as? [String: Any])?["source"] as? String ?? "\(path)#\(index)"
            guard let mean = numbers((value as? [String: Any])?["mean"] ?? value), !mean.isEmpty else {
                throw bad("entry \(index) has no list of finite numbers")
            }
            return Entry(source: source, latent: Latent(mean: mean))
        }
    }

    /// The latents in a value: of a document, of a list of lists, or the value as the only one.
    private static func list(in value: Any) -> [Any] {
        if let document = value as? [String: Any], let latents = document["latents"] as? [Any] { return latents }
        if let values = value as? [Any], values.first is [Any] || values.first is [String: Any] || values.isEmpty {
            return values
        }
        return [value]
    }

    private static func numbers(_ value: Any) -> [Float]? {
        guard let list = value as? [Any] else { return nil }
        var numbers: [Float] = []
        for item in list {
            guard let number = (item as? NSNumber)?.floatValue, number.isFinite else { return nil }
            numbers.append(number)
        }
        return numbers
    }
}
