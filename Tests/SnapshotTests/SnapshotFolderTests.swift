import Foundation
import SketchCore
import SketchRendering
import TestSupport
import Testing

@Suite("Comparison with snapshots")
struct SnapshotFolderTests {
    /// A result, an equal one in other bytes where the format allows it, and a different one.
    private func contents(_ format: SnapshotFormat) throws -> (original: Data, equal: Data, different: Data) {
        func square(_ side: Double) -> SketchSheet {
            let corners = [(0, 0), (side, 0), (side, side), (0, side)].map { Point(x: $0.0, y: $0.1) }
            // The largest drawings are at both ends, so that the picture's size does not depend on the square.
            let diagonal = Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 99, y: 99)]])
            return SketchSheet([diagonal, Sketch(strokes: [corners]), diagonal])
        }
        func data(_ text: String) -> Data { Data(text.utf8) }
        switch format {
        case .png:
            let recipe = Recipe(version: "1", command: "render")
            return (
                try square(50).data(format: .png), try square(50).data(format: .png, recipe: recipe),
                try square(51).data(format: .png)
            )
        case .svg:
            let svg = try square(50).data(format: .svg)
            return (svg, svg, try square(51).data(format: .svg))
        case .json: return (data(#"{"a":1,"b":[0.5]}"#), data("{ \"b\": [0.5],\n\"a\": 1 }"), data(#"{"a":1,"b":[0.25]}"#))
        case .txt: return (data("one\ntwo\nthree\n"), data("one\ntwo\nthree\n"), data("one\n2\nthree\n"))
        }
    }

    private func inFolder(_ body: (URL) throws -> Void) throws {
        try ModelFixture.withFolder { try body(URL(fileURLWithPath: $0)) }
    }

    @Test(arguments: SnapshotFormat.allCases) func aDifferentResultIsAMismatchWithAllThreeFiles(format: SnapshotFormat) throws {
        try inFolder { folder in
            let snapshots = SnapshotFolder(url: folder, isRecording: false)
            let name = "a.\(format.rawValue)"
            let (original, equal, different) = try contents(format)
            try original.write(to: folder.appendingPathComponent(name))
            #expect(try snapshots.mismatch(name, original) == nil)
            #expect(try snapshots.mismatch(name, equal) == nil)
            let message = try #require(try snapshots.mismatch(name, different))
            let place = try #require(message.firstMatch(of: /see (\S*studio-snapshot-[0-9A-F-]+)/)).1
            let parts = try FileManager.default.contentsOfDirectory(atPath: String(place))
            #expect(Set(parts.map { ($0 as NSString).deletingPathExtension }) == ["reference", "actual", "difference"])
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(place)/reference.\(format.rawValue)")) == original)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(place)/actual.\(format.rawValue)")) == different)
            #expect(try Data(contentsOf: folder.appendingPathComponent(name)) == original)
            try FileManager.default.removeItem(atPath: String(place))
        }
    }

    @Test func differencesMarkLinesAndPixels() throws {
        let text = try #require(
            try SnapshotFormat.txt.difference(reference: Data("a\nb\nc\n".utf8), actual: Data("a\nB\nc\n".utf8)))
        #expect(String(decoding: text, as: UTF8.self) == "  a\n- b\n+ B\n  c\n  \n")
        let (original, _, different) = try contents(.png)
        let image = try PNGImage(#require(try SnapshotFormat.png.difference(reference: original, actual: different)))
        let reference = try PNGImage(original)
        #expect(image.width == reference.width && image.height == reference.height)
        // Only pixels of the smaller square differ: some, but less than a tenth.
        let white = stride(from: 0, to: image.pixels.count, by: 4).count { image.pixels[$0] == 255 }
        #expect(white > 0 && white < image.width * image.height / 10)
    }

    @Test(arguments: [false, true]) func aMissingSnapshotIsRecorded(isRecording: Bool) throws {
        try inFolder { folder in
            let snapshots = SnapshotFolder(url: folder, isRecording: isRecording)
            let message = try snapshots.mismatch("new/a.txt", Data("one".utf8))
            #expect((message == nil) == isRecording)
            #expect(try Data(contentsOf: folder.appendingPathComponent("new/a.txt")) == Data("one".utf8))
            #expect(try snapshots.mismatch("new/a.txt", Data("one".utf8)) == nil)
        }
    }

    @Test func recordingReplacesSnapshotsAndRemovesUnusedOnes() throws {
        try inFolder { folder in
            let file = folder.appendingPathComponent("b/a.txt")
            _ = try SnapshotFolder(url: folder, isRecording: true).mismatch("b/a.txt", Data("one".utf8))
            #expect(try SnapshotFolder(url: folder, isRecording: true).mismatch("b/a.txt", Data("two".utf8)) == nil)
            #expect(try Data(contentsOf: file) == Data("two".utf8))
            let comparing = SnapshotFolder(url: folder, isRecording: false)
            #expect(try comparing.unused(names: ["b/c.txt"], fileExtensions: ["txt"], in: "b") == ["b/a.txt"])
            #expect(FileManager.default.fileExists(atPath: file.path))
            let recording = SnapshotFolder(url: folder, isRecording: true)
            #expect(try recording.unused(names: ["b/c.txt"], fileExtensions: ["txt"], in: "b").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: file.path))
        }
    }

    @Test func damagedPicturesAreErrors() throws {
        try inFolder { folder in
            let snapshots = SnapshotFolder(url: folder, isRecording: false)
            try Data("not a picture".utf8).write(to: folder.appendingPathComponent("a.png"))
            #expect(throws: RenderingError.self) { try snapshots.mismatch("a.png", contents(.png).original) }
            #expect(try snapshots.mismatch("a.gif", Data()) != nil)
        }
    }
}
