import Foundation

enum JPEGFixture {
    /// 24 x 16 grey pixels, white, with a black square of 8 pixels in the top left corner; baseline, quality 60.
    static let square =
        Data(
            base64Encoded: """
                /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
                UlNSMj5aYVpQYEpRUk//wAALCAAQABgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/a
                AAgBAQAAPwCYNOgD/9k=
                """, options: .ignoreUnknownCharacters) ?? Data()

    /// The square with an Exif segment that states the orientation.
    static func oriented(_ value: Int) -> Data {
        // Big-endian: the header, and a directory with one entry, tag 0x0112 of one short.
        let tiff: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(value), 0, 0, 0, 0, 0, 0,
        ]
        let body = Array("Exif".utf8) + [0, 0] + tiff
        return square.prefix(2) + Data([0xFF, 0xE1, 0, UInt8(body.count + 2)] + body) + square.dropFirst(2)
    }
}
