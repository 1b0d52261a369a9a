import SketchSupport

/// A latent in a file, with the drawing it came from.
public struct LatentRecord: Hashable, Sendable {
    /// The drawing, for example `cats.ndjson#17`; without one, the latent's file and position.
    public var source: String
    public var latent: Latent
    /// Draws from q(z|x), Z values each; see `LatentDraw.posterior(_:count:seed:drawIndex:)`.
    public var samples: [[Float]]

    public init(source: String, latent: Latent, samples: [[Float]] = []) {
        self.source = source
        self.latent = latent
        self.samples = samples
    }

    /// `{"source": ..., "mean": [Z], "log_variance": [Z], "samples": [[Z], ...]}`, without the members that are absent.
    package var json: JSONValue {
        var members: [(String, JSONValue)] = [("source", .string(source)), ("mean", .floats(latent.mean))]
        if let logVariance = latent.logVariance { members.append(("log_variance", .floats(logVariance))) }
        if !samples.isEmpty { members.append(("samples", .array(samples.map(JSONValue.floats)))) }
        return .object(members)
    }
}
