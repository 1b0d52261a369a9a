/// Texts from files, such as names of classes, as parts of a line.
package enum SingleLine {
    /// Returns the text with U+FFFD in place of line breaks, so that a name cannot look like a line of the program.
    package static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isBreak) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isBreak($0) ? "\u{FFFD}" : $0 }))
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
