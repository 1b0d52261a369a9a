import Foundation
import SketchCore
import SketchFormats
import Testing

/// Reading, filtering and writing whole data sets.
@Suite struct DatasetTests {
    /// Drawings with 1 to `count` rows in the first stroke.
    static func records(_ count: Int, name: String = "cat") -> [SketchRecord] {
        (1...count).map { number in
            let stroke = (0...number).map { Point(x: Double($0), y: Double($0 % 2)) }
            var record = SketchRecord(sketch: Sketch(strokes: [stroke], name: name), kind: .prepared, key: "key-\(number)")
            record.isRecognized = number % 2 == 0
            record.split = SketchDataset.Split.allCases[number % 3]
            return record
        }
    }

    static func write(_ records: [SketchRecord], _ path: String, _ format: DrawingFileFormat) throws {
        let writer = try format.writer(path)
        for record in records { try writer.append(record) }
        try writer.finish()
    }

    @Test func aDataSetIsReadWithItsSplitsAndSkips() throws {
        try DrawingFixture.inFolder { folder in
            try Self.write(Self.records(12), folder + "/cat.npz", .npz)
            try DrawingFixture.write(Array(#"{"word":"dot","drawing":[[[5],[5]]]}"#.utf8), folder + "/dot.json")
            var seen = 0
            let (dataset, skipped) = try SketchDataset.read([folder], maxLength: 9) { _, _ in seen += 1 }
            #expect(seen == 13)
            // Rows 1...12, of which 10, 11 and 12 are too long: numbers 3, 6, 9 are training drawings.
            #expect(dataset.train.map(\.count) == [3, 6, 9])
            #expect(dataset.validation.map(\.count) == [1, 4, 7])
            #expect(dataset.test.map(\.count) == [2, 5, 8])
            #expect(dataset.classes == ["cat"])
            #expect(skipped.counts == [.rows(moreThan: 9): 3, .noLine: 1])
            #expect(skipped.count == 4)
            #expect(skipped.sorted.map(\.reason) == ["more than 9 rows", "no line"])
        }
    }

    /// Of few drawings a tenth is held out, whatever their order; test drawings stay test drawings, and copies stay together.
    @Test(arguments: [(20, 2), (95, 9)]) func ofFewDrawingsATenthIsHeldOut(count: Int, atLeast: Int) throws {
        try DrawingFixture.inFolder { folder in
            func records(_ order: some Sequence<Int>) -> [SketchRecord] {
                order.map { number in
                    let points = (0...number).map { Point(x: Double($0) * 3, y: Double($0 % 2 * 9)) }
                    return SketchRecord(sketch: Sketch(strokes: [points], name: "zig"), kind: .prepared, key: "few-\(number)")
                }
            }
            try Self.write(records(1...count), folder + "/a.ndjson", .ndjson)
            try Self.write(records((1...count).reversed()), folder + "/b.ndjson", .ndjson)
            let one = try SketchDataset.read([folder + "/a.ndjson"], maxLength: 200).dataset
            let other = try SketchDataset.read([folder + "/b.ndjson"], maxLength: 200).dataset
            let twice = try SketchDataset.read([folder + "/a.ndjson", folder + "/b.ndjson"], maxLength: 200).dataset
            #expect(one.validation.count >= atLeast && one.validation.count <= atLeast + 1)
            #expect(one.validation.map(\.count) == other.validation.map(\.count))
            #expect(one.train.count + one.validation.count + one.test.count == count)
            let tests = (1...count).count { SketchDataset.Split(key: "few-\($0)") == .test }
            #expect(one.test.count == tests)
            #expect(one.bankDrawings.drawings(named: "zig").count == one.train.count)
            #expect(Set(twice.validation.map(\.count)).isDisjoint(with: twice.train.map(\.count)))
        }
    }

    /// A split that the file states is kept, and of 300 drawings the fixed split holds out enough.
    @Test func statedSplitsAndLargerDataSetsAreLeftAlone() throws {
        try DrawingFixture.inFolder { folder in
            var records = Self.records(12).map { record in
                var record = record
                record.split = .train
                return record
            }
            try Self.write(records, folder + "/stated.npz", .npz)
            #expect(try SketchDataset.read([folder + "/stated.npz"], maxLength: 20).dataset.validation.isEmpty)
            records = (0..<300).map { number in
                SketchRecord(
                    sketch: Sketch(strokes: [[Point(x: 0, y: 0), Point(x: Double(number), y: 9)]], name: "line"),
                    kind: .prepared, key: "many-\(number)")
            }
            try Self.write(records, folder + "/many.ndjson", .ndjson)
            let dataset = try SketchDataset.read([folder + "/many.ndjson"], maxLength: 20).dataset
            let fixed = (0..<300).count { SketchDataset.Split(key: "many-\($0)") == .validation }
            #expect(dataset.validation.count == fixed)
        }
    }

    @Test func readingStops() throws {
        try DrawingFixture.inFolder { folder in
            let path = folder + "/a.ndjson"
            // The file is damaged after the third drawing.
            try Self.write(Self.records(3), path, .ndjson)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try DrawingFixture.write(Array((text + "{").utf8), path)
            #expect(throws: FormatError.self) { try SketchReader(path).records() }
            #expect(try SketchReader(path).records(limit: 3).map(\.key) == ["key-1", "key-2", "key-3"])
            #expect(try SketchReader(path).records(limit: 0).isEmpty)
            var files: [String] = []
            try DrawingFiles.visitRecords(in: [path, folder + "/missing"]) { record, file in
                files.append(file)
                return files.count == 2 ? .stop : .next
            }
            #expect(files == [path, path])
        }
    }

    @Test func readingContinuesAfterAFileError() throws {
        try DrawingFixture.inFolder { folder in
            try DrawingFixture.write(Array("{".utf8), folder + "/a.json")
            try Self.write(Self.records(2), folder + "/b.ndjson", .ndjson)
            var (errors, count) = ([FormatError](), 0)
            var options = ReadOptions()
            options.keepsGoing = true
            let observer = ReadingObserver(error: { errors.append($0) })
            try DrawingFiles.forEachRecord(in: [folder], options: options, observer: observer) { _, _ in count += 1 }
            #expect(errors.count == 1 && count == 2)
        }
    }

    @Test func filtersStateTheirReasons() throws {
        let records = Self.records(6)
        let condition = try RecordFilter.Condition(parsing: "key_id=key-2")
        let other = try RecordFilter.Condition(parsing: "key_id=key-3")
        let filter = RecordFilter(recognizedOnly: true, conditions: [condition, other])
        #expect(
            records.map { filter.rejection(of: $0) }
                == [.notRecognized, nil, .notRecognized, .otherValue(.keyID), .notRecognized, .otherValue(.keyID)])
        let validation = RecordFilter(conditions: [try RecordFilter.Condition(parsing: "split=valid")])
        #expect(records.filter { validation.rejection(of: $0) == nil }.allSatisfy { $0.split == .validation })
        // One stroke of 4 points: its ends stay.
        for (count, isThinned, left) in [(4, false, 4), (3, true, 3), (2, true, 2), (1, nil, 4)] as [(Int, Bool?, Int)] {
            var record = records[2]
            #expect(RecordFilter(maxPoints: count).thin(&record) == isThinned && record.sketch.pointCount <= left)
        }
        #expect(throws: FormatError.badCondition("colour=red", names: ["word", "countrycode", "key_id", "split"])) {
            try RecordFilter.Condition(parsing: "colour=red")
        }
    }

