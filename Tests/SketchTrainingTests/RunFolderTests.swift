import Foundation
import SketchSupport
import SketchTraining
import TestSupport
import Testing

/// A run's folder: no other file is overwritten, and no two trainings write to it.
@Suite struct RunFolderTests {
    private typealias Fixture = TrainingRunTests

    private static func run(_ folder: String, resume: Bool = false, replacing: Bool = false, steps: Int = 5) throws -> TrainingRun
    {
        try TrainingRun(
            parameters: Fixture.parameters(steps: steps), dataset: Fixture.dataset(), directory: folder, resume: resume,
            replacing: replacing)
    }

    private static func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test(arguments: ["model.safetensors", "log.jsonl", "checkpoint.safetensors", "notes.txt"])
    func aFolderWithOtherFilesIsRefused(name: String) throws {
        try ModelFixture.withFolder { folder in
            try Self.write("mine", folder + "/" + name)
            #expect(throws: TrainingError.folderNotEmpty(folder, files: [name])) { try Self.run(folder) }
            #expect(try Self.text(folder + "/" + name) == "mine")
            #expect(try Self.names(folder) == [name])
        }
    }

    @Test func aForcedRunReplacesOnlyARunsFiles() throws {
        try ModelFixture.withFolder { folder in
            for name in ["model.safetensors", "log.jsonl", "notes.txt"] { try Self.write("mine", folder + "/" + name) }
            _ = try Self.run(folder, replacing: true).start()
            #expect(try Self.text(folder + "/notes.txt") == "mine")
            #expect(try Self.names(folder) == ["checkpoint.safetensors", "log.jsonl", "model.safetensors", "notes.txt"])
            // A run is replaced too, log included.
            _ = try Self.run(folder, replacing: true, steps: 10).start()
            #expect(try LossLog(contentsOf: folder).entries.map(\.step) == [5, 10])
        }
    }

    @Test func hiddenFilesDoNotCount() throws {
        try ModelFixture.withFolder { folder in
            try Self.write("", folder + "/.gitignore")
            let summary = try Self.run(folder).start()
            #expect(summary.step == 5)
        }
    }

    @Test(arguments: [false, true]) func aSecondTrainingIsRefused(resume: Bool) throws {
        try ModelFixture.withFolder { folder in
            if resume { _ = try Self.run(folder).start() }
            let first = try Self.run(folder, resume: resume, steps: 10)
            let own = Int(getpid())
            for (resume, replacing) in [(false, false), (true, false), (false, true)] {
                do {
                    _ = try Self.run(folder, resume: resume, replacing: replacing)
                    Issue.record("two trainings in one folder")
                } catch TrainingError.runIsLocked(folder: folder, process: own) {
                } catch TrainingError.directoryInUse, TrainingError.nothingToResume, TrainingError.folderNotEmpty {
                    // Refused before the lock is tried.
                }
            }
            #expect(throws: TrainingError.runIsLocked(folder: folder, process: own)) {
                try Self.run(folder, resume: resume, replacing: !resume)
            }
            let ended = try first.start()
            #expect(ended.step == 10)
            // The lock ends with the run.
            #expect(try Self.names(folder) == ["checkpoint.safetensors", "log.jsonl", "model.safetensors"])
            let resumed = try Self.run(folder, resume: true, steps: 15).start()
            #expect(resumed.step == 15)
        }
    }

    /// A run that was killed before its first checkpoint leaves its marked lock file.
    @Test func theFilesOfAKilledRunAreReplaced() throws {
        try ModelFixture.withFolder { folder in
            try Self.write("1\nstudio train\n", folder + "/.run.lock")
            try Self.write(#"{"step":10}"# + "\n", folder + "/log.jsonl")
            try Self.write("half a run's", folder + "/model.safetensors")
            _ = try Self.run(folder).start()
            #expect(try Self.names(folder) == ["checkpoint.safetensors", "log.jsonl", "model.safetensors"])
        }
        // A lock file without a mark is of a run that had written nothing.
        try ModelFixture.withFolder { folder in
            try Self.write("1\n", folder + "/.run.lock")
            try Self.write("mine", folder + "/model.safetensors")
            #expect(throws: TrainingError.folderNotEmpty(folder, files: ["model.safetensors"])) { try Self.run(folder) }
        }
    }

    /// A killed run's files stay replaceable after a new run that ends, or is killed, before it writes anything.
    @Test func theMarkOfAKilledRunOutlivesRunsThatDoNotBegin() throws {
        try ModelFixture.withFolder { folder in
            try Self.write("1\nstudio train\n", folder + "/.run.lock")
            try Self.write(#"{"step":10}"# + "\n", folder + "/log.jsonl")
            do {
                let locked = try RunFolder(folder, for: .new)
                #expect(try Self.text(folder + "/.run.lock") == "\(getpid())\nstudio train\n")
                locked.close()
            }
            #expect(throws: TrainingError.nothingToResume(folder)) { try Self.run(folder, resume: true) }
            #expect(try Self.text(folder + "/.run.lock").contains("studio train"))
            _ = try Self.run(folder).start()
            #expect(try Self.names(folder) == ["checkpoint.safetensors", "log.jsonl", "model.safetensors"])
        }
    }

    /// A file of this name that a run did not write stays as it is.
    @Test(arguments: ["", "mine\n", "12\nmine\n"]) func aForeignLockFileIsKept(content: String) throws {
        try ModelFixture.withFolder { folder in
            try Self.write(content, folder + "/.run.lock")
            if content.isEmpty {
                try RunFolder(folder, for: .new).close()
            } else {
                #expect(throws: FileError.self) { try RunFolder(folder, for: .new) }
            }
            #expect(try Self.text(folder + "/.run.lock") == content)
            #expect(try Self.names(folder) == [".run.lock"])
        }
    }

    @Test func aRunThatCannotStartLeavesNoFolder() throws {
        try ModelFixture.withFolder { folder in
            var parameters = Fixture.parameters(steps: 5)
            parameters.batchSize = 0
            #expect(throws: TrainingError.self) {
                try TrainingRun(parameters: parameters, dataset: Fixture.dataset(), directory: folder + "/new")
            }
            let names = try Self.names(folder)
            #expect(names.isEmpty)
        }
    }

    @Test func aLockFileThatIsALinkIsNotFollowed() throws {
        try ModelFixture.withFolder { folder in
            try Self.write("mine", folder + "/file")
            try FileManager.default.createDirectory(atPath: folder + "/run", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: folder + "/run/.run.lock", withDestinationPath: folder + "/file")
            #expect(throws: (any Error).self) { try Self.run(folder + "/run") }
            let text = try Self.text(folder + "/file")
            #expect(text == "mine")
        }
    }
}
