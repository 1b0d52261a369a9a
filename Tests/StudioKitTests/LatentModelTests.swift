import Foundation
import StudioKit
import Testing

/// A file of latents states its model: `decode` uses it, and refuses another model's latents.
@Suite struct LatentModelTests {
    private static func encode(_ folder: JobFolder, _ name: String, model: String = "cat-pig") throws -> String {
        var job = EncodeJob()
        (job.files, job.model, job.output) = ([folder.path("pig.json")], model, folder.path(name))
        _ = try job.run(Reporter())
        return folder.path(name)
    }

    private static func decode(_ file: String, model: String? = nil, isForced: Bool = false) throws -> (DecodeResult, [String]) {
        var job = DecodeJob()
        (job.file, job.model, job.isForced, job.steps) = (file, model, isForced, 3)
        var warnings: [String] = []
        let result = try job.run(
            Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
        return (result, warnings)
    }

    /// A conditional model other than the standard one, with the same latent size.
    private static func other(_ folder: JobFolder) throws -> String {
        let path = folder.path("other.safetensors")
        _ = try ModelConvertJob(words: ["cat-pig", path, "--scale-factor", "12.5"]).run(Reporter())
        return path
    }

    @Test(arguments: ["a.json", "a.ndjson", "a.npz", "a.npy"]) func theStatedModelIsUsed(name: String) throws {
        try JobFolder.with { folder in
            let other = try Self.other(folder)
            let file = try Self.encode(folder, name, model: other)
            let (result, warnings) = try Self.decode(file)
            #expect(result.model == other && warnings.isEmpty)
            #expect(try Self.decode(file, model: other).1.isEmpty)
            let error = #expect(throws: StudioError.self) { try Self.decode(file, model: "cat-pig") }
            #expect(error?.description.contains("the latents are of the model \(other) (") == true)
            let forced = try Self.decode(file, model: "cat-pig", isForced: true)
            #expect(forced.0.model == "cat-pig" && forced.1.count == 1 && forced.1[0].contains("is of the model"))
            // The name remains, the model does not.
            _ = try ModelConvertJob(words: ["cat-pig", other, "--scale-factor", "13"]).run(Reporter())
            #expect(throws: StudioError.self) { try Self.decode(file) }
            var job = CompleteJob()
            (job.files, job.latent, job.count, job.output) = ([folder.path("pig.json")], file, 1, folder.path("c.svg"))
            let changed = #expect(throws: StudioError.self) { try job.run(Reporter()) }
            #expect(changed?.description.contains("Name the model with --model, or use --force") == true)
            try FileManager.default.removeItem(atPath: other)
            let lost = #expect(throws: StudioError.self) { try Self.decode(file) }
            #expect(lost?.description.contains("which cannot be loaded") == true)
        }
    }

    @Test func latentsOfTwoModelsAreRefused() throws {
        try JobFolder.with { folder in
            let first = try Self.encode(folder, "a.ndjson")
            let second = try Self.encode(folder, "b.ndjson", model: Self.other(folder))
            let both = try folder.data("a.ndjson") + folder.data("b.ndjson")
            try both.write(to: folder.url.appendingPathComponent("both.ndjson"))
            let error = #expect(throws: StudioError.self) { try Self.decode(folder.path("both.ndjson")) }
            #expect(error?.description.contains("the latents are of several models: cat-pig (") == true)
            #expect(try Self.decode(folder.path("both.ndjson"), model: "cat-pig", isForced: true).0.drawings.count == 2)
            _ = (first, second)
        }
    }

    @Test func aFileWithoutAModelIsDecodedWithAWarning() throws {
        try JobFolder.with { folder in
            let zeros = Array(repeating: "0", count: 128).joined(separator: ",")
            try folder.write("[[\(zeros)]]", "plain.json")
            let (result, warnings) = try Self.decode(folder.path("plain.json"))
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains("does not state the model of its latents; using \(result.model)") == true)
            #expect(try Self.decode(folder.path("plain.json"), model: "cat-pig").1.isEmpty)
            // Earlier versions wrote the name alone.
            let other = try Self.other(folder)
            try folder.write(#"{"model":"\#(other)","latents":[[\#(zeros)]]}"#, "named.json")
            #expect(try Self.decode(folder.path("named.json")).0.model == other)
            #expect(throws: StudioError.self) { try Self.decode(folder.path("named.json"), model: "cat-pig") }
        }
    }

    @Test(arguments: ["x.parquet", "x.csv", "x.txt"]) func otherExtensionsAreRefused(name: String) {
        var job = EncodeJob()
        (job.files, job.output) = (["a.json"], name)
        let sentence = "\(name): unknown output format. Use the extension .json, .ndjson, .jsonl, .npz or .npy."
        #expect(throws: UsageError(sentence)) { try job.run(Reporter()) }
    }

    @Test func anAnalogyOfLatentsUsesTheirModel() throws {
        try JobFolder.with { folder in
            let other = try Self.other(folder)
            let file = try Self.encode(folder, "a.json", model: other)
            var job = AnalogyJob()
            (job.terms, job.output) = (["0.5*\(file) + 0.5*\(folder.path("cat.json"))"], folder.path("a.svg"))
            #expect(try job.run(Reporter()).model == other)
            job.model = "cat-pig"
            #expect(throws: StudioError.self) { try job.run(Reporter()) }
            job.isForced = true
            #expect(try job.run(Reporter()).model == "cat-pig")
        }
    }

    @Test func aPyTorchModelNeedsItsTwoFilesAndAnOutput() {
        #expect(throws: UsageError("The output is missing. Give the model to read and then the file to write.")) {
            try ModelConvertJob(words: ["a.safetensors"])
        }
        let sentence = "3 models were given. Give one, or the two files of a PyTorch port, and then the output."
        #expect(throws: UsageError(sentence)) { try ModelConvertJob(words: ["a", "b", "c", "d.safetensors"]) }
    }
}
