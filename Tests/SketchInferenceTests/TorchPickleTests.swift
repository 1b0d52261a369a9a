import Foundation
import SketchInference
import TestSupport
import Testing

/// Pickles of PyTorch archives: malicious and malformed ones are refused with a sentence and without effects.
@Suite struct TorchPickleTests {
    private static func text(_ text: String) -> [UInt8] {
        [UInt8(ascii: "X"), UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8)
    }

    private static func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// A tensor in a storage of 4 float32.
    private static func tensor(
        offset: [UInt8] = [0x4B, 0], shape: [UInt8] = [0x4B, 4, 0x85], strides: [UInt8] = [0x4B, 1, 0x85],
        count: [UInt8] = [0x4B, 4], type: String = "FloatStorage", key: String = "0"
    ) -> [UInt8] {
        ascii("ctorch._utils\n_rebuild_tensor_v2\n((") + text("storage") + ascii("ctorch\n\(type)\n") + text(key) + text("cpu")
            + count + ascii("tQ") + offset + shape + strides + [0x89] + ascii("ccollections\nOrderedDict\n)RtR")
    }

    private static func dictionary(_ value: [UInt8], key: String = "a") -> [UInt8] {
        [0x80, 2] + ascii("}") + text(key) + value + ascii("s.")
    }

    private static let cases: [(name: String, pickle: [UInt8], reason: String)] = [
        ("os.system", [0x80, 2] + ascii("cos\nsystem\n(") + text("touch hacked") + ascii("tR."), "the global 'os system'"),
        ("builtins.eval", [0x80, 2] + ascii("c__builtin__\neval\n."), "the global '__builtin__ eval'"),
        ("a class of its own", [0x80, 2] + ascii("c__main__\nEncoderRNN\n)\u{81}."), "the global '__main__ EncoderRNN'"),
        ("torch.load", [0x80, 2] + ascii("ctorch\nload\n."), "the global 'torch load'"),
        ("another function of torch._utils", [0x80, 2] + ascii("ctorch._utils\n_import_dotted_name\n."), "_import_dotted_name"),
        ("a name with a path", [0x80, 2] + ascii("ctorch\nFloatStorage.__class__\n."), "FloatStorage.__class__"),
        ("STACK_GLOBAL", [0x80, 4, 0x8C, 2] + ascii("os") + [0x8C, 6] + ascii("system") + [0x93, 0x2E], "'os system'"),
        ("INST", [0x80, 2] + ascii("(ios\nsystem\n."), "the opcode INST (0x69)"),
        ("OBJ", [0x80, 2] + ascii("(ccollections\nOrderedDict\no."), "the opcode OBJ (0x6f)"),
        ("NEWOBJ", [0x80, 2] + ascii("ccollections\nOrderedDict\n)") + [0x81, 0x2E], "the opcode NEWOBJ (0x81)"),
        ("EXT1", [0x80, 2, 0x82, 1, 0x2E], "the opcode EXT1 (0x82)"),
        ("PERSID", [0x80, 2] + ascii("Pfile\n."), "the opcode PERSID (0x50)"),
        ("a persistent file", [0x80, 2] + text("file:///etc/passwd") + ascii("Q."), "a persistent value that is not a storage"),
        ("a call of a dictionary with arguments", [0x80, 2] + ascii("ccollections\nOrderedDict\n(K\u{1}tR."), "never uses"),
        ("a call of a storage", [0x80, 2] + ascii("ctorch\nFloatStorage\n(K\u{4}tR."), "never uses"),
        ("a state for a tensor", dictionary(tensor() + ascii("}b")), "a state for a value that is not a dictionary"),
        ("a tensor beyond its storage", dictionary(tensor(offset: [0x4B, 1])), "in a storage of size 4"),
        ("a tensor before its storage", dictionary(tensor(offset: ascii("J") + [255, 255, 255, 255])), "at -1 in a storage"),
        ("a negative stride", dictionary(tensor(strides: ascii("J") + [255, 255, 255, 255, 0x85])), "strides [-1]"),
        ("a negative side", dictionary(tensor(shape: ascii("J") + [255, 255, 255, 255, 0x85])), "shape [-1]"),
        (
            "a shape beyond 64 bits",
            dictionary(
                tensor(
                    shape: ([0x8A, 8] + [UInt8](repeating: 0x7F, count: 8)) + [0x4B, 2, 0x86], strides: [0x4B, 1, 0x4B, 1, 0x86])),
            "in a storage of size 4"
        ),
        (
            "a repeated number", dictionary(tensor(shape: [0x4B, 200, 0x85], strides: [0x4B, 0, 0x85])),
            "shape [200] and strides [0]"
        ),
        (
            "a stride beyond 64 bits",
            dictionary(tensor(shape: [0x4B, 3, 0x85], strides: [0x8A, 8] + [UInt8](repeating: 0x7F, count: 8) + [0x85])),
            "in a storage of size 4"
        ),
        ("more strides than sides", dictionary(tensor(strides: [0x4B, 1, 0x4B, 1, 0x86])), "strides [1, 1]"),
        (
            "a dictionary in itself", [0x80, 2] + ascii("}q\u{0}") + text("a") + ascii("h\u{0}s."),
            "a dictionary that changes after it became an element"
        ),
        (
            "nested dictionaries",
            [0x80, 2] + (0..<10).flatMap { _ in ascii("}") + text("a") } + ascii("}") + (0..<10).flatMap { _ in ascii("s") }
                + ascii("."), "nested deeper than 8"
        ),
        ("nested tuples", [0x80, 2] + ascii(")") + [UInt8](repeating: 0x85, count: 9) + ascii("."), "nested deeper than 8"),
        ("a tuple as key", [0x80, 2] + ascii("})K\u{1}s."), "a key that is neither text nor a whole number"),
        ("a memo index out of order", [0x80, 2] + ascii("}r") + [255, 255, 255, 127] + ascii("."), "out of order"),
        ("an unset memo entry", [0x80, 2] + ascii("h\u{5}."), "which was never set"),
        ("a list", [0x80, 2] + ascii("]."), "ends without a dictionary of tensors"),
        ("nothing", [0x80, 2, 0x2E], "ends without a dictionary of tensors"),
        ("too few values", [0x80, 2] + ascii("}s."), "an opcode needs 2 values"),
        ("a truncated pickle", Array(dictionary(tensor()).dropLast(9)), "the pickle is truncated"),
        ("protocol 0", ascii("(dp0\n."), "0x64"),
        ("an empty pickle", [], "the pickle is truncated"),
    ]

