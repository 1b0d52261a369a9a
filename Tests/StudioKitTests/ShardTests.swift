import Foundation
import StudioKit
import TestSupport
import Testing

/// Work that is divided with `--shard`: the parts together are the whole, byte for byte.
@Suite struct ShardTests {
    /// Five drawings in two files, one of them too long for a model and one without a line.
    private static func drawings(_ folder: JobFolder) throws -> [String] {
        let long = (0..<300).map { "\($0 % 2 * 255)" }.joined(separator: ",")
        let steps = (0..<300).map { "\(Double($0) * 0.8)" }.joined(separator: ",")
        try folder.write(
            """
            {"word":"cat","key_id":"11","drawing":[[[0,200,255,0],[0,10,255,90]]]}
            {"word":"pig","key_id":"12","drawing":[[[5],[5]]]}
            {"word":"pig","key_id":"13","drawing":[[[\(long)],[\(steps)]]]}
            {"word":"pig","key_id":"14","drawing":[[[0,255,100],[255,0,30]],[[10,20],[20,100]]]}

            """, "more.ndjson")
        return [folder.path("cat.json"), folder.path("more.ndjson")]
    }

    /// The outputs of each part of a job, which all have the extension `.ndjson`.
    private static func parts<Job: StudioJob>(
        _ count: Int, _ folder: JobFolder, _ job: Job, _ set: (inout Job, Shard, String) -> Void
    ) throws -> [String] {
        try (1...count).map { number in
            let path = folder.path("\(Job.manual.name)-\(number).ndjson")
            var job = job
            set(&job, try #require(Shard(number: number, count: count)), path)
            _ = try job.run(Reporter())
            return path
        }
    }

    private static func joined(_ paths: [String]) throws -> Data {
        try paths.reduce(Data()) { $0 + (try Data(contentsOf: URL(fileURLWithPath: $1))) }
    }

    @Test func shardsDivideItemsInOrderAndEvenly() throws {
        #expect(Shard(number: 0, count: 2) == nil && Shard(number: 3, count: 2) == nil)
        try JobFolder.with { folder in
            var job = SampleJob()
            (job.count, job.candidates.isPlain, job.temperatures) = (5, true, TemperatureList(0.2, 0.4))
            let parts = try Self.parts(4, folder, job) { ($0.shard, $0.output) = ($1, $2) }
            let lines = try parts.map { try String(contentsOfFile: $0, encoding: .utf8).split(separator: "\n").count }
            #expect(lines == [2, 3, 2, 3])
            job.output = folder.path("whole.ndjson")
            _ = try job.run(Reporter())
            #expect(try Self.joined(parts) == folder.data("whole.ndjson"))
        }
    }

    @Test func latentsOfShardsAreThoseOfTheWholeInEveryFormat() throws {
        try JobFolder.with { folder in
            var job = EncodeJob()
            (job.files, job.samples) = ([try Self.drawings(folder)[0], folder.path("pig.json"), folder.path("cat.json")], 2)
            let parts = try Self.parts(2, folder, job) { ($0.shard, $0.output) = ($1, $2) }
            for format in ["ndjson", "json", "npz", "npy"] {
                job.output = folder.path("whole." + format)
                _ = try job.run(Reporter())
                var join = JoinJob()
                (join.files, join.output) = (parts, folder.path("joined." + format))
                _ = try join.run(Reporter())
                #expect(try folder.data("joined." + format) == folder.data("whole." + format), "\(format)")
            }
            #expect(try folder.data("joined.npy.json") == folder.data("whole.npy.json"))
            #expect(try Self.joined(parts) == folder.data("whole.ndjson"))
        }
    }

    @Test func partsOutOfOrderAreRefusedAndMissingOnesReported() throws {
        try JobFolder.with { folder in
            let record = #"{"word":"cat","drawing":[[[0,200,255,0],[0,10,255,90]]]}"#
            try folder.write(Array(repeating: record, count: 6).joined(separator: "\n"), "six.ndjson")
            var (encode, evaluate) = (EncodeJob(), EvaluateJob())
            (encode.files, evaluate.data) = ([folder.path("six.ndjson")], [folder.path("six.ndjson")])
            let latents = try Self.parts(3, folder, encode) { ($0.shard, $0.output) = ($1, $2) }
            let losses = try Self.parts(3, folder, evaluate) { ($0.shard, $0.output) = ($1, $2) }
            for parts in [latents, losses] {
                var job = JoinJob()
                job.output = folder.path("joined.json")
                job.files = [parts[1], parts[0], parts[2]]
                let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
                #expect(error?.description.contains("Give each part once, in order.") == true)
                job.files = [parts[0], parts[0], parts[1]]
                #expect(throws: UsageError.self) { try job.run(Reporter()) }
                job.files = [parts[0], parts[2]]
                var warnings: [String] = []
                _ = try job.run(
                    Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
                #expect(
                    warnings.contains { $0.contains("2 drawings of \(folder.path("six.ndjson")) are missing") }, "\(warnings)")
            }
        }
    }

    @Test func convertedShardsAreTheWhole() throws {
        try JobFolder.with { folder in
            var job = ConvertJob()
            (job.inputs, job.simplify) = (try Self.drawings(folder), true)
            job.conditions = [.init(field: .word, value: "pig")]
            let parts = try Self.parts(3, folder, job) { ($0.shard, $0.destination) = ($1, $2) }
            #expect(try Data(contentsOf: URL(fileURLWithPath: parts[0])).isEmpty)
            job.destination = folder.path("whole.ndjson")
            _ = try job.run(Reporter())
            #expect(try Self.joined(parts) == folder.data("whole.ndjson"))
        }
    }

    @Test func lossesOfShardsGiveTheReportOfTheWhole() throws {
        try JobFolder.with { folder in
            let longer = folder.path("longer.safetensors")
            var model = ModelFixture.model()
            (model.configuration.maxLength, model.scaleFactor) = (400, 40)
            try model.write(to: longer)
            var job = EvaluateJob()
            (job.data, job.models) = (try Self.drawings(folder), ["cat-pig", longer])
            let parts = try Self.parts(4, folder, job) { ($0.shard, $0.output) = ($1, $2) }
            var join = JoinJob()
            join.files = parts
            for format in ["ndjson", "json"] {
                (job.output, join.output) = (folder.path("whole." + format), folder.path("joined." + format))
                let (whole, sum) = (try job.run(Reporter()), try join.run(Reporter()))
                #expect(try folder.data("joined." + format) == folder.data("whole." + format), "\(format)")
                #expect(whole.jsonText == sum.jsonText && whole.warnings == sum.warnings)
            }
            // The losses do not depend on the drawings of the same batch.
            (job.batchSize, job.output) = (1, folder.path("single.ndjson"))
            _ = try job.run(Reporter())
            #expect(try folder.data("single.ndjson") == folder.data("whole.ndjson"))
            let lines = try String(contentsOfFile: folder.path("whole.ndjson"), encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 6 && lines[0].hasPrefix(#"{"measurement":[{"model":"cat-pig","fingerprint":""#))
            #expect(lines[3].hasSuffix(#""losses":[null,null]}"#) && lines[4].contains(#""losses":[null,{"rows":"#))

            // Parts of different measurements, and damaged ones, are refused.
            job.models = ["cat-pig"]
            job.output = folder.path("other.ndjson")
            _ = try job.run(Reporter())
            join.files = [parts[0], folder.path("other.ndjson")]
            #expect(throws: StudioError.self) { try join.run(Reporter()) }
            try folder.write(lines[0] + "\n" + lines[1].dropLast(9), "cut.ndjson")
            join.files = [folder.path("cut.ndjson")]
            let error = #expect(throws: StudioError.self) { try join.run(Reporter()) }
            #expect(error?.description.contains("cut.ndjson is not a complete file of losses: line 2:") == true)
        }
    }

    @Test func whatCannotBeDividedIsRefused() throws {
        try JobFolder.with { folder in
            let cat = folder.path("cat.json")
            for words in [
                [cat, "--shard", "1/2"], [cat, "--shard", "0/2"], [cat, "--shard", "3/2"], [cat, "--shard", "1"],
                [cat, "--shard", "1/2/3"],
            ] {
                #expect(throws: UsageError.self, "\(words)") { try EncodeJob(words: words).run(Reporter()) }
            }
            var job = EncodeJob()
            (job.files, job.output, job.shard) = ([cat], folder.path("a.ndjson"), Shard(number: 1, count: 2))
            let error = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(error?.description == "There is 1 drawing for 2 shards. Use at most 1 shard.")
            job.files = ["/dev/null"]
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
            var convert = ConvertJob()
            (convert.inputs, convert.destination, convert.shard) = ([cat, cat], folder.path("a.ndjson"), job.shard)
            convert.limit = 1
            #expect(throws: UsageError.self) { try convert.run(Reporter()) }
        }
    }
}
