import FoundationEssentials
import Glibc

/// The rules of a document's `<style>` elements that paint or hide elements. The selectors of `SVGSelector` are
/// supported; other rules are counted.
///
///     sheet = (comment | "@" text (";" | block) | selector ("," selector)* block)*
///     block = "{" (property ":" value "!important"? ";")* "}"
struct SVGStyleSheet {
    /// The most rules that are compared with one element, and with all elements of a document.
    private static let mostMatches = (element: 256, document: 1_000_000)
    /// The most elements that are compared with compounds of selectors in a document.
    static let mostSteps = 4_000_000
    /// The longest text of a document's style sheets, in bytes.
    private static let longest = 1 << 20

    private struct Rule {
        let selector: SVGSelector
        let declarations: SVGDeclarations
        /// Later rules win among those of equal weight.
        let weight: Int
    }

    /// The rules by one of their ids, else by one of their classes, else by their name, else under "*".
    private var rules: [String: [Rule]] = [:]
    private var matches = 0
    private var steps = 0
    /// Rules for elements in certain places or states, and within conditions, that would paint or hide elements.
    private(set) var skippedRules = 0
    /// Style sheets in other files.
    private(set) var skippedSheets = 0

    var isEmpty: Bool { rules.isEmpty }

    /// A document without style sheets.
    init() {}

    /// Reads the style sheets of a document.
    /// - Throws: `FormatError.malformed`.
    init(of bytes: [UInt8], file: String, limits: ReaderLimits) throws {
        let collector = Collector()
        try XMLReader.read(bytes, file: file, limits: limits, handler: collector)
        skippedSheets = collector.linked
        if collector.text.utf8.count <= Self.longest { add(collector.text) } else { skippedSheets += 1 }
    }

    /// Whether a document may have style sheets: it contains `<style`, a prefixed `style` or `<?xml-stylesheet`, or is in UTF-16.
    static func mayBe(in bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) { return true }
        return ["<style", ":style", "?xml-stylesheet"].contains(where: bytes.contains(text:))
    }

    /// Returns what the rules declare for an element, by increasing weight; nil if none selects it.
    /// - Parameter ancestors: from the root.
    /// - Throws: `Fault` if the rules match too often.
    mutating func declarations(of element: SVGIdentity, in ancestors: [SVGIdentity]) throws -> SVGDeclarations? {
        guard !rules.isEmpty else { return nil }
        let before = matches
        var found: [Rule] = []
        for key in [element.id.map { "#" + $0 }, element.name, "*"].compactMap({ $0 }) + element.classes.map({ "." + $0 }) {
            for rule in rules[key] ?? [] {
                matches += 1
                if rule.selector.matches(element, ancestors, steps: &steps) { found.append(rule) }
            }
        }
        guard matches - before <= Self.mostMatches.element, matches <= Self.mostMatches.document, steps <= Self.mostSteps else {
            throw Fault("its style sheets match its elements too often")
        }
        guard !found.isEmpty else { return nil }
        var result = SVGDeclarations()
        for rule in found.sorted(by: { ($0.weight, $0.declarations.order) < ($1.weight, $1.declarations.order) }) {
            result.add(rule.declarations)
        }
        return result
    }

    // MARK: Parsing

    private mutating func add(_ text: String) {
        var rest = Self.withoutComments(text)[...]
        var order = 0
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == ";" }) {
            let prelude = rest[..<brace].trimmed
            if rest[brace] == ";" {
                // `@import` refers to another file; `@charset` and `@namespace` have no effect here.
                if prelude.lowercased().hasPrefix("@import") { skippedSheets += 1 }
                rest = rest[rest.index(after: brace)...]
                continue
            }
            let end = Self.end(of: rest[brace...])
            let block = rest[rest.index(after: brace)..<end]
            rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
            if prelude.hasPrefix("@") {
                let isWithoutPaint = ["@font-face", "@keyframes", "@-webkit-keyframes", "@page"].contains {
                    prelude.lowercased().hasPrefix($0)
                }
                if !isWithoutPaint { skippedRules += 1 }
                continue
            }
            order += 1
            let declarations = SVGDeclarations(block, order: order)
            guard !declarations.isEmpty else { continue }
            let selectors = prelude.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
            // One invalid selector makes the rule invalid (CSS Syntax 3, section 9.1).
            guard selectors.allSatisfy(Self.isSelector) else { continue }
            for selector in selectors { add(selector, declarations) }
        }
    }

    /// Whether a selector can be valid: it is not empty, does not end in a mark that something follows, and has no other characters.
    private static func isSelector(_ text: Substring) -> Bool {
        guard let first = text.first, let last = text.last, !".#:>+~".contains(last), !first.isNumber else { return false }
        return !text.contains { "!%{};@".contains($0) } && !text.contains("..") && !text.contains("##")
            && text.firstMatch(of: /[.#][0-9]/) == nil
    }

    private mutating func add(_ text: Substring, _ declarations: SVGDeclarations) {
        switch SVGSelector.parse(text) {
        case .selector(let selector):
            rules[selector.key, default: []].append(
                Rule(selector: selector, declarations: declarations, weight: selector.weight))
        case .neverMatches: break
        case .notFollowed: if !declarations.areOfText { skippedRules += 1 }
        }
    }

    private static func withoutComments(_ text: String) -> String {
        var (result, rest) = ("", text[...])
        while let start = rest.firstRange(of: "/*") {
            result += rest[..<start.lowerBound] + " "
            rest = rest[start.upperBound...]
            rest = rest.firstRange(of: "*/").map { rest[$0.upperBound...] } ?? ""
        }
        return result + rest
    }

    /// The place of the brace that closes the one at the beginning, or the end of the text.
    private static func end(of text: Substring) -> Substring.Index {
        var depth = 0
        for place in text.indices {
            if text[place] == "{" { depth += 1 }
            if text[place] == "}" { depth -= 1 }
            if depth == 0 { return place }
        }
        return text.endIndex
    }

    /// Collects the text of the `<style>` elements.
    private final class Collector: XMLHandler {
        private(set) var text = ""
        private(set) var linked = 0
        private var depth = 0
        /// The depth of the open `<style>`, if its rules are for every screen.
        private var sheet: Int?

        func start(_ name: String, namespace: String, _ attributes: XMLAttributes, line: Int) {
            depth += 1
            guard name == "style", namespace.isEmpty || namespace == "http://www.w3.org/2000/svg" else { return }
            let medium = attributes.text("media") ?? "all"
            if ["", "all", "screen"].contains(medium), ["", "text/css"].contains(attributes.text("type") ?? "") {
                sheet = depth
            }
            text += "\n"
        }

        func end() {
            if sheet == depth { sheet = nil }
            depth -= 1
        }

        func text(_ bytes: UnsafeRawBufferPointer) { if sheet == depth { text += String(decoding: bytes, as: UTF8.self) } }

        func instruction(_ name: String) { if name == "xml-stylesheet" { linked += 1 } }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
