import Foundation
import SketchFormats
import SketchInference
import SketchSupport

/// Latents as files hold them: the document of `encode --json`, one object a line, or a NumPy array [B, Z].
package enum LatentFile {
    /// A latent and the drawing it came from.
    package struct Entry {
        package var source: String
        package var latent: Latent

        package init(source: String, latent: Latent) {
            self.source = source
            self.latent = latent
        }

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

    package static func document(_ entries: [Entry], model: String) -> JSONValue {
        .object([("model", .string(model)), ("latents", .array(entries.map(\.json)))])
    }

    /// Latents from a file, or from standard input where the path is `-`.
    ///
    /// Reads the document of `encode --json`, a list of latents (numbers, or objects with a `mean`), one of
    /// either a line, and `.npy`.
    /// - Throws: `StudioError.noSuchFile`, `.unreadable`, `.tooLarge`, `.badLatents`.
    package static func read(_ path: String, _ limits: ReaderLimits) throws -> [Entry] {
        let data: Data
        do { data = try InputFile.contents(of: path, atMost: limits[.latentBytes]) } catch StudioError.tooLarge {
            throw limits.exceeded(.latentBytes, file: path)
        }
        return try entries(in: data, path: path, limits)
    }

    /// - Throws: `StudioError.badLatents`, `.tooLarge`.
    package static func entries(in data: Data, path: String, _ limits: ReaderLimits = .standard) throws -> [Entry] {
        var list = List(path: path, limits: limits)
        if data.isEmpty { throw list.bad("it is empty") }
        if FloatMatrixFile.recognises(data) {
            do {
                let rows = try FloatMatrixFile.rows(data, limit: limits[.latents])
                for row in rows { try list.append(row, source: nil) }
            } catch FloatMatrixFile.Refusal.tooManyRows(let count) {
                throw limits.exceeded(.latents, file: path, found: count)
            } catch FloatMatrixFile.Refusal.malformed(let reason) {
                throw list.bad(reason)
            } catch let error as NPYHeader.Refusal {
                throw list.bad(error.reason)
            }
        } else {
            try data.withUnsafeBytes { try list.append(json: $0) }
        }
        if list.entries.isEmpty { throw list.bad("it holds none") }
        return list.entries
    }

    /// Latents as they are read, one JSON value after another.
    private struct List {
        /// The largest `z_size` there is.
        static let mostNumbers = 1 << 16

        let path: String
        let limits: ReaderLimits
        var entries: [Entry] = []

        func bad(_ reason: String) -> StudioError { .badLatents(path, reason: reason) }

        mutating func append(_ mean: [Float], source: String?) throws {
            guard entries.count < limits[.latents] else { throw limits.exceeded(.latents, file: path) }
            entries.append(Entry(source: source ?? "\(path)#\(entries.count)", latent: Latent(mean: mean)))
        }

        /// A file that is one value, or has a value in every line.
        mutating func append(json text: UnsafeRawBufferPointer) throws {
            let parser = try JSONParser()
            let text = text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text[...]
            if text.count <= limits[.jsonBytes] {
                do { return try append(value: text, parser) } catch is JSONParser.Refusal {}
            }
            var rest = text
            while !rest.isEmpty {
                let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                rest = rest[line.endIndex...].dropFirst()
                if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
                guard line.count <= limits[.jsonBytes] else {
                    throw limits.exceeded(.jsonBytes, file: path, place: "one JSON value", found: line.count)
                }
                do { try append(value: line, parser) } catch is JSONParser.Refusal {
                    throw bad("it is neither JSON nor a .npy array")
                }
            }
        }

        /// The latents in a value: of a document, of a list of lists, or the value as the only one.
        private mutating func append(value: Slice<UnsafeRawBufferPointer>, _ parser: JSONParser) throws {
            var padded = [UInt8](value)
            padded.append(contentsOf: repeatElement(0x20, count: JSONParser.padding))
            try padded.withUnsafeBytes { bytes in
                try parser.withDocument(bytes) { value in
                    let list = value.isObject ? value.member("latents") : value
                    let first = list?.elements.first { _ in true }
                    if let list, list.isArray, first.map({ $0.isArray || $0.isObject }) ?? true {
                        for latent in list.elements { try append(latent: latent) }
                    } else {
                        try append(latent: value)
                    }
                }
            }
        }

        private mutating func append(latent value: JSONView) throws {
            let mean = value.isObject ? value.member("mean") : value
            let numbers = mean?.numbers.map { words in
                (0..<min(words.count / 2, Self.mostNumbers + 1)).map { Float(JSONView.value(words, $0)) }
            }
            guard let numbers, !numbers.isEmpty, numbers.allSatisfy(\.isFinite) else {
                throw bad("entry \(entries.count) has no list of finite numbers")
            }
            guard numbers.count <= Self.mostNumbers else {
                throw bad("entry \(entries.count) has more than \(Self.mostNumbers) numbers, and no model as many")
            }
            try append(numbers, source: value.member("source")?.string)
        }
    }
}
