import FoundationEssentials
import SketchFormats

/// What is wrong with a profile, as a clause.
struct ProfileFault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// The members of an object in a profile. A key that nobody asked for is an error.
struct ProfileObject {
    private let name: String
    private var members: [String: JSONView] = [:]
    private var used: Set<String> = []

    /// - Throws: `ProfileFault` for another value than an object, or a key that is given twice.
    init(_ view: JSONView, name: String) throws {
        guard view.isObject else { throw ProfileFault("\(name) must be an object") }
        self.name = name
        try view.forEachMember { text, value in
            let key = String(decoding: text, as: UTF8.self)
            guard members.updateValue(value, forKey: key) == nil else {
                throw ProfileFault("\"\(Self.short(key))\" is given twice")
            }
        }
    }

    subscript(key: String) -> JSONView? { members[key] }

    /// Checks that every key has been asked for.
    ///
    /// - Parameter reason: the clause for a known key.
    func finish(_ reason: (String) -> String?) throws {
        guard let key = members.keys.filter({ !used.contains($0) }).min() else { return }
        throw ProfileFault(reason(key) ?? "\"\(Self.short(key))\" is not a key of \(name)")
    }

    private static func short(_ key: String) -> String { String(key.prefix(40)) }

    private mutating func value(_ key: String) -> JSONView? {
        used.insert(key)
        return members[key]
    }

    // MARK: Values, nil if they are not given

    mutating func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.number, range.contains(number) else { throw Self.fault(key, range) }
        return number
    }

    mutating func required(_ key: String, in range: ClosedRange<Double>) throws -> Double {
        guard let number = try number(key, in: range) else { throw ProfileFault("\"\(key)\" of \(name) is missing") }
        return number
    }

    mutating func numbers(_ key: String, count: Int, in range: ClosedRange<Double>) throws -> [Double]? {
        guard let value = value(key) else { return nil }
        let numbers = value.elements.prefix(count + 1).map(\.number)
        guard value.isArray, numbers.count == count else { throw ProfileFault("\"\(key)\" must be \(count) numbers") }
        return try numbers.map { number in
            guard let number, range.contains(number) else { throw Self.fault(key, range) }
            return number
        }
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String) throws -> Choice? {
        guard let value = value(key) else { return nil }
        guard let text = value.string, let choice = Choice(rawValue: text) else {
            throw ProfileFault("\"\(key)\" must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// A text of up to 60 printable characters.
    mutating func text(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string, Self.isLine(text, longest: 60) else {
            throw ProfileFault("\"\(key)\" must be a text of 1 to 60 printable ASCII characters")
        }
        return text
    }

    /// A line of G-code.
    mutating func line(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string, Self.isLine(text, longest: 200) else { throw Self.lineFault(key) }
        return text
    }

    /// Up to 100 lines of G-code.
    mutating func lines(_ key: String) throws -> [String]? {
        guard let value = value(key) else { return nil }
        let lines = value.elements.prefix(101).map(\.string)
        guard value.isArray, lines.count <= 100 else { throw Self.lineFault(key) }
        return try lines.map { line in
            guard let line, Self.isLine(line, longest: 200) else { throw Self.lineFault(key) }
            return line
        }
    }

    mutating func object(_ key: String) throws -> ProfileObject? {
        try value(key).map { try ProfileObject($0, name: "\"\(key)\"") }
    }

    private static func lineFault(_ key: String) -> ProfileFault {
        ProfileFault("\"\(key)\" must be up to 100 lines of 1 to 200 printable ASCII characters")
    }

    private static func fault(_ key: String, _ range: ClosedRange<Double>) -> ProfileFault {
        func text(_ number: Double) -> String { String(Int(number)) }
        return ProfileFault("\"\(key)\" must be from \(text(range.lowerBound)) to \(text(range.upperBound))")
    }

    private static func isLine(_ text: String, longest: Int) -> Bool {
        (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
