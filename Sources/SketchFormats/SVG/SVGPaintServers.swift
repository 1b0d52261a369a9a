/// The gradients and patterns of a document.
struct SVGPaintServers {
    private var others: Set<String> = []
    /// The gradients by their ids, with the references to others.
    private var gradients: [String: (hasStops: Bool, target: String?)] = [:]

    private static let gradientNames: Set = ["linearGradient", "radialGradient"]
    /// The most references that are followed.
    private static let deepest = 32

    /// Adds an element, which may be a stop of its parent.
    mutating func add(_ name: String, id: String?, target: @autoclosure () -> String?, parent: SVGIdentity?) {
        if let id, ["pattern", "meshgradient", "hatch", "solidColor"].contains(name) { others.insert(id) }
        if let id, Self.gradientNames.contains(name), gradients[id] == nil { gradients[id] = (false, target()) }
        if name == "stop", let parent, let id = parent.id, Self.gradientNames.contains(parent.name) {
            gradients[id]?.hasStops = true
        }
    }

    /// The ids of patterns, and of gradients with stops of their own or of others to which they refer. A gradient without
    /// stops paints nothing (SVG 2, section 14.2.4).
    var usable: Set<String> {
        others.union(
            gradients.keys.filter { id in
                var next: String? = id
                for _ in 0..<Self.deepest {
                    guard let id = next, let gradient = gradients[id] else { return false }
                    if gradient.hasStops { return true }
                    next = gradient.target.flatMap { $0.hasPrefix("#") ? String($0.dropFirst()) : nil }
                }
                return false
            })
    }
}
