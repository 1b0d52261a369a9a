/// The hash FNV-1a with 64 bits (Fowler, Noll, Vo). Fixes a drawing's split and keys, so it must never change.
package struct FNV1a {
    @usableFromInline var state: UInt64 = 0xcbf2_9ce4_8422_2325

    @inlinable @inline(__always) package init() {}

    /// The hash of the words combined so far.
    package var value: UInt64 { @inlinable @inline(__always) get { state } }

    @inlinable @inline(__always)
    package mutating func combine(_ word: UInt64) { state = (state ^ word) &* 0x100_0000_01b3 }

    /// Returns the hash of a text's UTF-8.
    package static func hash(_ text: String) -> UInt64 {
        var hash = FNV1a()
        for byte in text.utf8 { hash.combine(UInt64(byte)) }
        return hash.value
    }
}
