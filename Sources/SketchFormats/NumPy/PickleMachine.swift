/// Executes a pickle on a machine that can build lists of numbers and of numeric arrays and nothing else.
///
/// Goals, in order of priority: a file cannot make the machine call, import, write or connect to anything; a file cannot
/// make it trap, loop or use memory beyond the limits; it reads what NumPy's `save` writes in pickle protocols 0 to 5, with
/// Python 2 and 3 and NumPy 1 and 2. A global is a value of `PickleGlobal`, identified by its exact module and name, and
/// accepts one form of arguments. Any other opcode, global or sequence is an error that states it and its byte offset.
/// Opcodes are named as in CPython's `pickletools`.
struct PickleMachine {
    /// Why a pickle cannot be read, and at which of its bytes.
    struct Refusal: Error, Equatable {
        let offset: Int
        let fault: Fault

        init(offset: Int, fault: Fault) { (self.offset, self.fault) = (offset, fault) }
        init(offset: Int, reason: String) { self.init(offset: offset, fault: Fault(reason)) }
    }

    /// The maximum nesting depth of tuples; NumPy uses two levels.
    static let deepest = 4

    let limits: ReaderLimits
    var reader: PickleReader
    var stack: [PickleValue] = []
    private var memo: [PickleValue] = []
    var arrayCount = 0
    /// The arrays that were made of lists and tuples, and their bytes.
    private var (madeCount, madeBytes) = (0, 0)
    /// The offset of the current opcode.
    private var offset = 0

    /// - Parameter bytes: the pickle, whose first opcode is at `start`.
    init(_ bytes: [UInt8], from start: Int = 0, limits: ReaderLimits = .standard) {
        reader = PickleReader(bytes: bytes, position: start, start: start)
        self.limits = limits
    }

    /// Returns the array that the pickle describes.
    ///
    /// - Throws: `Refusal`.
    mutating func run() throws -> PickleArray {
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
        guard array.leafCount <= limits[.arrays] else { throw exceeded(.arrays) }
        return array
    }

    func refuse(_ reason: String) -> Refusal { Refusal(offset: offset, reason: reason) }

    func exceeded(_ cap: ReaderLimits.Cap) -> Refusal {
        Refusal(offset: offset, fault: Fault(beyond: cap, of: limits))
    }

    // MARK: Opcodes

    private mutating func perform(_ code: UInt8) throws {
        switch code {
        case 0x80:
            let version = try reader.byte()
            guard version <= 5 else { throw refuse("pickle protocol \(version); only 0 to 5 are supported") }
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
        case UInt8(ascii: "F"): stack.append(try reader.float())
        case UInt8(ascii: "G"): stack.append(try reader.bigEndianFloat())
        case UInt8(ascii: "V"): stack.append(.ownedText(try reader.unicodeLine()))
        case UInt8(ascii: "}"), UInt8(ascii: "d"):
            throw refuse(
                "a dictionary, not a list of arrays; save its arrays with np.savez(path, train=..., valid=..., test=...)")
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

    mutating func pop(_ count: Int) throws -> [PickleValue] {
        let values = Array(stack.suffix(count))
        guard values.count == count, !values.contains(where: \.isMark) else {
            throw refuse("an opcode needs \(count) values, but the stack has fewer")
        }
        stack.removeLast(count)
        return values
    }

    private mutating func popToMark() throws -> [PickleValue] {
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

    /// Appends to a list. A list that is appended is finished: it becomes an array, so that no list can contain itself.
    private mutating func append(_ items: [PickleValue], to list: PickleList) throws {
        guard list.finished == nil else { throw refuse("a list that changes after it was stored in another") }
        for item in items {
            switch item {
            case .array(let array): list.arrays.append(array)
            case .list(let inner) where inner !== list:
                let array = try inner.finished ?? finished(inner)
                inner.finished = array
                list.arrays.append(array)
            case .tuple(let values, _):
                let row = PickleList()
                try append(values, to: row)
                list.arrays.append(try finished(row))
            default:
                guard let number = item.number else {
                    throw refuse("a list that contains \(item.kind); only lists of numbers and numeric arrays are supported")
                }
                list.numbers.append(number)
            }
        }
        guard list.numbers.isEmpty || list.arrays.isEmpty else { throw refuse("a list of numbers and of arrays") }
        guard list.arrays.count <= limits[.arrays] else { throw exceeded(.arrays) }
        guard list.numbers.count <= limits[.arrayBytes] / 8 else { throw exceeded(.arrayBytes) }
    }

    /// Returns the array of a list: [n] for n numbers, [n, k] for n rows of k numbers, otherwise a list of arrays.
    private mutating func finished(_ list: PickleList) throws -> PickleArray {
        madeCount += 1
        guard madeCount <= limits[.arrays] else { throw exceeded(.arrays) }
        guard list.arrays.allSatisfy(\.isBuilt) else { throw refuse("a list of arrays that are not finished") }
        if !list.numbers.isEmpty { return PickleArray(try array(of: list.numbers, shape: [list.numbers.count])) }
        let rows = list.arrays.compactMap(\.numbers)
        guard let first = rows.first, rows.count == list.arrays.count, rows.allSatisfy({ $0.shape == first.shape }),
            first.shape.count == 1
        else {
            let array = PickleArray(list.arrays)
            guard array.depth <= Self.deepest else { throw refuse("lists nested deeper than \(Self.deepest)") }
            return array
        }
        var numbers: [Double] = []
        numbers.reserveCapacity(min(rows.count * first.shape[0], 1 << 20))
        for row in rows {
            try reader.withBytes(of: row.data) { bytes in
                guard numbers.count + row.shape[0] <= limits[.arrayBytes] / 8 else { throw exceeded(.arrayBytes) }
                for place in 0..<row.shape[0] { numbers.append(row.type.value(bytes, at: place * row.type.size)) }
            }
        }
        return PickleArray(try array(of: numbers, shape: [rows.count] + first.shape))
    }

    /// Returns an array of numbers, whose bytes count towards a limit: a pickle can refer to one list any number of times.
    mutating func array(of numbers: [Double], shape: [Int]) throws -> NumericArray {
        madeBytes += numbers.count * 8
        guard madeBytes <= limits[.arrayBytes] else { throw exceeded(.arrayBytes) }
        guard let type = NumericType("f8") else { throw refuse("an array of numbers") }
        let bytes = numbers.withUnsafeBytes { Array($0) }
        return NumericArray(type: type, isFortran: false, shape: shape, data: .owned(bytes))
    }

    private mutating func store(at index: Int) throws {
        guard let value = stack.last, !value.isMark else { throw refuse("the stack has no value to store in the memo") }
        // Python 2 counts memo entries from 1.
        guard index <= memo.count + 1 else { throw refuse("memo index \(index) out of order") }
        guard index <= limits[.memoEntries] else { throw exceeded(.memoEntries) }
        while memo.count <= index { memo.append(.none) }
        memo[index] = value
    }

    private mutating func fetch(_ index: Int) throws {
        guard memo.indices.contains(index) else { throw refuse("memo index \(index), which was never set") }
        stack.append(memo[index])
    }

    private mutating func pushGlobal(module: String, name: String) throws {
        guard let global = PickleGlobal(module: module, name: name) else {
            throw refuse(
                "the global '\(PickleReader.shown(module)) \(PickleReader.shown(name))', which no list of numeric "
                    + "arrays needs; nothing was imported or called")
        }
        stack.append(.global(global))
    }
}
