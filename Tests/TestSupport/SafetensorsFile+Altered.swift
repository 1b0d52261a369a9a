import Foundation
import SketchInference

extension SafetensorsFile {
    /// Returns a file with another value of one metadata key.
    package static func altered(_ data: Data, key: String, value: String, name: String) throws -> SafetensorsFile {
        let file = try SafetensorsFile(data: data, name: name)
        var writer = SafetensorsWriter(metadata: file.metadata)
        for entry in file.entries { writer.add(entry.name, try file.tensor(entry.name)) }
        writer.metadata[key] = value
        return try SafetensorsFile(data: writer.data(), name: name)
    }
}
