import Foundation
import Testing

/// Malicious and malformed pickles are rejected with a sentence and without effects.
@Suite struct HostilePickleTests {
    typealias Fixture = NumPyFixture

    static func ascii(_ text: String) -> [UInt8] { Fixture.ascii(text) }
    static let shell = ascii("S'touch pwned'\n")

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var pickle: [UInt8]
        var words: String
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "GLOBAL os.system", pickle: ascii("cos\nsystem\n(") + shell + ascii("tR."),
            words: "byte 0 of the pickle: the global 'os system'"),
        Case(
            name: "GLOBAL posix.system", pickle: [0x80, 2] + ascii("cposix\nsystem\n(") + shell + ascii("tR."),
            words: "byte 2 of the pickle: the global 'posix system'"),
        Case(
            name: "STACK_GLOBAL", pickle: [0x80, 4, 0x8C, 2] + ascii("os") + [0x8C, 6] + ascii("system") + [0x93],
            words: "byte 14 of the pickle: the global 'os system'"),
        Case(name: "INST", pickle: ascii("(") + shell + ascii("ios\nsystem\n."), words: "the opcode INST (0x69)"),
        Case(name: "OBJ", pickle: ascii("(cnumpy\nndarray\n") + shell + ascii("o."), words: "the opcode OBJ (0x6f)"),
        Case(name: "NEWOBJ", pickle: [0x80, 2] + ascii("cnumpy\nndarray\n)") + [0x81, 0x2E], words: "the opcode NEWOBJ (0x81)"),
        Case(
            name: "NEWOBJ_EX", pickle: [0x80, 4] + ascii("cnumpy\nndarray\n)}") + [0x92, 0x2E],
            words: "a dictionary, not a list of arrays; save its arrays with np.savez"),
        Case(name: "PERSID", pickle: ascii("Pfile\n."), words: "the opcode PERSID (0x50)"),
        Case(name: "EXT1", pickle: [0x80, 2, 0x82, 1, 0x2E], words: "the opcode EXT1 (0x82)"),
        Case(
            name: "another function of numpy", pickle: ascii("cnumpy.core.multiarray\nfromfile\n."),
            words: "the global 'numpy.core.multiarray fromfile'"),
        Case(
            name: "a scalar of another size",
            pickle: ascii("cnumpy.core.multiarray\nscalar\n") + Fixture.dtype("i2", order: "<", .python2)
                + [0x55, 1, 0, 0x86, 0x52, 0x2E], words: "multiarray scalar' with arguments"),
        Case(name: "numpy's own loader", pickle: ascii("cnumpy\nload\n."), words: "the global 'numpy load'"),
        Case(
            name: "a module within a name", pickle: ascii("cnumpy\ndtype.__class__\n."),
            words: "the global 'numpy dtype.__class__'"),
        Case(name: "a name with spaces", pickle: ascii("cnumpy \ndtype\n."), words: "the global 'numpy  dtype'"),
        Case(name: "another case", pickle: ascii("cNumpy\ndtype\n."), words: "the global 'Numpy dtype'"),
        Case(name: "eval", pickle: ascii("c__builtin__\neval\n(") + shell + ascii("tR."), words: "'__builtin__ eval'"),
        Case(
            name: "bytes with arguments", pickle: ascii("cbuiltins\nbytes\n(K\u{9}tR."),
            words: "'builtins bytes' with arguments that NumPy never uses"),
        Case(
            name: "encode to another codec",
            pickle: [0x80, 2] + ascii("c_codecs\nencode\n(") + [0x8C, 1] + ascii("x") + [0x8C, 4] + ascii("zlib") + ascii("tR."),
            words: "'_codecs encode' with arguments"),
        Case(
            name: "a dtype called as a function", pickle: ascii("cnumpy\ndtype\ncnumpy\nndarray\n") + [0x85, 0x52, 0x2E],
            words: "'numpy dtype' with arguments"),
        Case(name: "ndarray called", pickle: ascii("cnumpy\nndarray\n(K\u{5}tR."), words: "'numpy ndarray' with arguments"),
        Case(
            name: "reconstruct of a dtype",
            pickle: ascii("cnumpy.core.multiarray\n_reconstruct\ncnumpy\ndtype\n") + [0x4B, 0, 0x85, 0x4E, 0x87, 0x52, 0x2E],
            words: "_reconstruct' with arguments"),
        Case(name: "a call of a number", pickle: [0x4B, 1, 0x29, 0x52, 0x2E], words: "a call of an unknown global"),
        Case(
            name: "a state for a global", pickle: ascii("cnumpy\nndarray\n)b."),
            words: "a state for a value that is neither an array nor a dtype"),
        Case(
            name: "an object dtype of bytes",
            pickle: Fixture.empty(.python2) + [0x28, 0x4B, 1, 0x4B, 1, 0x85] + Fixture.dtype("O8", order: "|", .python2) + [
                0x89, 0x55, 1, 0, 0x74, 0x62, 0x2E,
            ], words: "data does not match its type"),
        Case(
            name: "numbers without their bytes",
            pickle: Fixture.empty(.python2) + [0x28, 0x4B, 1, 0x4B, 9, 0x85] + Fixture.dtype("i2", order: "<", .python2) + [
                0x89, 0x55, 1, 0, 0x74, 0x62, 0x2E,
            ], words: "an array of shape [9] and 2 bytes per number with 1 bytes"),
        Case(
            name: "a shape beyond 64 bits",
            pickle: Fixture.empty(.python2) + [0x28, 0x4B, 1] + [0x8A, 8] + Fixture.little(Int64.max) + [0x8A, 8]
                + Fixture.little(Int64.max) + [0x86] + Fixture.dtype("i2", order: "<", .python2) + [
                    0x89, 0x55, 1, 0, 0x74, 0x62, 0x2E,
                ], words: "a shape beyond 64 bits"),
        Case(
            name: "a negative side",
            pickle: Fixture.empty(.python2) + [0x28, 0x4B, 1] + [0x4A] + Fixture.little(Int32(-4)) + [0x85]
                + Fixture.dtype("i2", order: "<", .python2) + [0x89, 0x55, 1, 0, 0x74, 0x62, 0x2E],
            words: "a shape with an invalid size"),
        Case(name: "a list of numbers", pickle: ascii("](K\u{1}K\u{2}e."), words: "the pickle ends without an array"),
        Case(name: "a list in itself", pickle: ascii("]q\u{0}h\u{0}a."), words: "a list that contains a list"),
        Case(
            name: "an array in its own list",
            pickle: Fixture.empty(.python2) + ascii("q\u{9}").dropLast() + [0] + [0x28, 0x4B, 1, 0x4B, 1, 0x85]
                + Fixture.dtype("O8", order: "|", .python2) + [0x89, 0x5D, 0x68, 0, 0x61, 0x74, 0x62, 0x2E],
            words: "arrays that are not finished"),
        Case(name: "a protocol to come", pickle: [0x80, 6, 0x2E], words: "pickle protocol 6; only 0 to 5 are supported"),
        Case(name: "nothing", pickle: [0x2E], words: "the pickle ends without an array"),
        Case(name: "no array", pickle: [0x5D, 0x2E], words: "the pickle ends without an array"),
        Case(
            name: "two arrays",
            pickle: Fixture.array(DrawingFixture.values, type: "i2", big: false, .python2)
                + Fixture.array(DrawingFixture.values, type: "i2", big: false, .python2) + [0x2E], words: "or with more than one"),
        Case(
            name: "an array that was never filled", pickle: Fixture.empty(.python2) + [0x2E],
            words: "the pickle ends without an array"),
        Case(name: "an empty stack", pickle: [0x52], words: "needs 2 values, but the stack has fewer"),
        Case(name: "no mark", pickle: [0x74], words: "needs a mark"),
        Case(name: "a memo entry never set", pickle: [0x68, 7], words: "memo index 7, which was never set"),
        Case(
            name: "a memo index far off", pickle: [0x4E, 0x72, 0xFF, 0xFF, 0xFF, 0x7F],
            words: "memo index 2147483647 out of order"),
        Case(
            name: "a length beyond the file", pickle: [0x8E] + Fixture.little(UInt64(1) << 60), words: "the pickle is truncated"),
        Case(
            name: "a length beyond 63 bits", pickle: [0x8E] + Fixture.little(UInt64.max),
            words: "a length of 18446744073709551615"),
        Case(
            name: "a frame beyond the file", pickle: [0x80, 4, 0x95] + Fixture.little(UInt64(1) << 40),
            words: "the pickle is truncated"),
        Case(
            name: "a long integer", pickle: [0x8A, 200] + [UInt8](repeating: 1, count: 200), words: "a whole number of 200 bytes"),
        Case(
            name: "a line without end", pickle: ascii("c" + String(repeating: "a", count: 5000)),
            words: "a line of more than 1024 bytes"),
        Case(
            name: "deep tuples", pickle: [0x4E] + [UInt8](repeating: 0x85, count: 100_000), words: "tuples nested deeper than 4"),
        Case(
            name: "a stack without end", pickle: [UInt8](repeating: 0x4E, count: 1_200_000),
            words: "more than 1048576 stack values"),
        Case(
            name: "marks without end", pickle: [UInt8](repeating: 0x28, count: 1_200_000),
            words: "more than 1048576 stack values"),
        Case(
            name: "a name full of control characters", pickle: ascii("cos\u{1B}[2J\r\nsys\u{7}tem\n."),
            words: "the global 'os[2J system'"),
    ]

    @Test(arguments: cases)
    func hostilePicklesAreRejectedWithTheirOffset(hostile: Case) throws {
        let message = try DrawingFixture.refusal(Fixture.objects(hostile.pickle)) ?? "read"
        #expect(message.contains(hostile.words), "\(message)")
        #expect(message.contains(" of the pickle: "))
        #expect(!FileManager.default.fileExists(atPath: "pwned"))
    }

    /// A file that is truncated anywhere, or has any bit flipped, is read or rejected.
    @Test(arguments: [Fixture.Style.python2, .python2Text, .python3Protocol2, .protocol4, .protocol5])
    func truncatedAndDamagedFilesAreReadOrRejected(style: Fixture.Style) throws {
        let array = Fixture.array(DrawingFixture.values, type: "i2", big: false, style)
        let file = Fixture.objects(Fixture.pickle([array, array], style), count: 2)
        try DrawingFixture.refusesCutsAndFlips(of: file, named: "a.npy")
    }
}
