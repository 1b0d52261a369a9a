import Foundation
import SketchSupport
import TestSupport
import Testing

@Suite("Atomic writes")
struct AtomicFileTests {
    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test func aWriteReplacesTheContentAndKeepsThePermissions() throws {
        try ModelFixture.withFolder { folder in
            let path = folder + "/a.txt"
            try AtomicFile.write(Data("one".utf8), to: path)
            #expect(chmod(path, 0o640) == 0)
            try AtomicFile.write(Data("two".utf8), to: path)
            #expect(try text(path) == "two")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640)
            try AtomicFile.write(Data(), to: path)
            #expect(try text(path) == "")
            #expect(try names(folder) == ["a.txt"])
        }
    }

    /// Old temporary files are removed unless they are locked; new ones and other files are kept.
    @Test func theNextWriteRemovesOldTemporaryFiles() throws {
        try ModelFixture.withFolder { folder in
            func old(_ name: String) throws {
                try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: folder + "/" + name)
            }
            let others = [
                ".studio-1.tmp", ".studio-1-x.tmp", ".studio-mine", ".studio-notes-1.tmp", ".studio-notes.tmp", "1.tmp",
            ]
            for name in [".studio-1-1.tmp", ".studio-1-2.tmp"] + others { try old(name) }
            try Data().write(to: URL(fileURLWithPath: folder + "/.studio-9-9.tmp"))
            let locked = open(folder + "/.studio-1-2.tmp", O_RDONLY)
            #expect(flock(locked, LOCK_EX | LOCK_NB) == 0)
            try AtomicFile.write(Data("one".utf8), to: folder + "/a.txt")
            #expect(try names(folder) == ([".studio-1-2.tmp", ".studio-9-9.tmp", "a.txt"] + others).sorted())
            close(locked)
            try AtomicFile.write(Data("two".utf8), to: folder + "/a.txt")
            #expect(try names(folder) == ([".studio-9-9.tmp", "a.txt"] + others).sorted())
        }
    }

    /// A container's process always has the same number, so the names of a killed one are those that come next.
    @Test func takenNamesAreSkipped() throws {
        try ModelFixture.withFolder { folder in
            for serial in 1...5000 {
                _ = FileManager.default.createFile(atPath: folder + "/.studio-\(getpid())-\(serial).tmp", contents: nil)
            }
            try AtomicFile.write(Data("one".utf8), to: folder + "/a.txt")
            #expect(try text(folder + "/a.txt") == "one")
            #expect(try names(folder).count == 5001)
        }
    }

    @Test func aWriteThroughASymbolicLinkKeepsTheLink() throws {
        try ModelFixture.withFolder { folder in
            try AtomicFile.write(Data("one".utf8), to: folder + "/a.txt")
            try FileManager.default.createSymbolicLink(atPath: folder + "/l.txt", withDestinationPath: "a.txt")
            try AtomicFile.write(Data("two".utf8), to: folder + "/l.txt")
            #expect(try text(folder + "/a.txt") == "two")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/l.txt") == "a.txt")
        }
    }

    @Test func errorsNameThePathThatCannotBeWritten() throws {
        try ModelFixture.withFolder { folder in
            let missing = folder + "/no/a.png"
            #expect(throws: FileError.folderMissing(path: missing, folder: folder + "/no")) {
                try AtomicFile.write(Data("x".utf8), to: missing)
            }
            #expect(throws: FileError.isFolder(path: folder)) { try AtomicFile.write(Data("x".utf8), to: folder) }
            #expect(throws: FileError.self) { try AtomicFile.write(Data("x".utf8), to: "") }
            try AtomicFile.write(Data("x".utf8), to: folder + "/file")
            #expect(throws: FileError.self) { try AtomicFile.write(Data("x".utf8), to: folder + "/file/a.png") }
            #expect(throws: FileError.self) {
                try AtomicFile.write(Data("x".utf8), to: folder + "/" + String(repeating: "n", count: 300))
            }
            #expect(try names(folder) == ["file"])
        }
    }

    /// Writing to a full device fails with an error.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFullDeviceIsAnError() {
        #expect(throws: FileError.self) { try AtomicFile.write(Data("x".utf8), to: "/dev/full") }
    }
}
