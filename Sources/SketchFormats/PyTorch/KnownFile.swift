/// Names of common formats that are neither drawings nor weights, for messages.
package enum KnownFile {
    /// The description of a picture, archive, compressed file or document by its first bytes, for example "a PNG picture"; nil
    /// for any other file.
    package static func kind(_ bytes: [UInt8]) -> String? { FileHead(bytes: bytes, isWhole: false).unsupportedKind }
}
