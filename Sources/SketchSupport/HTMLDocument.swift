import FoundationEssentials

/// A self-contained HTML file. Its Content-Security-Policy forbids every request and runs only the file's own script and
/// style, which it names by their hashes.
package struct HTMLDocument {
    package var title: String
    /// The program that writes the file, with its version.
    package var generator: String
    /// Style sheets, in order.
    package var styles: [String]
    /// Scripts, in order; they share one scope.
    package var scripts: [String]

    package init(title: String, generator: String, styles: [String], scripts: [String]) {
        (self.title, self.generator, self.styles, self.scripts) = (title, generator, styles, scripts)
    }

    /// The document as UTF-8.
    ///
    /// - Parameter body: the contents of the body, before the script.
    package func data(body: Data) -> Data {
        let style = styles.map(Self.compactStyle).joined()
        let script = scripts.map(Self.compact).joined()
        let policy =
            "default-src 'none'; script-src \(Self.source(script)); style-src \(Self.source(style)); img-src data: blob:; "
            + "base-uri 'none'; form-action 'none'"
        let head = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="generator" content="\(XMLText.escaped(generator))">
            <title>\(XMLText.escaped(title))</title>
            <style>\(style)</style>
            </head>
            <body>

            """
        return Data(head.utf8) + body + Data("<script>\(script)</script>\n</body>\n</html>\n".utf8)
    }

    /// A style sheet, script or markup without indentation, blank lines and comments that have whole lines.
    ///
    /// Lines stay lines. That is safe where no string and no template literal contains a line break, which a test checks
    /// for every file.
    package static func compact(_ text: String) -> String {
        var result = ""
        var isComment = false
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == " " }
            if !isComment, line.hasPrefix("/*") { isComment = true }
            if isComment {
                isComment = !line.hasSuffix("*/")
            } else if !line.isEmpty, !line.hasPrefix("//") {
                result += line + "\n"
            }
        }
        return result
    }

    /// A style sheet without spaces that CSS does not need either. Its strings contain no punctuation.
    package static func compactStyle(_ text: String) -> String {
        let shorter = [(" {", "{"), ("{\n", "{"), ("{ ", "{"), (";\n", ";"), ("; ", ";"), (" }", "}"), (": ", ":"), (", ", ",")]
        return shorter.reduce(compact(text)) { text, pair in text.replacing(pair.0, with: pair.1) }
    }

    /// A text as a source expression of the policy: its SHA-256 in base64.
    private static func source(_ text: String) -> String {
        let digits = Array(ContentHash.sha256(Data(text.utf8)).utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
        }
        return "'sha256-\(Data(bytes).base64EncodedString())'"
    }
}