    @Test func onlyRawDrawingsAreSimplifiedUnlessAToleranceIsGiven() throws {
        var raw = Self.records(1)[0]
        raw.kind = .raw
        var prepared = Self.records(1)[0]
        #expect(try RecordFilter().prepare(&raw, for: .npz))
        #expect(raw.kind == .prepared && raw.sketch.bounds?.extent == 255)
        #expect(try !RecordFilter().prepare(&prepared, for: .npz))
        #expect(try RecordFilter(epsilon: 1).prepare(&prepared, for: .ndjson))
    }

    @Test func splitsAreWrittenToSeparateFiles() throws {
        try DrawingFixture.inFolder { folder in
            let writer = try DatasetWriter(.file(folder + "/a.ndjson", .ndjson), separatesSplits: true)
            for record in Self.records(7) { try writer.append(record) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.isEmpty)
            try writer.finish()
            #expect(writer.paths == ["train", "valid", "test"].map { folder + "/a.\($0).ndjson" })
            #expect(try writer.paths.map { try SketchReader($0).records().count } == [2, 3, 2])
        }
    }

    @Test func aFolderHasAFilePerDrawing() throws {
        try DrawingFixture.inFolder { folder in
            let writer = try DatasetWriter(.folder(folder + "/out", .svg))
            for record in Self.records(2, name: "../cat") { try writer.append(record) }
            try writer.finish()
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/out").sorted()
            #expect(names == ["---cat-00000.svg", "---cat-00001.svg"])
        }
    }

    @Test func theCensusFindsWhatImpairsTraining() {
        var census = DatasetCensus(maxLength: 4)
        for record in Self.records(6) { census.count(record) }
        for record in Self.records(1) { census.count(record) }
        var dot = Self.records(1, name: "dot")[0]
        dot.sketch.strokes = [[Point(x: 0, y: 0)]]
        census.count(dot)
        #expect(census.drawings == 8 && census.usable == 5 && census.duplicates == 1 && census.dots == 1)
        #expect(census.splits == [.train: 1, .validation: 3, .test: 1])
        #expect(census.lengthSummary.minimum == 1 && census.lengthSummary.maximum == 6)
        #expect(census.histogram(bins: 3).map(\.count) == [3, 2, 2])
        #expect(census.findings.contains(.fewTrainingDrawings(1)))
        #expect(census.findings.contains(.tooLong(2)))
        #expect(census.findings.contains(.duplicates(1)))
        #expect(census.findings.contains(.dots(1)))
        #expect(!census.findings.contains(.noValidationDrawings))
    }
}
