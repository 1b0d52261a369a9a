import Foundation
import SketchSupport
import TestSupport
import Testing

/// Folders for output: all or none are created, and empty ones are removed.
@Suite struct CreatedFoldersTests {
    private func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder) }

    @Test func missingFoldersAreCreatedAndEmptyOnesRemoved() throws {
        try ModelFixture.withFolder { folder in
            try CreatedFolders(folder + "/a/b/c/").removeIfEmpty()
            #expect(try names(folder) == [])
            let created = try CreatedFolders(folder + "/a/b/c")
            try Data().write(to: URL(fileURLWithPath: folder + "/a/x"))
            created.removeIfEmpty()
            #expect(try names(folder + "/a") == ["x"])
            // A folder that was there stays, even if it is empty.
            try FileManager.default.createDirectory(atPath: folder + "/old", withIntermediateDirectories: false)
            try CreatedFolders(folder + "/old/new").removeIfEmpty()
            #expect(try names(folder + "/old") == [])
        }
    }

    @Test(arguments: [
        ("n/", 3000, ENAMETOOLONG), ("n", 300, ENAMETOOLONG), ("file/a/b", 1, ENOTDIR), ("file", 1, ENOTDIR),
        ("link/a", 1, ENOTDIR),
    ]) func aFailureLeavesNothing(part: String, count: Int, code: Int32) throws {
        let path = String(repeating: part, count: count)
        try ModelFixture.withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "nothing")
            let reason = String(cString: strerror(code))
            #expect(
                throws: FileError.notWritable(
                    path: folder + "/" + path, reason: reason.prefix(1).lowercased() + reason.dropFirst())
            ) { try CreatedFolders(folder + "/" + path) }
            #expect(try names(folder).sorted() == ["file", "link"])
        }
    }
}
