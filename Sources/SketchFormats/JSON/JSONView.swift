import Glibc

/// A value of a parsed document: an index into the parser's tape, which CJSON.h describes. Valid within
/// `JSONParser.withDocument`.
package struct JSONView {
    let tape: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
    let index: Int

    private var kind: UInt8 { UInt8(truncatingIfNeeded: tape[index] >> 56) }

    package var isArray: Bool { kind == UInt8(ascii: "[") }
    package var isObject: Bool { kind == UInt8(ascii: "{") }
    package var isNull: Bool { kind == UInt8(ascii: "n") }
    var isNumber: Bool { Self.isNumber(kind) }

    private static func isNumber(_ kind: UInt8) -> Bool {
        kind == UInt8(ascii: "l") || kind == UInt8(ascii: "d") || kind == UInt8(ascii: "u")
    }

    /// The index of the next value.
    private var end: Int {
        switch kind {
        case UInt8(ascii: "["), UInt8(ascii: "{"): Int(tape[index] & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    private func at(_ index: Int) -> JSONView { JSONView(tape: tape, strings: strings, index: index) }

    // MARK: Single values

    package var number: Double? {
        switch kind {
        case UInt8(ascii: "l"): Double(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): Double(tape[index + 1])
        case UInt8(ascii: "d"): Double(bitPattern: tape[index + 1])
        default: nil
        }
    }

    /// A whole number.
    package var wholeNumber: Int? {
        switch kind {
        case UInt8(ascii: "l"): Int(truncatingIfNeeded: Int64(bitPattern: tape[index + 1]))
        default: nil
        }
    }

    /// A whole number as text, or a string.
    var identifier: String? {
        switch kind {
        case UInt8(ascii: "l"): String(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): String(tape[index + 1])
        default: string
        }
    }

    var boolean: Bool? {
        switch kind {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    package var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

    /// A string's UTF-8.
    var text: UnsafeBufferPointer<UInt8>? {
        guard kind == UInt8(ascii: "\"") else { return nil }
        let start = strings + Int(tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(length))
    }

    // MARK: Arrays

    /// The elements of an array; empty for other values.
    package var elements: Elements {
        isArray
            ? Elements(tape: tape, strings: strings, index: index + 1, last: end - 1)
            : Elements(tape: tape, strings: strings, index: 0, last: 0)
    }

    package struct Elements: Sequence, IteratorProtocol {
        let tape: UnsafePointer<UInt64>
        let strings: UnsafePointer<UInt8>
        var index: Int
        let last: Int

        var isEmpty: Bool { index >= last }

        package mutating func next() -> JSONView? {
            guard index < last else { return nil }
            let view = JSONView(tape: tape, strings: strings, index: index)
            index = view.end
            return view
        }
    }

    /// The numbers of an array of numbers, as words of the tape: kind, value, kind, value.
    package var numbers: UnsafeBufferPointer<UInt64>? {
        guard isArray else { return nil }
        let words = UnsafeBufferPointer(start: tape + index + 1, count: end - 2 - index)
        guard words.count & 1 == 0 else { return nil }
        for place in stride(from: 0, to: words.count, by: 2)
        where !Self.isNumber(UInt8(truncatingIfNeeded: words[place] >> 56)) { return nil }
        return words
    }

    /// The number of numbers in an array of numbers; nil for other values.
    var numberCount: Int? { numbers.map { $0.count / 2 } }

    /// Returns number `place` of the words of `numbers`.
    @inline(__always)
    package static func value(_ words: UnsafeBufferPointer<UInt64>, _ place: Int) -> Double {
        let word = words[2 * place + 1]
        switch UInt8(truncatingIfNeeded: words[2 * place] >> 56) {
        case UInt8(ascii: "l"): return Double(Int64(bitPattern: word))
        case UInt8(ascii: "u"): return Double(word)
        default: return Double(bitPattern: word)
        }
    }

    // MARK: Objects

    /// Calls `body` with every key and value of an object.
    package func forEachMember(_ body: (UnsafeBufferPointer<UInt8>, JSONView) throws -> Void) rethrows {
        guard isObject else { return }
        var place = index + 1
        let last = end - 1
        while place < last {
            let (key, value) = (at(place), at(place + 1))
            if let text = key.text { try body(text, value) }
            place = value.end
        }
    }

    /// Returns the value of the last member with this name.
    package func member(_ name: StaticString) -> JSONView? {
        var found: JSONView?
        forEachMember { if Self.equals($0, name) { found = $1 } }
        return found
    }

    /// Whether members can have the same name.
    struct Repetition {
        /// A bit per name; the names of a Quick, Draw! record have different ones.
        private var seen: UInt64 = 0
        private(set) var isPossible = false

        @inline(__always)
        mutating func add(_ name: UnsafeBufferPointer<UInt8>) {
            guard !name.isEmpty else { return }
            let bit = UInt64(1) &<< (UInt64(name.count) &+ 3 &* UInt64(name[0]) &+ UInt64(name[name.count - 1]))
            isPossible = isPossible || seen & bit != 0
            seen |= bit
        }
    }

    /// Returns the first of `names` that several members have; nil if there is none.
    func repeatedName(among names: [StaticString]) -> String? {
        var repetition = Repetition()
        forEachMember { name, _ in repetition.add(name) }
        guard repetition.isPossible else { return nil }
        return names.first { name in
            var count = 0
            forEachMember { text, _ in if Self.equals(text, name) { count += 1 } }
            return count > 1
        }.map { "\($0)" }
    }

    @inline(__always)
    static func equals(_ text: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
        guard text.count == name.utf8CodeUnitCount, let start = text.baseAddress else { return false }
        return memcmp(start, name.utf8Start, text.count) == 0
    }
}
