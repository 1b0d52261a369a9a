/// The namespaces that editors use without declaring them.
enum SVGNamespaces {
    private static let usual = [
        ("xlink", "http://www.w3.org/1999/xlink"), ("inkscape", "http://www.inkscape.org/namespaces/inkscape"),
        ("sodipodi", "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"),
    ]

    /// Returns a document whose root declares the prefixes of usual namespaces that it uses, and those that it did not declare.
    static func declared(in bytes: [UInt8]) -> (bytes: [UInt8], missing: [String]) {
        let missing = usual.filter { prefix, _ in
            [" ", "\t", "\n"].contains { bytes.contains(text: $0 + prefix + ":") } && !bytes.contains(text: "xmlns:\(prefix)")
        }
        guard !missing.isEmpty, let place = endOfRootName(in: bytes) else { return (bytes, []) }
        let text = missing.map { prefix, namespace in " xmlns:\(prefix)=\"\(namespace)\"" }.joined()
        return (Array(bytes[..<place] + Array(text.utf8) + bytes[place...]), missing.map(\.0))
    }

    /// The place after the name of the root element; nil if there is none.
    private static func endOfRootName(in bytes: [UInt8]) -> Int? {
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = bytes[start...]
            let end: [UInt8]
            if rest.starts(with: "<!--".utf8) {
                end = Array("-->".utf8)
            } else if rest.starts(with: "<?".utf8) {
                end = Array("?>".utf8)
            } else if rest.starts(with: "<!".utf8) {
                // The inner part of a document type is in brackets.
                let bracket = rest.firstIndex(of: UInt8(ascii: "[")) ?? bytes.endIndex
                let close = rest.firstIndex(of: UInt8(ascii: ">")) ?? bytes.endIndex
                end = Array((bracket < close ? "]>" : ">").utf8)
            } else {
                return rest.firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/") }
            }
            while !rest.isEmpty, !rest.starts(with: end) { rest = rest.dropFirst() }
        }
        return nil
    }
}

extension [UInt8] {
    /// Whether a text occurs in the bytes.
    func contains(text: String) -> Bool {
        let text = Array(text.utf8)
        var rest = self[...]
        while let place = rest.firstIndex(of: text[0]) {
            if self[place...].starts(with: text) { return true }
            rest = self[(place + 1)...]
        }
        return false
    }
}
