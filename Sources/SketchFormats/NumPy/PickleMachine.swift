/// Runs a pickle on a machine that can build lists of numeric arrays and nothing else.
///
/// In order of priority: nothing in a file can make it call, import, write or connect to anything; nothing can
/// make it trap, loop or take memory beyond its caps; it reads what NumPy's `save` has written in pickle
/// protocols 2 to 5, under Python 2 and 3 and NumPy 1 and 2. A global is a value of `PickleGlobal`, known by its
/// exact module and name, and each can be applied to one form of arguments. Every other opcode, global or order
/// of things is an error that names it and its offset in bytes. Opcodes as in CPython's `pickletools`.
final class PickleMachine {
    /// Why a pickle cannot be taken, and at which byte of it.
    struct Refusal: Error, Equatable {
        let offset: Int
        let fault: Fault

        init(offset: Int, fault: Fault) { (self.offset, self.fault) = (offset, fault) }
        init(offset: Int, reason: String) { self.init(offset: offset, fault: Fault(reason)) }
    }

    /// Tuples within tuples; NumPy nests them twice.
    static let deepest = 4

    private let limits: ReaderLimits
    private var reader: PickleReader
    private var stack: [PickleValue] = []
    private var memo: [PickleValue] = []
    private var arrayCount = 0
    /// Where the opcode that is being run stands.
    private var offset = 0

    /// - Parameter bytes: the pickle; `start` is where its first opcode stands.
    init(_ bytes: [UInt8], from start: Int = 0, limits: ReaderLimits = .standard) {
        reader = PickleReader(bytes: bytes, position: start, start: start)
        self.limits = limits
    }

    /// The array that the pickle describes.
    ///
    /// - Throws: `Refusal`.
    func run() throws -> PickleArray {
        while true {
            offset = reader.position - reader.start
            let code = try reader.byte()
            if code == UInt8(ascii: ".") { break }
            try perform(code)
            guard stack.count <= limits[.stackValues] else { throw exceeded(.stackValues) }
        }
        guard stack.count == 1, case .array(let array) = stack[0], array.isBuilt else {
            throw refuse("the pickle ends without an array, or with more than one")
        }
        return array
    }

    func refuse(_ reason: String) -> Refusal { Refusal(offset: offset, reason: reason) }

    private func exceeded(_ cap: ReaderLimits.Cap) -> Refusal {
        Refusal(offset: offset, fault: Fault(beyond: cap, of: limits))
    }

    // MARK: Opcodes

