/// Executes the pickle of a PyTorch archive on a machine that can build dictionaries of tensors and nothing else.
///
/// It has the goals of `PickleMachine`: a file cannot make it call, import, write or connect to anything, nor trap, loop or
/// use memory beyond the limits. It reads what `torch.save` writes for state dicts, and for dictionaries that contain
/// them. A global is a value of `TorchGlobal`; any other opcode, global or sequence is an error that states it and its byte
/// offset.
final class TorchMachine: PickleStackMachine<TorchValue> {
    /// The maximum number of levels of dictionaries and of tuples.
    static let deepest = 8
    /// The maximum number of values on the stack and of memo entries.
    static let most = 1 << 20
    /// The maximum number of dictionary entries, and the longest key in bytes.
    static let mostEntries = 1 << 16
    static let longestKey = 256

    private var entryCount = 0

    init(_ bytes: [UInt8]) {
        super.init(
            PickleReader(bytes: bytes, position: 0, start: 0),
            bounds: Bounds(
                protocols: 2...5, tupleDepth: Self.deepest,
                stack: (Self.most, Fault("more than \(Self.most) values on the stack")),
                memo: (Self.most, Fault("more than \(Self.most) memo entries"))))
    }

    /// Returns the dictionary that the pickle describes.
    ///
    /// - Throws: `PickleMachine.Refusal`.
    func run() throws -> TorchDictionary {
        try runToEnd()
        guard stack.count == 1, case .dictionary(let dictionary) = stack[0] else {
            throw refuse("the pickle ends without a dictionary of tensors")
        }
        return dictionary
    }

    override func performOwn(_ code: UInt8) throws {
        switch code {
        case UInt8(ascii: "G"):
            for _ in 0..<8 { _ = try reader.byte() }
            stack.append(.number)
        case UInt8(ascii: "]"): stack.append(.list)
        case UInt8(ascii: "a"): try append(pop(1))
        case UInt8(ascii: "e"): try append(popToMark())
        case UInt8(ascii: "}"): stack.append(.dictionary(TorchDictionary()))
        case UInt8(ascii: "s"): try setItems(pop(2))
        case UInt8(ascii: "u"): try setItems(popToMark())
        case UInt8(ascii: "Q"): try pushStorage()
        case UInt8(ascii: "R"): try reduce()
        case UInt8(ascii: "b"): try build()
        default:
            throw refuse(
                "the opcode \(PickleOpcode.name(of: code)), which no dictionary of tensors needs; it was not executed")
        }
    }

    override func close(_ values: [TorchValue]) {
        for case .dictionary(let dictionary) in values { dictionary.isClosed = true }
    }

    private func append(_ values: [TorchValue]) throws {
        guard case .list? = stack.last else { throw refuse("an opcode appends to a value that is not a list") }
        close(values)
    }

    private func setItems(_ items: [TorchValue]) throws {
        guard case .dictionary(let dictionary)? = stack.last, items.count.isMultiple(of: 2) else {
            throw refuse("an opcode sets items of a value that is not a dictionary")
        }
        close(items)
        guard !dictionary.isClosed else { throw refuse("a dictionary that changes after it became an element") }
        for index in stride(from: 0, to: items.count, by: 2) {
            let key: String
            switch items[index] {
            case .text(let range):
                guard range.count <= Self.longestKey else { throw refuse("a key of \(range.count) bytes") }
                key = reader.label(range)
            case .integer(let number): key = "\(number)"
            default: throw refuse("a dictionary with a key that is neither text nor a whole number")
            }
            switch items[index + 1] {
            case .tensor: break
            case .dictionary(let inner):
                dictionary.depth = max(dictionary.depth, inner.depth + 1)
                guard dictionary.depth <= Self.deepest else {
                    throw refuse("dictionaries nested deeper than \(Self.deepest)")
                }
            default: continue
            }
            entryCount += 1
            guard entryCount <= Self.mostEntries else { throw refuse("more than \(Self.mostEntries) dictionary entries") }
            dictionary.entries.append((key, items[index + 1]))
        }
    }

    override func pushGlobal(module: String, name: String) throws {
        guard let global = TorchGlobal(module: module, name: name) else {
            throw refuse(
                "the global '\(PickleReader.shown(module)) \(PickleReader.shown(name))', which no dictionary of tensors "
                    + "needs; nothing was imported or called")
        }
        stack.append(.global(global))
    }

    /// `('storage', type, key, device, count)`
    private func pushStorage() throws {
        guard case .tuple(let parts, _) = try pop(1)[0], parts.count == 5, reader.torchText(of: parts[0]) == "storage",
            case .global(.storage(let type)) = parts[1], let key = reader.torchText(of: parts[2]),
            case .integer(let count) = parts[4], count >= 0
        else { throw refuse("a persistent value that is not a storage") }
        stack.append(.storage(TorchStorage(key: key, type: type, count: count)))
    }

    private func reduce() throws {
        let values = try pop(2)
        guard case .global(let global) = values[0], case .tuple(let arguments, _) = values[1] else {
            throw refuse("a call of an unknown global; nothing was called")
        }
        switch (global, arguments.count) {
        case (.orderedDictionary, 0): stack.append(.dictionary(TorchDictionary()))
        case (.tensor, 4...):
            guard case .storage(let storage) = arguments[0], case .integer(let start) = arguments[1],
                let shape = Self.numbers(arguments[2]), let strides = Self.numbers(arguments[3])
            else { throw refuse("a tensor with arguments that PyTorch never uses; nothing was called") }
            guard let tensor = TorchTensor(storage: storage, offset: start, shape: shape, strides: strides) else {
                throw refuse(
                    "a tensor of shape \(shape) and strides \(strides) at \(start) in a storage of size \(storage.count)")
            }
            stack.append(.tensor(tensor))
        case (.parameter, 2...3):
            guard case .tensor = arguments[0] else { throw refuse("a parameter that is not a tensor") }
            stack.append(arguments[0])
        default: throw refuse("a call with arguments that PyTorch never uses; nothing was called")
        }
    }

    private static func numbers(_ value: TorchValue) -> [Int]? {
        guard case .tuple(let values, _) = value, values.count <= 8 else { return nil }
        let numbers = values.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        return numbers.count == values.count ? numbers : nil
    }

    /// The attributes of a state dict, such as `_metadata`, are dropped.
    private func build() throws {
        guard case .dictionary = try pop(1)[0], case .dictionary? = stack.last else {
            throw refuse("a state for a value that is not a dictionary")
        }
    }
}

extension PickleReader {
    /// Returns a name of at most 64 bytes; nil for other values.
    fileprivate func torchText(of value: TorchValue) -> String? {
        guard case .text(let range) = value, range.count <= 64 else { return nil }
        return String(decoding: bytes[range], as: UTF8.self)
    }
}
