import FoundationEssentials
import SketchCore
import SketchInference
import SketchSupport

/// Classifiers in safetensors files with the metadata keys `format` = `sketch-classifier`, `classes` (JSON array),
/// `scale_factor`, `preprocessing`, and other metadata (`training`, `data`, `license`).
extension SketchClassifier {
    static let format = "sketch-classifier"

    public init(_ file: SafetensorsFile) throws {
        let check = ClassifierCheck(name: file.name)
        try check.format(of: file, is: Self.format)
        let classes = try check.names(file.metadata["classes"], key: "classes")
        let text = file.metadata["scale_factor"] ?? ""
        guard let factor = MetadataNumber.scaleFactor.number(text) else {
            throw check.refusal(MetadataNumber.scaleFactor.fault(text))
        }
        let own: Set = ["format", "classes", "scale_factor", "preprocessing"]
        try self.init(
            classes: classes, weights: file.tensors(), scaleFactor: factor, preprocessing: check.preprocessing(of: file),
            metadata: file.metadata.filter { !own.contains($0.key) }, name: file.name)
    }

    public func safetensorsData() throws -> Data {
        var writer = SafetensorsWriter(metadata: metadata)
        writer.metadata["format"] = Self.format
        writer.metadata["classes"] = JSONText.list(classes)
        writer.metadata["scale_factor"] = "\(scaleFactor)"
        writer.metadata["preprocessing"] = try JSONText.sorted(preprocessing)
        try writer.addHalves(weights)
        return writer.data()
    }

    /// The first 16 hexadecimal digits of the SHA-256 of classes, scale factor and weights as float32.
    public var fingerprint: String {
        var writer = SafetensorsWriter(metadata: [
            "classes": classes.map(JSONText.quoted).joined(separator: ","), "scale_factor": "\(scaleFactor)",
        ])
        for (name, tensor) in weights { writer.add(name, tensor) }
        return String(ContentHash.sha256(writer.data()).prefix(16))
    }
}
