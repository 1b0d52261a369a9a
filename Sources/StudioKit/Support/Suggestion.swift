/// The known word that a misspelt one probably means.
package enum Suggestion {
    /// Words that people try first, with what the program calls them.
    private static let commandSynonyms = [
        "paint": "render", "generate": "sample", "random": "sample", "morph": "interpolate", "latent": "encode",
        "reconstruction": "reconstruct", "finish": "complete", "arithmetic": "analogy", "fit": "train",
        "test": "evaluate", "show": "info", "inspect": "info", "ls": "list",
    ]
    private static let optionSynonyms = [
        "size": ["cell"], "width": ["line-width"], "stroke-width": ["line-width"], "spacing": ["gap"],
        "out": ["output"], "file": ["output"], "dir": ["output"], "number": ["count", "limit", "steps"],
        "n": ["count", "limit", "steps"], "num": ["count", "limit", "steps"], "samples": ["count", "sample"],
        "frames": ["steps"], "theme": ["style"], "resolution": ["dpi"], "paper": ["page", "background"],
        "jobs": ["threads"], "silent": ["quiet"], "overwrite": ["force"], "weights": ["model"],
        "checkpoint": ["model", "init"], "epochs": ["num-steps"], "iterations": ["num-steps"], "lr": ["learning-rate"],
        "max": ["limit"], "type": ["format", "input-format"], "tau": ["temperature"], "cols": ["columns"],
    ]

    /// The command that a word means; nil if none is near.
    package static func command(_ word: String, among known: [String]) -> String? {
        nearest(word, among: known) ?? commandSynonyms[word.lowercased()].flatMap { known.contains($0) ? $0 : nil }
    }

    /// The option, without dashes, that a word means; nil if none is near.
    package static func option(_ word: String, among known: [String]) -> String? {
        let lower = word.lowercased()
        if let synonym = optionSynonyms[lower]?.first(where: known.contains) { return synonym }
        // A part of a longer name, such as "labels" of "no-labels".
        let parts = known.filter { $0.split(separator: "-").contains { $0 == lower } }.sorted { ($0.count, $0) < ($1.count, $1) }
        return parts.first ?? nearest(word, among: known)
    }

    /// The word that differs least: by capitals, by what follows it, or by few letters; nil if none is near.
    ///
    /// - Parameter share: the share of the letters that may differ; one always may.
    package static func nearest(_ word: String, among known: [String], share: Double = 1 / 3) -> String? {
        let lower = word.lowercased()
        guard !lower.isEmpty, lower.utf8.count <= 100 else { return nil }
        let sorted = known.sorted { ($0.count, $0) < ($1.count, $1) }
        if let same = sorted.first(where: { $0.lowercased() == lower }) { return same }
        if lower.count >= 3, let longer = sorted.first(where: { $0.lowercased().hasPrefix(lower) }) { return longer }
        let limit = max(1, Int(Double(lower.count) * share))
        let distances = sorted.map { ($0, distance(Array(lower.unicodeScalars), Array($0.lowercased().unicodeScalars))) }
        return distances.filter { $0.1 <= limit && $0.1 < $0.0.count }.min { $0.1 < $1.1 }?.0
    }

    /// The number of letters to insert, delete, replace or swap with their neighbour.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var (beforeLast, last) = ([Int](), Array(0...second.count))
        for (i, letter) in first.enumerated() {
            var row = [i + 1]
            for (j, other) in second.enumerated() {
                var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[second.count]
    }
}
