import Foundation
import SketchSupport
import TestSupport
import Testing

/// What is replaced, what is written directly, and what a replaced file keeps.
@Suite struct OutputPlaceTests {
    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test func linksLeadToTheirFile() throws {
        try ModelFixture.withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: false)
            try link(folder + "/first", to: "sub/second")
            try link(folder + "/sub/second", to: "../new.txt")
            // A link to a file that does not exist: the file is created, the link stays.
            try AtomicFile.write(Data("one".utf8), to: folder + "/first")
            #expect(try text(folder + "/new.txt") == "one")
            try AtomicFile.write(Data("two".utf8), to: folder + "/first")
            #expect(try text(folder + "/new.txt") == "two")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/first") == "sub/second")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/sub/second") == "../new.txt")
        }
    }

    @Test func aLoopOfLinksIsAnError() throws {
        try ModelFixture.withFolder { folder in
            try link(folder + "/a", to: "b")
            try link(folder + "/b", to: "a")
            #expect(throws: FileError.notWritable(path: folder + "/a", reason: "too many levels of symbolic links")) {
                try AtomicFile.write(Data("x".utf8), to: folder + "/a")
            }
        }
    }

    /// A descriptor is written to where it stands, also through a link, and never replaced.
    @Test(arguments: ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "link"])
    func descriptorsAreAppendedTo(name: String) throws {
        try ModelFixture.withFolder { folder in
            let path = folder + "/log"
            try Data("old\n".utf8).write(to: URL(fileURLWithPath: path))
            let descriptor = open(path, O_WRONLY | O_APPEND)
            defer { close(descriptor) }
            try link(folder + "/link", to: "/dev/fd/\(descriptor)")
            let place = name == "link" ? folder + "/link" : name + "\(descriptor)"
            #expect(try OutputPlace(place) == .descriptor(descriptor))
            try AtomicFile.checkWritable(place)
            try AtomicFile.write(Data("new\n".utf8), to: place)
            #expect(write(descriptor, "end\n", 4) == 4)
            #expect(try text(path) == "old\nnew\nend\n")
        }
    }

    @Test func standardOutputHasItsNames() throws {
        for path in ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] { #expect(OutputPlace.isStandardOutput(path)) }
        for path in ["/dev/stderr", "/dev/null", "./-", "1"] { #expect(!OutputPlace.isStandardOutput(path)) }
    }

    @Test func aDescriptorForReadingIsRefused() throws {
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        let path = "/dev/fd/\(descriptor)"
        #expect(throws: FileError.notWritable(path: path, reason: "bad file descriptor")) { try AtomicFileWriter(path) }
        #expect(throws: FileError.self) { try AtomicFile.checkWritable(path) }
        #expect(throws: FileError.self) { try AtomicFileWriter("/dev/fd/999") }
    }

    @Test func aPipeIsWrittenTo() throws {
        try ModelFixture.withFolder { folder in
            let path = folder + "/pipe"
            #expect(mkfifo(path, 0o600) == 0)
            let reader = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reader) }
            try AtomicFile.checkWritable(path)
            try AtomicFile.write(Data("bytes".utf8), to: path)
            var buffer = [UInt8](repeating: 0, count: 20)
            #expect(read(reader, &buffer, 20) == 5)
            var info = stat()
            #expect(lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFIFO)
        }
    }

    @Test func aReplacedFileKeepsItsRightsButNotItsLinks() throws {
        try ModelFixture.withFolder { folder in
            let (path, other) = (folder + "/a", folder + "/b")
            try Data("old".utf8).write(to: URL(fileURLWithPath: path))
            #expect(Foundation.link(path, other) == 0)
            #expect(chmod(path, 0o6750) == 0)
            // Only root can give files away; elsewhere the owner is the user's own.
            let isRoot = geteuid() == 0
            if isRoot { #expect(chown(path, 12_345, 23_456) == 0 && chmod(path, 0o6750) == 0) }
            try AtomicFile.write(Data("new".utf8), to: path)
            var info = stat()
            #expect(stat(path, &info) == 0)
            #expect(info.st_mode & 0o7777 == 0o750)
            if isRoot { #expect(info.st_uid == 12_345 && info.st_gid == 23_456) }
            #expect(try text(other) == "old")
            #expect(try text(path) == "new")
        }
    }

    @Test func checkingChangesNothing() throws {
        try ModelFixture.withFolder { folder in
            try AtomicFile.checkWritable(folder + "/a.txt")
            #expect(throws: FileError.folderMissing(path: folder + "/no/a", folder: folder + "/no")) {
                try AtomicFile.checkWritable(folder + "/no/a")
            }
            #expect(throws: FileError.isFolder(path: folder)) { try AtomicFile.checkWritable(folder) }
            try AtomicFile.checkWritable("/dev/null")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }
}
