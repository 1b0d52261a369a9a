import CSketchKernels
import FoundationEssentials

/// SHA-256 (FIPS 180-4), which identifies a model or an input in a picture's recipe. The standard library has no
/// implementation, and these hundred lines need no dependency.
package struct ContentHash: Sendable {
    private static let blockSize = 64
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// Bytes of an incomplete block.
    private var pending: [UInt8] = []
    private var count = 0

    /// The hash of no bytes.
    package init() {}

    /// The hash of `data` as 64 lower-case hexadecimal digits.
    package static func sha256(_ data: Data) -> String {
        var hash = ContentHash()
        data.withUnsafeBytes { hash.update($0) }
        return hash.text
    }

    /// Adds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var rest = bytes[...]
        if !pending.isEmpty {
            let part = rest.prefix(Self.blockSize - pending.count)
            pending.append(contentsOf: part)
            rest = rest.dropFirst(part.count)
            guard pending.count == Self.blockSize else { return }
            pending.withUnsafeBytes { Self.compress($0, &state) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = rest.count / Self.blockSize * Self.blockSize
        Self.compress(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), &state)
        pending.append(contentsOf: rest.dropFirst(whole))
    }

    /// The hash of all bytes so far, as 64 lower-case hexadecimal digits.
    package var text: String {
        var end = self
        var tail: [UInt8] = [0x80]
        while (pending.count + tail.count) % Self.blockSize != 56 { tail.append(0) }
        let bits = UInt64(count) * 8
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        tail.withUnsafeBytes { end.update($0) }
        let digits = Array("0123456789abcdef")
        return String(
            end.state.flatMap { word in
                stride(from: 28, through: 0, by: -4).map { digits[Int(word >> UInt32($0) & 15)] }
            })
    }

    /// Updates the state with whole blocks.
    private static func compress(_ blocks: UnsafeRawBufferPointer, _ state: inout [UInt32]) {
        guard let base = blocks.bindMemory(to: UInt8.self).baseAddress else { return }
        state.withUnsafeMutableBufferPointer { state in
            guard let words = state.baseAddress else { return }
            sk_sha256_blocks(words, base, blocks.count / blockSize)
        }
    }
}
