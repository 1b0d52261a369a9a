import SketchSupport

/// A latent in a file, with the drawing it came from.
public struct LatentRecord: Hashable, Sendable {
    /// The drawing, for example `cats.ndjson#17`; without one, the latent's file and position.
    public var source: String
    public var latent: Latent
    /// Draws from q(z|x), Z values each; see `LatentDraw.posterior(_:count:seed:drawIndex:)`.
    public var samples: [[Float]]
    /// The drawing's position in its file, counted from 0; nil where it is not known.
    public var index: Int?
    /// What the drawing shows; nil where it is not known.
    public var word: String?
    /// The drawing's key, `SketchRecord.key`; nil where it is not known.
    public var key: String?
    /// The model it belongs to; nil where it is not known.
    public var model: LatentModel?

    public init(source: String, latent: Latent, samples: [[Float]] = []) {
        self.source = source
        self.latent = latent
        self.samples = samples
    }

    /// `{"source": ..., "index": ..., "word": ..., "key": ..., "mean": [Z], "log_variance": [Z], "samples": [[Z], ...]}`,
    /// without the members that are absent.
    package var json: JSONValue { .object(members) }

    /// As `json`, preceded by the model's members.
    package func json(of model: LatentModel) -> JSONValue { .object(model.members + members) }

    /// The members that describe the drawing.
    package var drawing: [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [("source", .string(source))]
        if let index { members.append(("index", .integer(index))) }
        if let word { members.append(("word", .string(word))) }
        if let key { members.append(("key", .string(key))) }
        return members
    }

    private var members: [(String, JSONValue)] {
        var members = drawing + [("mean", .floats(latent.mean))]
        if let logVariance = latent.logVariance { members.append(("log_variance", .floats(logVariance))) }
        if !samples.isEmpty { members.append(("samples", .array(samples.map(JSONValue.floats)))) }
        return members
    }
}
