import Foundation
import SketchFormats
import SketchTraining
import TestSupport
import Testing

/// Reading the log of a run.
@Suite struct LossLogTests {
    private static let lines = """
        {"kl":0.5,"kl_weight":0.01,"learning_rate":0.001,"reconstruction":1.5,"sketches_per_second":9,"step":10}
        {"kl":0.25,"kl_weight":0.02,"reconstruction":1.25,"step":20,"valid_kl":0.3,"valid_reconstruction":1.4}

        """

    private static func write(_ text: String, _ folder: String) throws -> String {
        let path = folder + "/log.jsonl"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func aFolderAndItsLogAreTheSame() throws {
        try ModelFixture.withFolder { folder in
            let path = try Self.write(Self.lines, folder)
            let log = try LossLog(contentsOf: folder)
            #expect(log.entries == (try LossLog(contentsOf: path)).entries)
            #expect(log.name == URL(fileURLWithPath: folder).lastPathComponent)
            #expect(log.entries.map(\.step) == [10, 20] && log.entries.map(\.kl) == [0.5, 0.25])
            #expect(log.entries[0].sketchesPerSecond == 9 && log.entries[0].validReconstruction == nil)
            #expect(log.entries[1].validReconstruction == 1.4 && log.entries[1].validKl == 0.3)
        }
    }

    @Test func anIncompleteLastLineIsIgnored() throws {
        try ModelFixture.withFolder { folder in
            _ = try Self.write(Self.lines + #"{"kl":0.5,"kl_we"#, folder)
            let log = try LossLog(contentsOf: folder)
            #expect(log.entries.count == 2)
        }
    }

    @Test(arguments: [
        ("", "it is empty"), ("\n", "no logged step"), ("{\"kl\":1}\n" + lines, "line 1 is not a logged step"),
        (lines + "text\n" + lines, "line 3 is not a logged step"),
    ]) func otherFilesAreRefused(text: String, reason: String) throws {
        try ModelFixture.withFolder { folder in
            let path = try Self.write(text, folder)
            #expect(throws: TrainingError.badLog(path: path, reason: reason)) { try LossLog(contentsOf: path) }
        }
    }

    @Test func aMissingLogIsNamed() throws {
        try ModelFixture.withFolder { folder in
            #expect(throws: FormatError.self) { try LossLog(contentsOf: folder) }
            #expect(throws: FormatError.self) { try LossLog(contentsOf: folder + "/none") }
        }
    }
}
