/// Executes a pickle on a machine that can build lists of numbers and of numeric arrays and nothing else.
///
/// Goals, in order of priority: a file cannot make the machine call, import, write or connect to anything; a file cannot
/// make it trap, loop or use memory beyond the limits; it reads what NumPy's `save` writes in pickle protocols 0 to 5, with
/// Python 2 and 3 and NumPy 1 and 2. A global is a value of `PickleGlobal`, identified by its exact module and name, and
/// accepts one form of arguments. Any other opcode, global or sequence is an error that states it and its byte offset.
/// Opcodes are named as in CPython's `pickletools`.
final class PickleMachine: PickleStackMachine<PickleValue> {
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
    /// The number of rows, and so of arrays, that the file may have.
    private let rowLimit: Int
    var arrayCount = 0
    /// The arrays that were made of lists and tuples, and their bytes.
    private var (madeCount, madeBytes) = (0, 0)

    /// - Parameters:
    ///   - bytes: the pickle, whose first opcode is at `start`.
    ///   - rowLimit: the number of rows, and so of arrays, that the file may have.
    init(_ bytes: [UInt8], from start: Int = 0, limits: ReaderLimits = .standard, rowLimit: Int = .max) {
        (self.limits, self.rowLimit) = (limits, rowLimit)
        super.init(
            PickleReader(bytes: bytes, position: start, start: start),
            bounds: Bounds(
                protocols: 0...5, tupleDepth: Self.deepest,
                stack: (limits[.stackValues], Fault(beyond: .stackValues, of: limits)),
                memo: (limits[.memoEntries], Fault(beyond: .memoEntries, of: limits))))
    }

    /// Returns the array that the pickle describes.
    ///
    /// - Throws: `Refusal`.
    func run() throws -> PickleArray {
        try runToEnd()
        guard stack.count == 1, case .array(let array) = stack[0], array.isBuilt else {
            throw refuse("the pickle ends without an array, or with more than one")
        }
        try checkArrays(array.leafCount)
        return array
    }

    /// - Throws: `Refusal` for more arrays than the limits allow.
    func checkArrays(_ count: Int) throws {
        guard count <= limits[.arrays] else { throw exceeded(.arrays) }
        guard count <= rowLimit else { throw exceeded(.rows) }
    }

    func exceeded(_ cap: ReaderLimits.Cap) -> Refusal {
        refuse(Fault(beyond: cap, of: limits))
    }

    // MARK: Opcodes

    override func performOwn(_ code: UInt8) throws {
        switch code {
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
        case UInt8(ascii: "g"): try fetch(try reader.decimalIndex())
        case UInt8(ascii: "R"): try reduce()
        case UInt8(ascii: "b"): try build()
        default:
            throw refuse(
                "the opcode \(PickleOpcode.name(of: code)), which no list of numeric arrays needs; it was not executed")
        }
    }

    private func topList() throws -> PickleList {
        guard case .list(let list)? = stack.last else { throw refuse("an opcode appends to a value that is not a list") }
        return list
    }

    /// Appends to a list. A list that is appended is finished: it becomes an array, so that no list can contain itself.
    private func append(_ items: [PickleValue], to list: PickleList) throws {
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
        try checkArrays(list.arrays.count)
        guard list.numbers.count <= limits[.arrayBytes] / 8 else { throw exceeded(.arrayBytes) }
    }

    /// Returns the array of a list: [n] for n numbers, [n, k] for n rows of k numbers, otherwise a list of arrays.
    private func finished(_ list: PickleList) throws -> PickleArray {
        madeCount += 1
        try checkArrays(madeCount)
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
    func array(of numbers: [Double], shape: [Int]) throws -> NumericArray {
        madeBytes += numbers.count * 8
        guard madeBytes <= limits[.arrayBytes] else { throw exceeded(.arrayBytes) }
        guard let type = NumericType("f8") else { throw refuse("an array of numbers") }
        let bytes = numbers.withUnsafeBytes { Array($0) }
        return NumericArray(type: type, isFortran: false, shape: shape, data: .owned(bytes))
    }

    override func pushGlobal(module: String, name: String) throws {
        guard let global = PickleGlobal(module: module, name: name) else {
            throw refuse(
                "the global '\(PickleReader.shown(module)) \(PickleReader.shown(name))', which no list of numeric "
                    + "arrays needs; nothing was imported or called")
        }
        stack.append(.global(global))
    }
}