    private func perform(_ code: UInt8) throws {
        switch code {
        case 0x80:
            let version = try reader.byte()
            guard version <= 5 else { throw refuse("pickle protocol \(version); only 2 to 5 are supported") }
        case 0x95: try reader.frame()
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88: stack.append(.boolean(true))
        case 0x89: stack.append(.boolean(false))
        case UInt8(ascii: "K"): stack.append(.integer(Int(try reader.byte())))
        case UInt8(ascii: "M"): stack.append(.integer(try reader.unsigned(2)))
        case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try reader.unsigned(4)))))
        case 0x8A: stack.append(.integer(try reader.signed(Int(try reader.byte()))))
        case UInt8(ascii: "I"), UInt8(ascii: "L"): stack.append(try reader.decimal())
        case UInt8(ascii: "S"): stack.append(.bytes(.owned(try reader.quoted())))
        case UInt8(ascii: "U"), UInt8(ascii: "C"): stack.append(.bytes(.range(try reader.run(lengthOf: 1))))
        case UInt8(ascii: "T"), UInt8(ascii: "B"): stack.append(.bytes(.range(try reader.run(lengthOf: 4))))
        case 0x8E, 0x96: stack.append(.bytes(.range(try reader.run(lengthOf: 8))))
        case 0x8C: stack.append(.text(try reader.run(lengthOf: 1)))
        case UInt8(ascii: "X"): stack.append(.text(try reader.run(lengthOf: 4)))
        case 0x8D: stack.append(.text(try reader.run(lengthOf: 8)))
        case UInt8(ascii: ")"): stack.append(try tuple([]))
        case 0x85: stack.append(try tuple(try pop(1)))
        case 0x86: stack.append(try tuple(try pop(2)))
        case 0x87: stack.append(try tuple(try pop(3)))
        case UInt8(ascii: "t"): stack.append(try tuple(try popToMark()))
        case UInt8(ascii: "]"): stack.append(.list(PickleList()))
        case UInt8(ascii: "l"):
            let items = try popToMark()
            let list = PickleList()
            stack.append(.list(list))
            try append(items, to: list)
        case UInt8(ascii: "a"):
            let items = try pop(1)
            try append(items, to: try topList())
        case UInt8(ascii: "e"):
            let items = try popToMark()
            try append(items, to: try topList())
        case UInt8(ascii: "p"): try store(at: try reader.decimalIndex())
        case UInt8(ascii: "q"): try store(at: Int(try reader.byte()))
        case UInt8(ascii: "r"): try store(at: try reader.unsigned(4))
        case 0x94: try store(at: memo.count)
        case UInt8(ascii: "g"): try fetch(try reader.decimalIndex())
        case UInt8(ascii: "h"): try fetch(Int(try reader.byte()))
        case UInt8(ascii: "j"): try fetch(try reader.unsigned(4))
        case UInt8(ascii: "c"):
            let module = try reader.line()
            try pushGlobal(module: module, name: try reader.line())
        case 0x93:
            let names = try pop(2)
            guard case .text(let module) = names[0], case .text(let name) = names[1] else {
                throw refuse("STACK_GLOBAL with names that are not text")
            }
            try pushGlobal(module: reader.label(module), name: reader.label(name))
        case UInt8(ascii: "R"): try reduce()
        case UInt8(ascii: "b"): try build()
        default:
            throw refuse(
                "the opcode \(PickleOpcode.name(of: code)), which no list of numeric arrays needs; it was not executed")
        }
    }

    private func pop(_ count: Int) throws -> [PickleValue] {
        let values = Array(stack.suffix(count))
        guard values.count == count, !values.contains(where: \.isMark) else {
            throw refuse("an opcode needs \(count) values, but the stack has fewer")
        }
        stack.removeLast(count)
        return values
    }

    private func popToMark() throws -> [PickleValue] {
        guard let mark = stack.lastIndex(where: \.isMark) else { throw refuse("an opcode needs a mark, but none is set") }
        let values = Array(stack[(mark + 1)...])
        stack.removeLast(stack.count - mark)
        return values
    }

    private func tuple(_ values: [PickleValue]) throws -> PickleValue {
        let depth = 1 + (values.map(\.depth).max() ?? 0)
        guard depth <= Self.deepest else { throw refuse("tuples nested deeper than \(Self.deepest)") }
        return .tuple(values, depth: depth)
    }

    private func topList() throws -> PickleList {
        guard case .list(let list)? = stack.last else { throw refuse("an opcode appends to a value that is not a list") }
        return list
    }

    /// Lists hold arrays and nothing else, so that no list can come to hold itself.
    private func append(_ items: [PickleValue], to list: PickleList) throws {
        for item in items {
            guard case .array(let array) = item else {
                throw refuse("a list that contains \(item.kind); only lists of numeric arrays are supported")
            }
            list.arrays.append(array)
        }
        guard list.arrays.count <= limits[.arrays] else { throw exceeded(.arrays) }
    }

    private func store(at index: Int) throws {
        guard let value = stack.last, !value.isMark else { throw refuse("the stack has no value to store in the memo") }
        // Python 2 counts cells from 1.
        guard index <= memo.count + 1 else { throw refuse("memo index \(index) out of order") }
        guard index <= limits[.memoEntries] else { throw exceeded(.memoEntries) }
        while memo.count <= index { memo.append(.none) }
        memo[index] = value
    }

    private func fetch(_ index: Int) throws {
        guard memo.indices.contains(index) else { throw refuse("memo index \(index), which was never set") }
        stack.append(memo[index])
    }

    private func pushGlobal(module: String, name: String) throws {
        guard let global = PickleGlobal(module: module, name: name) else {
            throw refuse(
                "the global '\(PickleReader.shown(module)) \(PickleReader.shown(name))', which no list of numeric "
                    + "arrays needs; nothing was imported or called")
        }
        stack.append(.global(global))
    }

    // MARK: What globals make

    private func reduce() throws {
        let values = try pop(2)
        guard case .global(let global) = values[0], case .tuple(let arguments, _) = values[1] else {
            throw refuse("a call of an unknown global; nothing was called")
        }
        switch (global, arguments.count) {
        case (.reconstruct, 3):
            guard case .global(.ndarray) = arguments[0] else { throw misused(global) }
            arrayCount += 1
            guard arrayCount <= limits[.arrays] else { throw exceeded(.arrays) }
            stack.append(.array(PickleArray()))
        case (.dtype, 1...3):
            guard let name = reader.text(of: arguments[0]) else { throw misused(global) }
            stack.append(.type(try type(named: name)))
        case (.encode, 2):
            guard case .text(let range) = arguments[0], let encoding = reader.text(of: arguments[1]),
                encoding == "latin1" || encoding == "latin-1"
            else { throw misused(global) }
            stack.append(.bytes(.latin1(range)))
        case (.bytes, 0):
            stack.append(.bytes(.owned([])))
        case (.frombuffer, 4):
            guard case .bytes(let data) = arguments[0], case .type(let type) = arguments[1],
                let order = reader.text(of: arguments[3]), order == "C" || order == "F"
            else { throw misused(global) }
            let array = PickleArray()
            try fill(array, shape: arguments[2], type: type, isFortran: order == "F", data: data)
            stack.append(.array(array))
        default: throw misused(global)
        }
    }

    private func misused(_ global: PickleGlobal) -> Refusal {
        refuse("'\(global.rawValue)' with arguments that NumPy never uses; nothing was called")
    }

    private func type(named name: String) throws -> PickleType {
        if name == "O" || name == "O8" || name == "O4" || name == "object" { return PickleType(content: .objects) }
        if let type = NumericType(name) ?? NumericType(described: name) { return PickleType(content: .numbers(type)) }
        throw refuse(
            "arrays of type '\(PickleReader.shown(name))'; supported are int8 to int64, uint8 to uint64 and float16 to float64")
    }

    private func build() throws {
        guard case .tuple(let state, _) = try pop(1)[0], let target = stack.last else {
            throw refuse("a state that is not a tuple")
        }
        switch target {
        case .type(let type):
            // (version, byte order, subarray, names, fields, size, alignment, flags)
            guard state.count >= 2, case .integer(3...4) = state[0], let order = reader.text(of: state[1]),
                "<>=|".contains(order), order.count == 1, state.dropFirst(2).prefix(3).allSatisfy(\.isNone)
            else { throw refuse("a dtype whose state is not that of a plain number") }
            if case .numbers(var number) = type.content {
                number.isBigEndian = order == ">"
                type.content = .numbers(number)
            }
        case .array(let array):
            // (version, shape, dtype, Fortran order, data)
            guard !array.isBuilt, state.count == 5, case .integer(1) = state[0], case .type(let type) = state[2],
                let isFortran = state[3].truth
            else { throw refuse("an array whose state is not (1, shape, dtype, order, data)") }
            switch (type.content, state[4]) {
            case (.numbers, .bytes(let data)):
                try fill(array, shape: state[1], type: type, isFortran: isFortran, data: data)
            case (.objects, .list(let list)):
                guard try count(of: try shape(state[1])) == list.arrays.count else {
                    throw refuse("an array whose shape does not match its \(list.arrays.count) elements")
                }
                guard list.arrays.allSatisfy({ $0.numbers != nil }) else {
                    throw refuse("a list of lists of arrays, or of arrays that are not finished")
                }
                array.elements = list.arrays
            default: throw refuse("an array whose data does not match its type")
            }
        default: throw refuse("a state for a value that is neither an array nor a dtype")
        }
    }

    private func shape(_ value: PickleValue) throws -> [Int] {
        guard case .tuple(let sides, _) = value else { throw refuse("a shape that is not a tuple") }
        return try sides.map { side in
            guard case .integer(let side) = side, side >= 0 else { throw refuse("a shape with an invalid size") }
            return side
        }
    }

    private func count(of shape: [Int]) throws -> Int {
        var count = 1
        for side in shape {
            let (product, isOver) = count.multipliedReportingOverflow(by: side)
            guard !isOver else { throw refuse("a shape beyond 64 bits") }
            count = product
        }
        return count
    }

    private func fill(
        _ array: PickleArray, shape: PickleValue, type: PickleType, isFortran: Bool, data: PickleBytes
    ) throws {
        guard case .numbers(let number) = type.content else { throw refuse("an array of objects made of bytes") }
        let sides = try self.shape(shape)
        let bytes = try reader.size(of: data)
        let (wanted, isOver) = try count(of: sides).multipliedReportingOverflow(by: number.size)
        guard !isOver, wanted == bytes else {
            throw refuse("an array of shape \(sides) and \(number.size) bytes per number with \(bytes) bytes of data")
        }
        array.numbers = NumericArray(type: number, isFortran: isFortran, shape: sides, data: data)
    }
}
