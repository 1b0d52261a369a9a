import FoundationEssentials
import SketchSupport

/// A recipe that was read from a picture.
package struct StoredRecipe {
    private let object: [String: JSONNode]
    /// The command without the program's name.
    package let command: String

    /// Nil if the text is not a recipe.
    package init?(_ json: String) {
        guard let object = try? JSONNode(json: Data(json.utf8)).members, let command = object["command"]?.string
        else { return nil }
        self.object = object
        self.command = command
    }

    /// One fact per line.
    package var lines: [String] {
        var facts: [(String, String)] = [("command", "studio " + command)]
        if let version = object["version"]?.string { facts.append(("version", version)) }
        if let seed = object["seed"] { facts.append(("seed", Self.text(seed))) }
        for (part, name) in Self.parts { facts += sources(part).map { (name, "\($0.name)  \($0.hash)") } }
        for (key, value) in (object["settings"]?.members ?? [:]).sorted(by: { $0.key < $1.key }) {
            facts.append((key.replacing("_", with: " "), Self.text(value)))
        }
        let width = facts.map(\.0.count).max() ?? 0
        return facts.map { $0.0.padded(to: width + 2) + $0.1 }
    }

    /// The differences of a later recipe of the same picture, as clauses.
    package func differences(from other: StoredRecipe) -> [String] {
        var result: [String] = []
        for (part, name) in Self.parts {
            let later = other.sources(part)
            for source in sources(part) where !later.contains(where: { $0 == source }) {
                let isThere = later.contains { $0.name == source.name }
                result.append("the \(name) \(source.name) \(isThere ? "has changed" : "was not used")")
            }
            // Earlier versions recorded no banks.
            for source in later where part != "latent_banks" && !sources(part).contains(where: { $0.name == source.name }) {
                result.append("the \(name) \(source.name) was not used then")
            }
        }
        let versions = [self, other].map { $0.object["version"]?.string ?? "" }
        if versions[0] != versions[1] {
            result.append("it was made by version \(versions[0]); this is version \(versions[1])")
        }
        if result.isEmpty, other.statesCurves, !statesCurves {
            result.append("it was made by a version with another layout of sheets")
        }
        if result.isEmpty, object != other.object {
            result.append("the recipe is worded differently")
        }
        return result
    }

    /// Whether the recipe states how strokes are drawn; those of earlier versions do not.
    private var statesCurves: Bool { object["settings"]?.members?["curves"] != nil }

    /// The lists of sources, with the name of one.
    private static let parts = [("models", "model"), ("latent_banks", "latent bank of"), ("inputs", "input")]

    private func sources(_ part: String) -> [(name: String, hash: String)] {
        (object[part]?.elements ?? []).compactMap(\.members).map { ($0["name"]?.string ?? "", $0["sha256"]?.string ?? "") }
    }

    private static func text(_ value: JSONNode) -> String {
        switch value {
        case .string(let text): text
        case .boolean(let isTrue): isTrue ? "yes" : "no"
        default: (try? JSONText.sorted(value, formatting: .withoutEscapingSlashes)) ?? ""
        }
    }
}
