import Foundation
import SketchCore
import SketchFormats
import TestSupport
import Testing

/// A file's own train, valid and test parts decide the split everywhere; the drawing's key decides only without them.
@Suite struct SplitTests {
    /// An archive whose drawings have exactly these numbers of rows, whatever their keys would select.
    private static func write(_ counts: [SketchDataset.Split: Int], _ name: String, _ studio: StudioProcess) throws {
        let writer = try DrawingFileFormat.npz.writer(studio.folder.appendingPathComponent(name).path)
        var number = 0
        for split in SketchDataset.Split.allCases {
            for _ in 0..<(counts[split] ?? 0) {
                number += 1
                let (x, y) = (Double(20 + number % 50), Double(40 + number * 7 % 211))
                let stroke = [
                    Point(x: 0, y: 0), Point(x: x, y: Double(number)), Point(x: x, y: y), Point(x: 0, y: y), Point(x: 0, y: 0),
                ]
                var record = SketchRecord(sketch: Sketch(strokes: [stroke], name: name), kind: .prepared)
                record.split = split
                try writer.append(record)
            }
        }
        try writer.finish()
    }

    private static func inFolder(_ body: (StudioProcess) throws -> Void) throws {
        try StudioProcess.inFolder { studio in
            for name in ["cat.npz", "pig.npz"] { try write([.train: 60, .validation: 25, .test: 15], name, studio) }
            try write([.train: 60], "train-only.npz", studio)
            try body(studio)
        }
    }

    private func json(_ result: StudioProcess.Result) throws -> [String: Any] {
        #expect(result.status == 0, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    }

    @Test func datasetInfoCountsTheOwnSplits() throws {
        try Self.inFolder { studio in
            let splits = try json(studio.run("dataset", "info", "cat.npz", "--json"))["splits"] as? [String: Int]
            #expect(splits == ["train": 60, "validation": 25, "test": 15])
        }
    }

    @Test(arguments: ["train": 60, "validation": 25, "valid": 25, "test": 15])
    func convertFiltersByTheOwnSplit(_ split: String, _ count: Int) throws {
        try Self.inFolder { studio in
            let report = try json(studio.run("convert", "cat.npz", "out.ndjson", "--where", "split=\(split)", "--json"))
            #expect(report["written"] as? Int == count)
        }
    }

    @Test func trainingUsesTheOwnSplit() throws {
        try Self.inFolder { studio in
            let report = try json(
                studio.run(
                    "train", "cat.npz", "--output", "run", "--enc-rnn-size", "4", "--dec-rnn-size", "6", "--z-size", "2",
                    "--num-mixture", "2", "--max-seq-len", "8", "--num-steps", "1", "--batch-size", "4", "--json"))
            #expect(report["sketches"] as? Int == 60)
        }
    }

    @Test func evaluationUsesTheOwnSplit() throws {
        try Self.inFolder { studio in
            for (split, count) in [("test", 15), ("validation", 25), ("all", 100)] {
                let report = try json(studio.run("evaluate", "cat.npz", "--split", split, "--json"))
                #expect(report["sketches"] as? Int == count)
            }
        }
    }

    @Test func aQualityReportNeverCallsTrainingDrawingsUnseen() throws {
        try Self.inFolder { studio in
            let report = try json(
                studio.run(
                    "evaluate", "cat.npz", "--report", "quality", "--per-class", "4", "--temperature", "0.2", "--json"))
            #expect(report["training_sketches"] as? Int == 60)
            #expect(report["sketches"] as? Int == 4)
        }
    }

    @Test func classifiersUseTheOwnSplit() throws {
        try Self.inFolder { studio in
            let evaluated = try json(studio.run("classifier", "evaluate", "cat.npz", "--json"))
            #expect(evaluated["sketches"] as? Int == 15)
            let trained = try json(
                studio.run(
                    "classifier", "train", "cat.npz", "pig.npz", "--output", "c.safetensors", "--enc-rnn-size", "4",
                    "--num-steps", "1", "--batch-size", "4", "--json"))
            #expect(trained["sketches"] as? Int == 120)
        }
    }

    @Test(arguments: [["classifier", "evaluate"], ["evaluate", "--split", "test"], ["evaluate", "--report", "quality"]])
    func anEmptySplitIsRefused(_ command: [String]) throws {
        try Self.inFolder { studio in
            let result = try studio.run(command + ["train-only.npz"])
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(
                result.errors.hasSuffix(
                    "studio: None of the 60 drawings is in the test split. Use --split all, or give other drawings.\n"),
                "\(result.errors)")
        }
    }
}
