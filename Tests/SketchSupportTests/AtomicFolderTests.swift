import Foundation
import SketchSupport
import TestSupport
import Testing

/// Many files in one folder.
@Suite struct AtomicFolderTests {
    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private static func leftover(_ path: String) throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: path)
    }

    private static func write(_ text: String, _ name: String, _ folder: AtomicFolder) throws {
        let file = try folder.writer(name)
        try file.write(Data(text.utf8))
        try file.finish()
    }

    @Test(arguments: ["", "/"]) func filesAreNewOrReplaced(ending: String) throws {
        try ModelFixture.withFolder { path in
            try AtomicFile.write(Data("old".utf8), to: path + "/b.txt")
            let folder = AtomicFolder(path + ending)
            try Self.write("one", "a.txt", folder)
            try Self.write("two", "b.txt", folder)
            _ = try folder.writer("c.txt")
            try folder.finish()
            #expect(try Self.names(path) == ["a.txt", "b.txt"])
            #expect(try String(contentsOfFile: path + "/a.txt", encoding: .utf8) == "one")
            #expect(try String(contentsOfFile: path + "/b.txt", encoding: .utf8) == "two")
        }
    }

    /// The folder is searched once, or the time would be quadratic in the number of files.
    @Test func leftoversAreRemovedAtTheBeginningOnly() throws {
        try ModelFixture.withFolder { path in
            try Self.leftover(path + "/.studio-1-1.tmp")
            let folder = AtomicFolder(path)
            #expect(try Self.names(path).isEmpty)
            try Self.leftover(path + "/.studio-1-2.tmp")
            try Self.write("one", "a.txt", folder)
            #expect(try Self.names(path) == [".studio-1-2.tmp", "a.txt"])
        }
    }

    @Test func aFolderThatIsGoneIsAnError() throws {
        try ModelFixture.withFolder { path in
            let folder = AtomicFolder(path + "/none")
            #expect(throws: FileError.self) { try folder.writer("a.txt") }
            #expect(throws: FileError.self) { try folder.finish() }
        }
    }
}
