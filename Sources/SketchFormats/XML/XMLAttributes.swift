/// The attributes of an element, valid during `XMLHandler.start`.
struct XMLAttributes {
    /// Alternating names and values, terminated by nil, as passed by Expat.
    private let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

    init(_ pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?) { self.pairs = pairs }

    /// Returns an attribute's value as UTF-8. A name with a prefix is given as its namespace, a line feed and
    /// the local name.
    func bytes(_ name: StaticString) -> [UInt8]? {
        guard let pairs else { return nil }
        var index = 0
        while let found = pairs[index], let value = pairs[index + 1] {
            if Self.equal(found, name) {
                return [UInt8](UnsafeRawBufferPointer(start: value, count: Self.length(of: value)))
            }
            index += 2
        }
        return nil
    }

    func text(_ name: StaticString) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

    private static func length(of text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }

    private static func equal(_ text: UnsafePointer<CChar>, _ name: StaticString) -> Bool {
        name.withUTF8Buffer { bytes in
            for index in bytes.indices where UInt8(bitPattern: text[index]) != bytes[index] { return false }
            return text[bytes.count] == 0
        }
    }
}
