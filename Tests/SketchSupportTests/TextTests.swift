import SketchSupport
import Testing

@Suite struct TextTests {
    /// Values of the reference implementation. They fix every drawing's split.
    @Test(
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ] as [(String, UInt64)])
    func fnv1aMatchesTheReference(text: String, hash: UInt64) {
        #expect(FNV1a.hash(text) == hash)
    }

    @Test func jsonStringsAreEscaped() {
        #expect(JSONText.quoted("a\"b\\c\n\r\t\u{1}\u{1F}/\u{7F}\u{E9}") == "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u001f/\u{7F}\u{E9}\"")
        var bytes: [UInt8] = []
        JSONText.append(quoted: "a/b", escapingSlashes: true, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == #""a\/b""#)
    }

    @Test func jsonNumbersAreShortest() {
        let value = JSONValue.object([
            ("a", .float(1)), ("b", .double(0.1)), ("c", .float(.nan)), ("d", .array([.integer(-3), .null, .boolean(true)])),
        ])
        #expect(value.text == #"{"a":1,"b":0.1,"c":null,"d":[-3,null,true]}"#)
    }

    @Test func fileErrorsNameThePath() {
        #expect("\(FileError.folderMissing(path: "a/b", folder: "a"))" == "a/b: the folder a does not exist")
        #expect("\(FileError.isFolder(path: "a"))" == "a is a folder")
        #expect(
            "\(FileError.notWritable(path: "a", reason: "read-only file system"))" == "a cannot be written: read-only file system"
        )
    }
}
