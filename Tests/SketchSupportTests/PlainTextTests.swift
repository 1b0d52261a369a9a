import Foundation
import SketchSupport
import Testing

/// What replaces parts of Foundation that FoundationEssentials does not have.
@Suite struct PlainTextTests {
    @Test(arguments: ["", " ", "a", "\t a b \u{A0}", "\u{3000}x\n", "\n y"]) func trimsAsFoundationDoes(text: String) {
        #expect(text.trimmed == text.trimmingCharacters(in: .whitespaces))
    }

    @Test func padsAndNeverShortens() {
        #expect("ab".padded(to: 4) == "ab  ")
        #expect("abcde".padded(to: 4) == "abcde")
        #expect("e\u{301}".padded(to: 2) == "e\u{301} ")
    }

    @Test(arguments: [0, -1.25, 1234.5678, 1e-9, 1e300, .nan]) func formatsNumbersAsFoundationDoes(value: Double) {
        for format in ["%.0f", "%.3f", "%.4g", "%.1f %%"] {
            #expect(String(cFormat: format, value) == String(format: format, value))
        }
    }

    @Test(arguments: ["a/b.PNG", "b", ".hidden", "a.b/c", "x.tar.gz", "dir/.x.svg"]) func extensionsAreFoundations(path: String) {
        #expect(FilePath.fileExtension(of: path) == (path as NSString).pathExtension)
    }

    @Test func findsTheFirstAndTheLastPlace() {
        let data = Data("..ab.abc.ab".utf8).dropFirst()
        #expect(ByteSearch.first("ab", in: data) == 2..<4)
        #expect(ByteSearch.last("ab", in: data) == 9..<11)
        #expect(ByteSearch.first("abc", in: data) == 5..<8)
        #expect(ByteSearch.first("abd", in: data) == nil)
        #expect(ByteSearch.first("ab", in: Data()) == nil)
    }

    @Test func nodesKeepTheirTypes() throws {
        let text = #"{"a":[1,2.5,true,null,"x"],"b":{"c":-3}}"#
        let node = try JSONNode(json: Data(text.utf8))
        #expect(node.members?["a"] == .array([.integer(1), .double(2.5), .boolean(true), .null, .string("x")]))
        #expect(try JSONText.sorted(node) == text)
        #expect(throws: (any Error).self) { try JSONNode(json: Data("{".utf8)) }
    }

    @Test func aFileIsReadInPiecesAndWhole() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })
        try bytes.write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let file = try ReadableFile(url.path)
        #expect(try file.read(upTo: 5) == bytes.prefix(5))
        #expect(try file.read() == bytes.dropFirst(5))
        #expect(try file.read().isEmpty)
        try file.seek(to: 2_999_999)
        #expect(try file.read(upTo: 10) == bytes.suffix(1))
        #expect(throws: ReadableFile.Failure.self) { try ReadableFile(url.path + "-missing") }
        let folder = try ReadableFile(FileManager.default.temporaryDirectory.path)
        #expect(throws: ReadableFile.Failure.self) { try folder.read() }
    }
}
