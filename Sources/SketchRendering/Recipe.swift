import FoundationEssentials
import SketchSupport

/// The record in a picture of how it was made, sufficient to make it again.
///
/// Recipes are stored in PNG text chunks, SVG metadata or PDF document information. They contain neither dates nor output
/// names, so the same command gives the same bytes.
public struct Recipe: Hashable, Sendable {
    /// A file that the picture was made from.
    public struct Source: Hashable, Sendable {
        /// The name as it was given.
        public var name: String
        /// The SHA-256 hash of the content, in hexadecimal digits.
        public var hash: String

        /// Creates a source with a known hash.
        public init(name: String, hash: String) {
            self.name = name
            self.hash = hash
        }

        /// Creates a source and hashes its content with SHA-256.
        public init(name: String, content: Data) {
            self.init(name: name, hash: ContentHash.sha256(content))
        }
    }

    /// The program's name.
    public var program: String
    /// The program's version.
    public var version: String
    /// The command that makes the picture again, for example `interpolate cat.json pig.json --steps 10`.
    public var command: String
    /// The models, by name and fingerprint.
    public var models: [Source]
    /// The latent banks that the command used, by the models' names and the banks' hashes.
    public var latentBanks: [Source]
    /// The random seed; `nil` if nothing was sampled.
    public var seed: UInt64?
    /// Further settings, in the order of the command.
    public var settings: [RecipeEntry]
    /// The input files.
    public var inputs: [Source]

    /// Creates a recipe.
    public init(
        program: String = "studio", version: String, command: String, models: [Source] = [],
        latentBanks: [Source] = [], seed: UInt64? = nil, settings: [RecipeEntry] = [], inputs: [Source] = []
    ) {
        self.program = program
        self.version = version
        self.command = command
        self.models = models
        self.latentBanks = latentBanks
        self.seed = seed
        self.settings = settings
        self.inputs = inputs
    }

    /// Program, version, command, models, latent banks, seed, settings and inputs, in this order, without empty parts.
    public var entries: [RecipeEntry] {
        var entries = [
            RecipeEntry("program", .text(program)), RecipeEntry("version", .text(version)),
            RecipeEntry("command", .text(command)),
        ]
        if !models.isEmpty { entries.append(RecipeEntry("models", Self.list(models))) }
        if !latentBanks.isEmpty { entries.append(RecipeEntry("latent_banks", Self.list(latentBanks))) }
        if let seed {
            // JSON readers lose digits beyond Int64, so larger seeds are text.
            entries.append(RecipeEntry("seed", Int(exactly: seed).map { .integer($0) } ?? .text(String(seed))))
        }
        if !settings.isEmpty { entries.append(RecipeEntry("settings", .object(settings))) }
        if !inputs.isEmpty { entries.append(RecipeEntry("inputs", Self.list(inputs))) }
        return entries
    }

    /// The recipe as JSON on one line.
    public var jsonText: String { RecipeValue.object(entries).json }

    /// Program and version, for metadata fields that name the creator.
    public var maker: String { version.isEmpty ? program : "\(program) \(version)" }

    private static func list(_ sources: [Source]) -> RecipeValue {
        .list(
            sources.map {
                .object([RecipeEntry("name", .text($0.name)), RecipeEntry("sha256", .text($0.hash))])
            })
    }
}
