import Foundation
import SketchSupport
import Testing

/// Files written piece by piece.
@Suite struct AtomicFileStreamTests {
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func piecesBecomeAFileInFinish() throws {
        try inFolder { folder in
            let path = folder + "/a.txt"
            try AtomicFile.write(Data("old".utf8), to: path)
            let file = try AtomicFileWriter(path)
            #expect(file.isSeekable)
            try file.write(Data("1234".utf8))
            try file.write(Data("56".utf8))
            try file.overwriteStart(Data("ab".utf8))
            try file.write(Data("7".utf8))
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            try file.finish()
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "ab34567")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
        }
    }

    @Test func anUnfinishedFileIsNotWritten() throws {
        try inFolder { folder in
            let path = folder + "/a.txt"
            try AtomicFile.write(Data("old".utf8), to: path)
            do {
                let file = try AtomicFileWriter(path)
                try file.write(Data("new".utf8))
            }
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.txt"])
        }
    }

    @Test(arguments: [("a", "."), ("ab.txt", "."), ("/a", "/"), ("a/b", "a"), ("/a/b/c", "/a/b"), ("./a", "."), ("", ".")])
    func theFolderOfAPath(path: String, folder: String) {
        #expect(FilePath.folder(of: path) == folder)
    }

    @Test func devicesAreWrittenDirectly() throws {
        let file = try AtomicFileWriter("/dev/null")
        #expect(!file.isSeekable)
        try file.write(Data("x".utf8))
        try file.finish()
    }
}