    @Test(arguments: cases.indices) func hostilePicklesAreRefused(index: Int) {
        let (name, pickle, reason) = Self.cases[index]
        let sentence = ModelFixture.sentence {
            _ = try WeightFile(pickle: pickle, storages: ["0": [UInt8](repeating: 0, count: 16)], name: "w.pth")
        }
        #expect(sentence.hasPrefix("w.pth is not a valid PyTorch file: byte "), "\(name): \(sentence)")
        #expect(sentence.contains(reason), "\(name): \(sentence)")
        #expect(!FileManager.default.fileExists(atPath: "hacked"))
    }

    /// The pickle is well formed; the numbers are not there.
    @Test(arguments: [
        (tensor(key: "7"), "it has no member data/7"), (tensor(count: [0x4B, 5]), "has 16 bytes, not those of 5 numbers"),
        (tensor(type: "LongStorage"), "has 16 bytes, not those of 4 numbers"),
        (tensor(type: "IntStorage"), "its tensors are of type I32"),
    ])
    func storagesAreChecked(tensor: [UInt8], reason: String) {
        // A decoder whose only tensor that is read first is the output layer.
        let pickle = Self.dictionary(tensor, key: "fc_params.bias")
        let sentence = ModelFixture.sentence {
            _ = try WeightFile.tensor(ofPickle: pickle, "fc_params.bias", storages: ["0": [UInt8](repeating: 0, count: 16)])
        }
        #expect(sentence.contains(reason), "\(sentence)")
    }

    @Test func viewsAreRead() throws {
        let pickle = Self.dictionary(
            Self.tensor(offset: [0x4B, 0], shape: [0x4B, 2, 0x4B, 2, 0x86], strides: [0x4B, 1, 0x4B, 2, 0x86]))
        let bytes = [1, 2, 3, 4].flatMap { value in withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Array($0) } }
        #expect(try WeightFile.tensor(ofPickle: pickle, "a", storages: ["0": bytes]) == [1, 3, 2, 4])
    }
}
