/// An element as selectors see it.
struct SVGIdentity {
    let name: String
    var classes: Set<String> = []
    var id: String?
    /// The custom properties (`--name`) that the element declares or inherits.
    var customs: [String: String] = [:]
}

/// A selector that is followed: elements by name, classes, ids and `:root`, with the descendant and the child combinator
/// (Selectors 4, sections 15.1 and 15.2).
///
///     selector = compound ((space | ">") compound)*
///     compound = (name | "*")? ("." name | "#" name | ":root")*
struct SVGSelector {
    /// The most compounds of a selector.
    private static let longest = 16

    private struct Compound {
        var name: String?
        var classes: Set<String> = []
        var ids: Set<String> = []
        var isRoot = false
        /// Whether the compound matches the parent of the next one, not any ancestor.
        var isParent = false

        func matches(_ element: SVGIdentity, isRoot: Bool) -> Bool {
            (name == nil || name == element.name) && classes.isSubset(of: element.classes) && ids.allSatisfy { $0 == element.id }
                && (!self.isRoot || isRoot)
        }
    }

    enum Parsed {
        case selector(SVGSelector)
        /// For elements in states that do not exist on paper.
        case neverMatches
        /// Other conditions.
        case notFollowed
    }

    /// From the outermost element to the one that is selected.
    private var compounds: [Compound] = []

    private init() {}

    /// The specificity: ids, then classes, then names (Selectors 4, section 17).
    var weight: Int {
        compounds.reduce(0) {
            $0 + $1.ids.count << 20 + ($1.classes.count + ($1.isRoot ? 1 : 0)) << 10 + ($1.name == nil ? 0 : 1)
        }
    }

    /// What every selected element has: an id, else a class, else a name, else anything.
    var key: String {
        guard let last = compounds.last else { return "*" }
        return last.ids.first.map { "#" + $0 } ?? last.classes.first.map { "." + $0 } ?? last.name ?? "*"
    }

    static func parse(_ text: Substring) -> Parsed {
        var selector = SVGSelector()
        var rest = text
        while !rest.isEmpty {
            var compound = Compound()
            let word = rest.prefix { $0.isSelectorName || $0 == "*" }
            if !word.isEmpty, word != "*" {
                guard !word.contains("*") else { return .notFollowed }
                compound.name = String(word)
            }
            rest = rest[word.endIndex...]
            while let mark = rest.first, ".#:".contains(mark) {
                let value = rest.dropFirst().prefix(while: \.isSelectorName)
                switch (mark, String(value)) {
                case (".", let name) where !name.isEmpty: compound.classes.insert(name)
                case ("#", let name) where !name.isEmpty: compound.ids.insert(name)
                case (":", "root"): compound.isRoot = true
                case (":", "hover"), (":", "active"), (":", "focus"): return .neverMatches
                default: return .notFollowed
                }
                rest = rest[value.endIndex...]
            }
            let hasSpace = rest.first?.isWhitespace == true
            rest = rest.drop(while: \.isWhitespace)
            if rest.first == ">" {
                compound.isParent = true
                rest = rest.dropFirst().drop(while: \.isWhitespace)
            } else if !rest.isEmpty, !hasSpace {
                return .notFollowed
            }
            selector.compounds.append(compound)
            guard selector.compounds.count <= longest else { return .notFollowed }
        }
        return .selector(selector)
    }

    /// Whether an element is selected.
    /// - Parameters:
    ///   - ancestors: from the root.
    ///   - steps: increased by the number of compared elements.
    func matches(_ element: SVGIdentity, _ ancestors: [SVGIdentity], steps: inout Int) -> Bool {
        guard let last = compounds.last, last.matches(element, isRoot: ancestors.isEmpty) else { return false }
        return matches(compounds.count - 1, in: ancestors.count, ancestors, &steps)
    }

    /// Whether the first `count` compounds match some of the first `depth` ancestors.
    private func matches(_ count: Int, in depth: Int, _ ancestors: [SVGIdentity], _ steps: inout Int) -> Bool {
        guard count > 0 else { return true }
        let compound = compounds[count - 1]
        var place = depth - 1
        while place >= 0, steps <= SVGStyleSheet.mostSteps {
            steps += 1
            if compound.matches(ancestors[place], isRoot: place == 0), matches(count - 1, in: place, ancestors, &steps) {
                return true
            }
            if compound.isParent { return false }
            place -= 1
        }
        return false
    }
}

extension Character {
    /// Whether the character is part of a name in a style sheet.
    fileprivate var isSelectorName: Bool { isLetter || isNumber || self == "-" || self == "_" || !isASCII }
}
