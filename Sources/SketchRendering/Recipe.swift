import Foundation
import SketchSupport

/// How a picture was made: enough to make it again. Every picture carries one, in PNG text chunks, SVG
/// metadata or PDF info. It holds no date and no output name, so that the same command gives the same bytes.
public struct Recipe: Hashable, Sendable {
    /// A file that went into the picture: its name as given, and a hash of its content.
    public struct Source: Hashable, Sendable {
        public var name: String
        public var hash: String

        public init(name: String, hash: String) {
            self.name = name
            self.hash = hash
        }

        /// Hashes `content` with SHA-256.
        public init(name: String, content: Data) {
            self.init(name: name, hash: ContentHash.sha256(content))
        }
    }

    public var program: String
    public var version: String
    /// The command as it could be typed again, for example `interpolate cat.json pig.json --steps 10`.
    public var command: String
    public var models: [Source]
    public var seed: UInt64?
    public var settings: [RecipeEntry]
    public var inputs: [Source]

    public init(
        program: String = "studio", version: String, command: String, models: [Source] = [],
        seed: UInt64? = nil, settings: [RecipeEntry] = [], inputs: [Source] = []
    ) {
        self.program = program
        self.version = version
        self.command = command
        self.models = models
        self.seed = seed
        self.settings = settings
        self.inputs = inputs
    }

    /// Program, version, command, models, seed, settings, inputs: always in this order, empty parts left out.
    public var entries: [RecipeEntry] {
        var entries = [
            RecipeEntry("program", .text(program)), RecipeEntry("version", .text(version)),
            RecipeEntry("command", .text(command)),
        ]
        if !models.isEmpty { entries.append(RecipeEntry("models", Self.list(models))) }
        if let seed {
            // Beyond Int64 the seed is kept as text: no digit may be lost.
            entries.append(RecipeEntry("seed", Int(exactly: seed).map { .integer($0) } ?? .text(String(seed))))
        }
        if !settings.isEmpty { entries.append(RecipeEntry("settings", .object(settings))) }
        if !inputs.isEmpty { entries.append(RecipeEntry("inputs", Self.list(inputs))) }
        return entries
    }

    /// The recipe as one line of JSON.
    public var jsonText: String { RecipeValue.object(entries).json }

    /// Program and version, for the field that names a file's maker.
    public var maker: String { version.isEmpty ? program : "\(program) \(version)" }

    private static func list(_ sources: [Source]) -> RecipeValue {
        .list(
            sources.map {
                .object([RecipeEntry("name", .text($0.name)), RecipeEntry("sha256", .text($0.hash))])
            })
    }
}
