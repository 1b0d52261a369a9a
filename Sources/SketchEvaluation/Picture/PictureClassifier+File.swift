import FoundationEssentials
import SketchCore
import SketchInference
import SketchSupport

/// Picture classifiers in safetensors files with the metadata keys `format` = `sketch-picture-classifier`, `classes` (JSON
/// array), `judged_classes` (JSON array, optional), `preprocessing`, and other metadata (`training`, `data`, `license`).
extension PictureClassifier {
    static let format = "sketch-picture-classifier"

    public init(_ file: SafetensorsFile) throws {
        let check = ClassifierCheck(name: file.name)
        try check.format(of: file, is: Self.format)
        let judged = try file.metadata["judged_classes"].map { try check.names($0, key: "judged_classes") }
        let own: Set = ["format", "classes", "judged_classes", "preprocessing"]
        try self.init(
            classes: check.names(file.metadata["classes"], key: "classes"), judgedClasses: judged,
            weights: file.tensors(), preprocessing: check.preprocessing(of: file),
            metadata: file.metadata.filter { !own.contains($0.key) }, name: file.name)
    }

    public func safetensorsData() throws -> Data {
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = Self.format
        writer.metadata["classes"] = JSONText.list(knownClasses)
        if let judgedClasses { writer.metadata["judged_classes"] = JSONText.list(judgedClasses) }
        writer.metadata["preprocessing"] = try JSONText.sorted(preprocessing)
        try writer.addHalves(weights)
        return writer.data()
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the classes and the weights as float32.
    public var fingerprint: String {
        var writer = SafetensorsWriter(metadata: [
            "classes": JSONText.list(knownClasses), "judged_classes": JSONText.list(classes),
        ])
        for (name, tensor) in weights { writer.add(name, tensor) }
        return String(ContentHash.sha256(writer.data()).prefix(16))
    }
}
