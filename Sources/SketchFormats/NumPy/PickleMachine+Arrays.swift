/// The calls that build arrays and dtypes.
extension PickleMachine {
    func reduce() throws {
        let values = try pop(2)
        guard case .global(let global) = values[0], case .tuple(let arguments, _) = values[1] else {
            throw refuse("a call of an unknown global; nothing was called")
        }
        switch (global, arguments.count) {
        case (.reconstruct, 3):
            guard case .global(.ndarray) = arguments[0] else { throw misused(global) }
            arrayCount += 1
            try checkArrays(arrayCount)
            stack.append(.array(PickleArray()))
        case (.dtype, 1...3):
            guard let name = reader.text(of: arguments[0]) else { throw misused(global) }
            stack.append(.type(try type(named: name)))
        case (.encode, 2):
            guard let encoding = reader.text(of: arguments[1]), encoding == "latin1" || encoding == "latin-1" else {
                throw misused(global)
            }
            switch arguments[0] {
            case .text(let range): stack.append(.bytes(.latin1(range)))
            case .ownedText(let text):
                let bytes = String(decoding: text, as: UTF8.self).unicodeScalars.map { UInt8(exactly: $0.value) }
                guard !bytes.contains(nil) else { throw refuse("bytes written as text with characters beyond a byte") }
                stack.append(.bytes(.owned(bytes.compactMap { $0 })))
            default: throw misused(global)
            }
        case (.scalar, 2):
            guard case .type(let type) = arguments[0], case .numbers(let number) = type.content,
                case .bytes(let data) = arguments[1], try reader.size(of: data) == number.size
            else { throw misused(global) }
            stack.append(.float(reader.withBytes(of: data) { number.value($0, at: 0) }))
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

    func build() throws {
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
                let sides = try shape(state[1])
                guard try count(of: sides) == list.count else {
                    throw refuse("an array whose shape does not match its \(list.count) elements")
                }
                guard list.arrays.allSatisfy({ $0 !== array && $0.isBuilt }) else {
                    throw refuse("a list of arrays that are not finished")
                }
                if list.numbers.isEmpty {
                    array.set(list.arrays)
                    guard array.depth <= Self.deepest else { throw refuse("lists nested deeper than \(Self.deepest)") }
                } else {
                    // Arrays of equal lengths that NumPy stacked as objects.
                    var numbers = try self.array(of: list.numbers, shape: sides)
                    numbers.isFortran = isFortran
                    array.set(numbers)
                }
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
        array.set(NumericArray(type: number, isFortran: isFortran, shape: sides, data: data))
    }
}
