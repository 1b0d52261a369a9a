import SketchSupport

/// The model that a latent belongs to, as files of latents state it.
public struct LatentModel: Hashable, Sendable {
    /// As the user named it: a built-in model's name, or a path.
    public var name: String
    /// `SketchModel.fingerprint`; nil where the file does not state it.
    public var fingerprint: String?

    public init(name: String, fingerprint: String? = nil) {
        self.name = name
        self.fingerprint = fingerprint
    }

    /// `"model"` and `"fingerprint"` in JSON.
    package var members: [(String, JSONValue)] {
        [("model", .string(name))] + (fingerprint.map { [("fingerprint", .string($0))] } ?? [])
    }
}
