extension ModelConfiguration {
    private typealias Size = (key: CodingKeys, path: KeyPath<ModelConfiguration, Int> & Sendable, range: ClosedRange<Int>)

    /// Every size with its key and the range that readers and training accept.
    private static let sizes: [Size] = [
        (.encoderSize, \.encoderSize, 1...16_384),
        (.decoderSize, \.decoderSize, 1...16_384),
        (.latentSize, \.latentSize, 1...16_384),
        (.mixtureCount, \.mixtureCount, 1...1_000),
        (.maxLength, \.maxLength, 2...65_536),
        (.hyperUnits, \.hyperUnits, 1...16_384),
        (.hyperEmbedding, \.hyperEmbedding, 1...16_384),
    ]

    /// The accepted range of a size; nil for the key of another setting.
    package static func range(of key: CodingKeys) -> ClosedRange<Int>? { sizes.first { $0.key == key }?.range }

    /// - Throws: `InferenceError.unsupportedConfiguration` if a size is out of range.
    public func validate() throws {
        for (key, path, range) in Self.sizes where !range.contains(self[keyPath: path]) {
            throw InferenceError.unsupportedConfiguration(
                detail: "\(key.rawValue) is \(self[keyPath: path]), outside \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
