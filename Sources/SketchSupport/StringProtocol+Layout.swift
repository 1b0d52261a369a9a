import Glibc

/// Trimming, padding and numbers of fixed width, which need no locale.
extension StringProtocol {
    /// The text without tabs and Unicode spaces at its ends; line breaks stay.
    package var trimmed: String {
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[first...last])
    }

    /// The text with spaces after it, up to a number of characters.
    package func padded(to width: Int) -> String { String(self) + String(repeating: " ", count: Swift.max(0, width - count)) }
}

extension String {
    /// Numbers in the format of C's `printf`, for example `%.3f`.
    package init(cFormat format: String, _ values: Double...) {
        let size = withVaList(values) { vsnprintf(nil, 0, format, $0) }
        var bytes = [CChar](repeating: 0, count: Int(Swift.max(size, 0)) + 1)
        _ = withVaList(values) { vsnprintf(&bytes, bytes.count, format, $0) }
        self = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
