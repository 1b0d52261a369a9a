/// A value on the stack of a pickle machine.
protocol PickleStackValue {
    static var mark: Self { get }
    static var none: Self { get }
    static func boolean(_ value: Bool) -> Self
    static func integer(_ value: Int) -> Self
    /// UTF-8, a range of the pickle.
    static func text(_ range: Range<Int>) -> Self
    static func tuple(_ values: [Self], depth: Int) -> Self

    var isMark: Bool { get }
    /// The levels of tuples in it, itself included.
    var depth: Int { get }
    /// The range of a text; nil for other values.
    var textRange: Range<Int>? { get }
}

/// What every pickle needs: numbers, text, tuples, the stack and the memo. A subclass executes the opcodes that build its
/// values, and refuses all others; so a file cannot make either call, import, write or connect to anything, nor trap, loop
/// or use memory beyond the bounds.
class PickleStackMachine<Value: PickleStackValue> {
    /// What a machine accepts, and the faults of values beyond it.
    struct Bounds {
        var protocols: ClosedRange<UInt8>
        var tupleDepth: Int
        var stack: (limit: Int, fault: Fault)
        var memo: (limit: Int, fault: Fault)
    }

    var reader: PickleReader
    var stack: [Value] = []
    private var memo: [Value] = []
    private let bounds: Bounds
    /// The offset of the current opcode.
    private var offset = 0

    init(_ reader: PickleReader, bounds: Bounds) { (self.reader, self.bounds) = (reader, bounds) }

    // MARK: What a subclass does

    /// Executes an opcode that is not one of the common ones.
    func performOwn(_ code: UInt8) throws { throw refuse("the opcode \(PickleOpcode.name(of: code)); it was not executed") }

    /// Pushes the value of a global.
    func pushGlobal(module: String, name: String) throws { throw refuse("a global; nothing was imported or called") }

    /// Called with values that become elements of another value.
    func close(_ values: [Value]) {}

    // MARK: What it uses

    func refuse(_ reason: String) -> PickleMachine.Refusal { .init(offset: offset, reason: reason) }
    func refuse(_ fault: Fault) -> PickleMachine.Refusal { .init(offset: offset, fault: fault) }

    /// Executes opcodes up to the end of the pickle.
    func runToEnd() throws {
        while true {
            offset = reader.position - reader.start
            let code = try reader.byte()
            if code == UInt8(ascii: ".") { return }
            if try !performCommon(code) { try performOwn(code) }
            guard stack.count <= bounds.stack.limit else { throw refuse(bounds.stack.fault) }
        }
    }

    func pop(_ count: Int) throws -> [Value] {
        let values = Array(stack.suffix(count))
        guard values.count == count, !values.contains(where: \.isMark) else {
            throw refuse("an opcode needs \(count) values, but the stack has fewer")
        }
        stack.removeLast(count)
        return values
    }

    func popToMark() throws -> [Value] {
        guard let mark = stack.lastIndex(where: \.isMark) else { throw refuse("an opcode needs a mark, but none is set") }
        let values = Array(stack[(mark + 1)...])
        stack.removeLast(stack.count - mark)
        return values
    }

    func store(at index: Int) throws {
        guard let value = stack.last, !value.isMark else { throw refuse("the stack has no value to store in the memo") }
        // Python 2 counts memo entries from 1.
        guard index <= memo.count + 1 else { throw refuse("memo index \(index) out of order") }
        guard index <= bounds.memo.limit else { throw refuse(bounds.memo.fault) }
        while memo.count <= index { memo.append(.none) }
        memo[index] = value
    }

    func fetch(_ index: Int) throws {
        guard memo.indices.contains(index) else { throw refuse("memo index \(index), which was never set") }
        stack.append(memo[index])
    }

    // MARK: Common opcodes

    /// - Returns: false, with nothing done, for an opcode that is not one of them.
    private func performCommon(_ code: UInt8) throws -> Bool {
        switch code {
        case 0x80:
            let version = try reader.byte()
            guard bounds.protocols.contains(version) else {
                throw refuse(
                    "pickle protocol \(version); only \(bounds.protocols.lowerBound) to \(bounds.protocols.upperBound) are "
                        + "supported")
            }
        case 0x95: try reader.frame()
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "K"): stack.append(.integer(Int(try reader.byte())))
        case UInt8(ascii: "M"): stack.append(.integer(try reader.unsigned(2)))
        case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try reader.unsigned(4)))))
        case 0x8A: stack.append(.integer(try reader.signed(Int(try reader.byte()))))
        case 0x8C: stack.append(.text(try reader.run(lengthOf: 1)))
        case UInt8(ascii: "X"): stack.append(.text(try reader.run(lengthOf: 4)))
        case 0x8D: stack.append(.text(try reader.run(lengthOf: 8)))
        case UInt8(ascii: ")"): stack.append(try tuple([]))
        case 0x85: stack.append(try tuple(pop(1)))
        case 0x86: stack.append(try tuple(pop(2)))
        case 0x87: stack.append(try tuple(pop(3)))
        case UInt8(ascii: "t"): stack.append(try tuple(popToMark()))
        case UInt8(ascii: "q"): try store(at: Int(try reader.byte()))
        case UInt8(ascii: "r"): try store(at: try reader.unsigned(4))
        case 0x94: try store(at: memo.count)
        case UInt8(ascii: "h"): try fetch(Int(try reader.byte()))
        case UInt8(ascii: "j"): try fetch(try reader.unsigned(4))
        case UInt8(ascii: "c"):
            let module = try reader.line()
            try pushGlobal(module: module, name: try reader.line())
        case 0x93:
            let names = try pop(2)
            guard let module = names[0].textRange, let name = names[1].textRange else {
                throw refuse("STACK_GLOBAL with names that are not text")
            }
            try pushGlobal(module: reader.label(module), name: reader.label(name))
        default: return false
        }
        return true
    }

    private func tuple(_ values: [Value]) throws -> Value {
        let depth = 1 + (values.map(\.depth).max() ?? 0)
        guard depth <= bounds.tupleDepth else { throw refuse("tuples nested deeper than \(bounds.tupleDepth)") }
        close(values)
        return .tuple(values, depth: depth)
    }
}
