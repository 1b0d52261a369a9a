import Foundation
import SketchFormats
import SketchInference
import TestSupport
import Testing

@Suite struct LatentFileTests {
    /// Limits divided by 1000: 33,554 bytes per JSON value, 1,048 latents.
    static let low = ReaderLimits(factor: 0.001)

    static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static let rows: Data = {
        let header = "{'descr': '<i1', 'fortran_order': False, 'shape': (1100, 2), }\n"
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0]) + Data(header.utf8)
            + Data(count: 2200)
    }()

    @Test(arguments: [
        (Data("[[1]\(times(" ", 40_000))]".utf8), "a, one JSON value: more than 33554 bytes"),
        (Data(times("[1]\n", 1_100).utf8), "a: more than 1048 latents"),
        (Data("[\(times("[1],", 1_100))[1]]".utf8), "a: more than 1048 latents"), (rows, "a: more than 1048 latents"),
    ])
    func limitsAreNamed(data: Data, words: String) throws {
        let error = #expect(throws: FormatError.self) { try LatentFile.records(in: data, name: "a", limits: Self.low) }
        #expect(error?.description == words, "\(error?.description ?? "read")")
        _ = try LatentFile.records(in: data, name: "a")
    }

    @Test func aLatentHasAtMost65536Numbers() throws {
        let error = #expect(throws: InferenceError.self) {
            try LatentFile.records(in: Data("[\(Self.times("1,", 1 << 16))1]".utf8), name: "a")
        }
        #expect(error?.description.contains("more than 65536 numbers") == true)
    }

    /// Lines may end in CRLF, be blank, and together exceed the limit of one value.
    @Test func linesAreReadOneByOne() throws {
        let lines = Self.times("[1,2.5]\r\n\r\n{\"mean\":[3,4],\"source\":\"\(Self.times("b", 90))\"}\n", 400)
        let entries = try LatentFile.records(in: Data([0xEF, 0xBB, 0xBF]) + Data(lines.utf8), name: "a", limits: Self.low)
        #expect(lines.utf8.count > Self.low[.jsonBytes] && entries.count == 800)
    }

    private static let records = {
        var records = [
            LatentRecord(
                source: "cat.json", latent: Latent(mean: [0.5, -1], logVariance: [0, -2.5]), samples: [[1, 2], [3, 4]]),
            LatentRecord(source: "a \"b\".json#1", latent: Latent(mean: [2, 0.25])),
        ]
        (records[0].index, records[0].word, records[0].key) = (0, "cat", "4821")
        (records[1].index, records[1].word, records[1].key) = (1, "caf\u{E9} \u{1F408}", "k")
        return records
    }()

    private static let model = LatentModel(name: "cat-pig", fingerprint: "0123456789abcdef")

    @Test(arguments: ["a.json", "a.ndjson", "a.npy", "a.npz"]) func writtenLatentsAreReadBack(name: String) throws {
        try ModelFixture.withFolder { folder in
            let path = folder + "/" + name
            var records = Self.records
            // An array has one kind of rows for all latents.
            if name == "a.npz" { records[1].latent.logVariance = [1, 2] }
            try LatentFile.write(records, model: Self.model, to: path)
            let read = try LatentFile.read(path)
            #expect(read.allSatisfy { $0.model == Self.model })
            // An array has the samples in place of the mean they belong to.
            let order = name == "a.npy" ? [0, 0, 1] : [0, 1]
            #expect(read.map(\.word) == order.map { records[$0].word } && read.map(\.key) == order.map { records[$0].key })
            #expect(read.map(\.index) == order)
            if name == "a.npy" {
                #expect(read.map(\.latent.mean) == [[1, 2], [3, 4], [2, 0.25]])
            } else {
                #expect(read.map(\.latent) == records.map(\.latent))
            }
            #expect(read.map(\.source) == order.map { records[$0].source })
        }
    }

    /// The file next to an array describes only the numbers that were written with it.
    @Test func aChangedArrayIsNotDescribed() throws {
        try ModelFixture.withFolder { folder in
            let path = folder + "/a.npy"
            try LatentFile.write(Self.records, model: Self.model, to: path)
            var data = try Data(contentsOf: URL(fileURLWithPath: path))
            data[data.count - 1] ^= 1
            try data.write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: InferenceError.self) { try LatentFile.read(path) }
            #expect(error?.description.contains("a.npy.json next to it describes other numbers") == true)
            try FileManager.default.removeItem(atPath: path + ".json")
            let read = try LatentFile.read(path)
            #expect(read.map(\.source) == ["\(path)#0", "\(path)#1", "\(path)#2"] && read.allSatisfy { $0.model == nil })
        }
    }

    @Test func linesOfSeveralModelsKeepTheirModels() throws {
        let lines = #"{"model":"a","fingerprint":"1","mean":[1]}"# + "\n" + #"{"model":"b","mean":[2]}"# + "\n[3]\n"
        let records = try LatentFile.records(in: Data(lines.utf8), name: "x")
        #expect(records.map(\.model) == [LatentModel(name: "a", fingerprint: "1"), LatentModel(name: "b"), nil])
    }

    @Test func anArchiveIsChecked() throws {
        func records(_ members: [NamedArrays.Member]) throws -> [LatentRecord] {
            var data = Data()
            try NamedArrays.write(members) { data.append(contentsOf: $0) }
            return try LatentFile.records(in: data, name: "x.npz")
        }
        let mean = NamedArrays.Member("mean", rows: 2, columns: 1, body: Data(count: 8))
        #expect(try records([mean]).count == 2)
        for (members, reason) in [
            ([NamedArrays.Member("a", [1])], "the archive has no array mean"),
            ([mean, .init("word", ["cat"])], "the array word has 1 elements for 2 latents"),
            ([mean, .init("word", [1, 2])], "its array word is not a list of texts"),
            ([mean, .init("index", ["a", "b"])], "its type is '<U1'"),
            ([mean, .init("log_variance", rows: 2, columns: 3, body: Data(count: 24))], "have different sizes"),
        ] {
            let error = #expect(throws: InferenceError.self) { try records(members) }
            #expect(error?.description.contains(reason) == true, "\(error.debugDescription)")
        }
    }

    @Test(
        arguments: [
            ("a.json", .json), ("a", .json), ("a.NDJSON", .ndjson), ("a.jsonl", .ndjson), ("a.npz", .npz), ("a.npy", .npy),
            ("a.parquet", nil), ("a.csv", nil), ("b.json/a.txt", nil),
        ] as [(String, LatentFile.Format?)])
    func theExtensionIsTheFormat(path: String, format: LatentFile.Format?) {
        #expect(LatentFile.Format(path: path) == format)
    }

    @Test func aDocumentHasItsKeysInOrder() throws {
        var document = Data()
        let writer = try LatentWriter(model: LatentModel(name: "m")) { document.append($0) }
        for record in Self.records { try writer.append([record]) }
        try writer.finish()
        let expected =
            #"{"model":"m","latents":[{"source":"cat.json","index":0,"word":"cat","key":"4821","mean":[0.5,-1],"#
            + #""log_variance":[0,-2.5],"samples":[[1,2],[3,4]]},"#
            + #"{"source":"a \"b\".json#1","index":1,"word":"caf\#u{E9} \#u{1F408}","key":"k","mean":[2,0.25]}]}"#
        #expect(String(decoding: document, as: UTF8.self) == expected + "\n")
        var empty = Data()
        try LatentWriter(model: LatentModel(name: "m")) { empty.append($0) }.finish()
        #expect(String(decoding: empty, as: UTF8.self) == #"{"model":"m","latents":[]}"# + "\n")
    }

    @Test(arguments: [
        ("", "the file is empty"), ("{}", "entry 0 has no list of finite numbers"), ("[[1],[]]", "entry 1 has no list"),
        (#"[{"mean":[1,2],"log_variance":[1]}]"#, "entry 0 has a log_variance"), ("no", "neither JSON nor a NumPy file"),
        (#"{"latents":[]}"#, "no latents"), ("[[1],[2,NaN]]", "entry 1 has no list of finite numbers: number 1 is NaN"),
        ("[1]\n\n[1]\n[2,-Infinity]\n", "entry 2 has no list of finite numbers: number 1 is -Infinity"),
        (
            "{\"latents\": [\n {\"mean\": [1]},\n {\"source\": \"NaN\", \"mean\": [NaN]}]}",
            "entry 1 has no list of finite numbers: number 0 is NaN"
        ),
        ("[[1],[null,2]]", "entry 1 has no list of finite numbers: number 0 is null"),
        ("[[1,1e300]]", "entry 0 has no list of finite numbers: number 1 is beyond float32"),
        (#"[{"mean":[1,2],"log_variance":[1,NaN]}]"#, "not a list of 2 finite numbers: number 1 is NaN"),
        (#"[{"mean":[1,2],"samples":[[1,Infinity]]}]"#, "lists of 2 finite numbers: number 1 is Infinity"),
    ])
    func otherFilesAreErrors(text: String, reason: String) throws {
        let error = #expect(throws: InferenceError.self) { try LatentFile.records(in: Data(text.utf8), name: "x.json") }
        let sentence = "\(try #require(error))"
        #expect(sentence.hasPrefix("x.json is not a list of latents (") && sentence.contains(reason), "\(sentence)")
        #expect(throws: FormatError.notFound(file: "/nowhere.json")) { try LatentFile.read("/nowhere.json") }
    }

    @Test func arraysHaveLatentsOfOneSize() throws {
        try ModelFixture.withFolder { folder in
            let latents = [[1, 2], [3]].map { LatentRecord(source: "", latent: Latent(mean: $0)) }
            #expect(throws: InferenceError.latentSize(found: 1, expected: 2)) {
                try LatentFile.write(latents, model: LatentModel(name: "m"), to: folder + "/a.npy")
            }
            #expect(!FileManager.default.fileExists(atPath: folder + "/a.npy"))
        }
    }
}

@Suite struct LatentDrawTests {
    private static let latent = Latent(mean: [1, -2, 0], logVariance: [0, -2, 2])

    @Test func samplesFollowTheMoments() {
        let samples = LatentDraw.posterior(Self.latent, count: 20_000, seed: 3, drawIndex: 1)
        for k in 0..<3 {
            let values = samples.map { Double($0[k]) }
            let mean = values.reduce(0, +) / 20_000
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
            let expected = exp(Double(Self.latent.logVariance?[k] ?? 0))
            #expect(abs(mean - Double(Self.latent.mean[k])) < 0.05 && abs(variance / expected - 1) < 0.05)
        }
    }

    @Test func samplesDependOnlyOnSeedAndDrawIndex() {
        let five = LatentDraw.posterior(Self.latent, count: 5, seed: 3, drawIndex: 1)
        #expect(LatentDraw.posterior(Self.latent, count: 2, seed: 3, drawIndex: 1) == Array(five[..<2]))
        #expect(LatentDraw.posterior(Self.latent, seed: 3, drawIndex: 1) == five[0])
        #expect(Set(five).count == 5)
        #expect(LatentDraw.posterior(Self.latent, seed: 3, drawIndex: 2) != five[0])
        #expect(LatentDraw.posterior(Self.latent, seed: 4, drawIndex: 1) != five[0])
        #expect(LatentDraw.posterior(Latent(mean: [1, 2]), count: 2, seed: 3, drawIndex: 1) == [[1, 2], [1, 2]])
        #expect(LatentDraw.posterior(Self.latent, count: 0, seed: 3, drawIndex: 1).isEmpty)
    }
}
