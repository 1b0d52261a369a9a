import CExpat

/// The encoding windows-1252, which editors on Windows write and Expat does not know.
enum Windows1252 {
    /// The characters of the bytes from 0x80 to 0x9F; -1 for those without one. The others are as in Latin-1.
    private static let characters: [Int32] = [
        0x20AC, -1, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, -1, 0x17D, -1,
        -1, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, -1, 0x17E, 0x178,
    ]

    /// Sets the character of every byte.
    static func fill(_ encoding: UnsafeMutablePointer<XML_Encoding>) -> Bool {
        withUnsafeMutableBytes(of: &encoding.pointee.map) { map in
            for byte in 0..<256 {
                let value = (0x80..<0xA0).contains(byte) ? characters[byte - 0x80] : Int32(byte)
                map.storeBytes(of: value, toByteOffset: byte * 4, as: Int32.self)
            }
        }
        (encoding.pointee.data, encoding.pointee.convert, encoding.pointee.release) = (nil, nil, nil)
        return true
    }
}
