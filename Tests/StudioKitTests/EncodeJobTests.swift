import Foundation
import StudioKit
import Testing

/// Latents of a job in this process, with samples of the posterior.
@Suite struct EncodeJobTests {
    private struct Document: Decodable {
        struct Latent: Decodable {
            var source: String
            var mean: [Float]
            var logVariance: [Float]
            var samples: [[Float]]?
        }
        var model: String
        var latents: [Latent]
    }

    /// The document that the job gives to its reporter.
    private static func document(_ job: EncodeJob) throws -> Document {
        var data = Data()
        _ = try job.run(Reporter(isQuiet: true, showsProgress: false) { if case .output(let part) = $0 { data += part } })
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Document.self, from: data)
    }

    private static func job(_ files: [String], samples: Int? = nil, seed: UInt64 = 7) -> EncodeJob {
        var job = EncodeJob()
        (job.files, job.samples, job.seed) = (files, samples, seed)
        return job
    }

    /// A drawing of 400 rows is encoded completely with a warning, or thinned to the 250 of the model.
    @Test func longDrawingsCanBeThinned() throws {
        try JobFolder.with { folder in
            let xs = (0...400).map { String($0 % 200) }.joined(separator: ",")
            let ys = (0...400).map { String($0 * $0 % 97 + $0 / 2 % 20) }.joined(separator: ",")
            try folder.write("{\"word\":\"cat\",\"drawing\":[[[\(xs)],[\(ys)]]]}", "long.ndjson")
            func warnings(fitsLength: Bool) throws -> [String] {
                var warnings: [String] = []
                var job = Self.job([folder.path("long.ndjson")])
                job.reading.fitsLength = fitsLength
                _ = try job.run(
                    Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
                return warnings
            }
            #expect(try warnings(fitsLength: false).contains { $0.contains("400 rows, more than the") })
            let fitted = try warnings(fitsLength: true)
            #expect(fitted.contains { $0.contains("1 drawing thinned to at most") })
            #expect(!fitted.contains { $0.contains("more than the") })
        }
    }

    @Test func samplesDependOnTheDrawingAndTheSeedOnly() throws {
        try JobFolder.with { folder in
            let (cat, pig) = (folder.path("cat.json"), folder.path("pig.json"))
            let both = try Self.document(Self.job([cat, pig], samples: 3)).latents
            #expect(both.map(\.source) == [cat, pig])
            let samples = try #require(both[1].samples)
            #expect(samples.count == 3 && Set(samples).count == 3 && samples[0].count == both[1].mean.count)
            let alone = try Self.document(Self.job([pig], samples: 5)).latents[0]
            #expect(alone.samples?.prefix(3) == samples[...])
            #expect(alone.mean == both[1].mean)
            let other = try Self.document(Self.job([pig], samples: 3, seed: 8)).latents[0]
            #expect(other.samples?[0] != samples[0])
            #expect(both[0].samples?[0] != samples[0])
        }
    }

    /// z = mu + sigma eps, with eps of mean 0 and deviation 1.
    @Test func samplesHaveThePosteriorsMeanAndVariance() throws {
        try JobFolder.with { folder in
            let latent = try Self.document(Self.job([folder.path("cat.json")], samples: 400)).latents[0]
            var (sum, squares) = (0.0, 0.0)
            for sample in try #require(latent.samples) {
                for (index, value) in sample.enumerated() {
                    let noise = Double(value - latent.mean[index]) / exp(Double(latent.logVariance[index]) / 2)
                    sum += noise
                    squares += noise * noise
                }
            }
            let count = Double(400 * latent.mean.count)
            #expect(abs(sum / count) < 0.02 && abs(squares / count - 1) < 0.02)
        }
    }

    @Test func withoutSamplesThereAreNone() throws {
        try JobFolder.with { folder in
            let document = try Self.document(Self.job([folder.path("cat.json")]))
            #expect(document.latents[0].samples == nil)
        }
    }

    @Test func anArrayHasTheSamplesInsteadOfTheMeans() throws {
        try JobFolder.with { folder in
            var job = Self.job([folder.path("cat.json"), folder.path("pig.json")], samples: 2)
            job.output = folder.path("a.npy")
            let result = try job.run(Reporter())
            #expect(result.lines == [folder.path("a.npy")] && result.count == 2)
            let data = try folder.data("a.npy")
            #expect(String(decoding: data.prefix(128), as: UTF8.self).contains("'shape': (4, 128)"))
            #expect(data.count == 128 + 4 * 128 * 4)
            let samples = try Self.document(Self.job(job.files, samples: 2)).latents.flatMap { $0.samples ?? [] }
            let bytes = samples.flatMap { $0 }.flatMap { value in
                withUnsafeBytes(of: value.bitPattern.littleEndian) { [UInt8]($0) }
            }
            #expect([UInt8](data.dropFirst(128)) == bytes)
        }
    }

    @Test(arguments: [("0", "must be from"), ("-1", "must be from"), ("many", "must be a whole number from")])
    func aNumberOfSamplesIsAtLeastOne(text: String, words: String) {
        #expect(throws: UsageError("--sample \(text): \(words) 1 to 10000.")) {
            try EncodeJob(words: ["a.json", "--sample", text])
        }
    }
}
