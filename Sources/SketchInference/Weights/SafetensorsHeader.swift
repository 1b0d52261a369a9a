import FoundationEssentials

/// The JSON header of a safetensors file, checked against the size of the data that follows it.
struct SafetensorsHeader {
    let metadata: [String: String]
    let entries: [SafetensorsFile.Entry]

    private struct Description: Decodable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Contents: Decodable {
        var metadata: [String: String] = [:]
        var tensors: [String: Description] = [:]

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: AnyKey.self)
            for key in container.allKeys {
                if key.stringValue == "__metadata__" {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    tensors[key.stringValue] = try container.decode(Description.self, forKey: key)
                }
            }
        }
    }

    /// - Parameters:
    ///   - json: the header's bytes.
    ///   - dataSize: bytes in the file after the header.
    ///   - file: the file's name in errors.
    /// - Throws: `InferenceError.malformedFile`.
    init(json: Data, dataSize: Int, file: String) throws {
        func refuse(_ detail: String) -> InferenceError { .malformedFile(file: file, kind: .safetensors, detail: detail) }
        guard json.first == UInt8(ascii: "{") else {
            throw refuse("its header does not begin with '{'; it is another kind of file")
        }
        // A header has at most four levels; more could exhaust the parser's stack.
        guard JSONNesting.depth(of: json, stoppingAt: 8) <= 4 else {
            throw refuse("its header is nested more than 4 levels deep")
        }
        if let key = JSONKeys.firstDuplicate(in: json) { throw refuse("its header contains the key '\(key)' twice") }
        let contents: Contents
        do {
            contents = try JSONDecoder().decode(Contents.self, from: json)
        } catch DecodingError.dataCorrupted {
            throw refuse("its header is not JSON")
        } catch DecodingError.keyNotFound(let key, let context) {
            throw refuse("the header's entry \(Self.place(context)) lacks '\(key.stringValue)'")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw refuse("the header's entry \(Self.place(context)) has a value of the wrong type")
        }
        var entries: [SafetensorsFile.Entry] = []
        for (name, description) in contents.tensors {
            entries.append(try Self.entry(name, description, dataSize: dataSize, refuse: refuse))
        }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.name)
                < ($1.range.lowerBound, $1.range.upperBound, $1.name)
        }
        var end = 0
        for entry in entries {
            guard entry.range.lowerBound == end else {
                let fault = entry.range.lowerBound < end ? "overlaps the tensor before it" : "leaves a gap"
                throw refuse(
                    "tensor \(entry.name) starts at byte \(entry.range.lowerBound) of the data, "
                        + "not at \(end): it \(fault)")
            }
            end = entry.range.upperBound
        }
        guard end == dataSize else {
            throw refuse("the tensors end at byte \(end) of the data, which has \(dataSize)")
        }
        metadata = contents.metadata
        self.entries = entries
    }

    private static func entry(
        _ name: String, _ description: Description, dataSize: Int, refuse: (String) -> InferenceError
    ) throws -> SafetensorsFile.Entry {
        guard let type = SafetensorsFile.ElementType(rawValue: description.dtype) else {
            throw refuse("tensor \(name) has the unknown element type '\(description.dtype)'")
        }
        let offsets = description.dataOffsets
        guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
            throw refuse("tensor \(name) has the offsets \(offsets), which are not a range of bytes")
        }
        guard offsets[1] <= dataSize else {
            throw refuse(
                "tensor \(name) ends at byte \(offsets[1]) of the data, which has \(dataSize); "
                    + "the file is truncated")
        }
        var size = type.size
        for dimension in description.shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard dimension >= 0, !overflow else {
                throw refuse("tensor \(name) has the invalid shape \(description.shape)")
            }
            size = product
        }
        guard size == offsets[1] - offsets[0] else {
            throw refuse(
                "tensor \(name) of shape \(description.shape) needs \(size) bytes, "
                    + "but its offsets span \(offsets[1] - offsets[0])")
        }
        return .init(name: name, type: type, shape: description.shape, range: offsets[0]..<offsets[1])
    }

    private static func place(_ context: DecodingError.Context) -> String {
        "'" + context.codingPath.map(\.stringValue).joined(separator: ".") + "'"
    }
}
