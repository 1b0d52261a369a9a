/// The names of the opcodes that the pickle machine does not execute, as in CPython's `pickletools`.
enum PickleOpcode {
    static func name(of code: UInt8) -> String {
        let hexadecimal = "0x" + (code < 16 ? "0" : "") + String(code, radix: 16)
        return names[code].map { "\($0) (\(hexadecimal))" } ?? hexadecimal
    }

    private static let names: [UInt8: String] = [
        0x30: "POP", 0x31: "POP_MARK", 0x32: "DUP", 0x50: "PERSID",
        0x51: "BINPERSID", 0x69: "INST", 0x6F: "OBJ", 0x73: "SETITEM",
        0x75: "SETITEMS", 0x81: "NEWOBJ", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4",
        0x8B: "LONG4", 0x8F: "EMPTY_SET", 0x90: "ADDITEMS", 0x91: "FROZENSET", 0x92: "NEWOBJ_EX",
        0x97: "NEXT_BUFFER", 0x98: "READONLY_BUFFER",
    ]
}
