import FoundationEssentials
import SketchSupport

/// Reads recipes from PNG, SVG, PDF, GIF and WebP files written by this module.
public enum RecipeReader {
    /// The maximum size of a recipe, in bytes. A recipe with 10,000 inputs has about two million.
    private static let maximumBytes = 8 << 20

    /// Returns the recipe as JSON, or `nil` if the data does not contain one.
    ///
    /// The recipe is searched for without parsing the whole file, because the file may be untrusted.
    public static func json(in data: Data) -> String? {
        found(in: data).flatMap { $0.utf8.count <= maximumBytes ? $0 : nil }
    }

    private static func found(in data: Data) -> String? {
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            return PNGImage.texts(in: [UInt8](data)).last { $0.keyword == "Recipe" }?.text
        }
        if data.starts(with: Data("GIF8".utf8)) { return GIFComment.first(in: [UInt8](data)) }
        // The XMP packet of a WebP file has the same element as an SVG file.
        return data.starts(with: Data("%PDF-".utf8)) ? subject(of: data) : element(of: data)
    }

    /// Returns the text of the `recipe` element.
    private static func element(of svg: Data) -> String? {
        guard let start = ByteSearch.first("<recipe xmlns=\"urn:studio:recipe\">", in: svg),
            let end = ByteSearch.first("</recipe>", in: svg[start.upperBound...]),
            end.lowerBound - start.upperBound <= maximumBytes
        else { return nil }
        return String(decoding: svg[start.upperBound..<end.lowerBound], as: UTF8.self)
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    }

    /// Returns the document's subject: `(text)` with escaped parentheses, or `<FEFF...>`, UTF-16 in hexadecimal digits.
    private static func subject(of pdf: Data) -> String? {
        guard let mark = ByteSearch.last("/Subject ", in: pdf) else { return nil }
        // At most four digits per character.
        let bytes = pdf[mark.upperBound...].prefix(4 * maximumBytes)
        if bytes.first == UInt8(ascii: "<") {
            let digits = bytes.dropFirst().prefix { $0 != UInt8(ascii: ">") }.filter { !($0 == 0x20 || $0 == 0x0A) }
            var units: [UInt16] = []
            var index = digits.startIndex
            while index + 4 <= digits.endIndex {
                guard let unit = UInt16(String(decoding: digits[index..<index + 4], as: UTF8.self), radix: 16) else {
                    return nil
                }
                units.append(unit)
                index += 4
            }
            return String(decoding: units.first == 0xFEFF ? units.dropFirst() : units[...], as: UTF16.self)
        }
        guard bytes.first == UInt8(ascii: "(") else { return nil }
        var text: [UInt8] = []
        var depth = 1
        var isEscaped = false
        for byte in bytes.dropFirst() {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            } else if byte == UInt8(ascii: "(") {
                depth += 1
            } else if byte == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return String(decoding: text, as: UTF8.self) }
            }
            text.append(byte)
        }
        return nil
    }
}
