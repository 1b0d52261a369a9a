import Foundation
import SketchCore
import SketchInference
import SketchRendering
import TestSupport
import Testing

@Suite("Error messages")
struct ErrorTests {
    @Test(arguments: ErrorCase.groups.keys.sorted()) func errorsMatchTheirSnapshot(group: String) throws {
        try StudioProcess.inFolder { studio in
            try writeFiles(studio)
            var text = ""
            for errorCase in ErrorCase.groups[group] ?? [] {
                let environment = errorCase.environment.merging(["COLUMNS": "80"]) { $1 }
                let result = try studio.run(errorCase.arguments, environment: environment)
                #expect(result.status != 0, "\(errorCase.line) did not fail")
                text += "\(errorCase.line)\n[exit status \(result.status)]\n\(result.errors)"
                if !result.output.isEmpty { text += "[standard output]\n\(result.text)" }
                text += "\n"
            }
            for (path, name) in [
                (studio.folder.path, "FOLDER"), (StudioProcess.program.deletingLastPathComponent().path, "BUILD"),
            ] {
                text = text.replacingOccurrences(of: path, with: name)
            }
            if let mismatch = try Snapshots.folder.mismatch("Errors/\(group).txt", Data(text.utf8)) {
                Issue.record("\(mismatch)")
            }
        }
    }

    @Test func everySnapshotOfErrorsHasItsCases() throws {
        let names = Set(ErrorCase.groups.keys.map { "Errors/\($0).txt" })
        #expect(try Snapshots.folder.unused(names: names, fileExtensions: ["txt"], in: "Errors").isEmpty)
        #expect(ErrorCase.groups.values.reduce(0) { $0 + $1.count } >= 60)
    }

    /// Writes the files that the cases name.
    private func writeFiles(_ studio: StudioProcess) throws {
        func path(_ name: String) -> String { studio.folder.appendingPathComponent(name).path }
        func data(_ bytes: [UInt8], _ name: String) throws {
            try Data(bytes).write(to: studio.folder.appendingPathComponent(name))
        }
        for (name, text) in [
            "empty.json": "", "broken.json": "{\"drawing\": [[[0, 80", "number.json": "3", "none.json": "[]",
            "far.json": #"{"word":"cat","drawing":[[[0,1e9],[0,80]]]}"#, "notes.txt": "Buy milk and bread.\n",
            "broken.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0", "broken.npy": "\u{1}NUMPY broken",
            "blank.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            "point.json": #"{"word":"cat","drawing":[[[7],[7]]]}"#, "short.json": #"{"latents":[{"mean":[1,2,3]}]}"#,
            "words.json": #"{"latents":[{"mean":["one","two"]}]}"#,
        ] { try studio.write(text, name) }
        let records = (0..<60).map { #"{"word":"cat","key_id":"\#(1000 + $0)","drawing":[[[0,\#($0)],[0,80]]]}"# }
        try studio.write(records.joined(separator: "\n"), "cats.ndjson")
        try data(Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x3B], "picture.gif")
        try data([0x50, 0x4B, 3, 4] + Array(repeating: 7, count: 60), "broken.npz")
        try data([0, 1, 0, 0, 0, 0, 0, 0, 0x7B], "truncated.safetensors")
        for folder in ["folder.png", "used", "mixed"] {
            try FileManager.default.createDirectory(atPath: path(folder), withIntermediateDirectories: true)
        }
        try studio.write("{}\n", "used/log.jsonl")
        try SafetensorsWriter(metadata: ["format": "sketch-rnn-training", "step": "-1"]).write(
            to: path("used/checkpoint.safetensors"))
        try studio.write("mine", "mixed/model.safetensors")
        try studio.write("{\"step\":1e308}\n{\"step\":2}\n", "huge.jsonl")
        let zeros = Array(repeating: "0", count: 128).joined(separator: ",")
        try studio.write("{\"latents\":[{\"mean\":[\(zeros)]}]}", "latents.json")
        try ModelFixture.model(conditional: false).write(to: path("decoder.safetensors"))
        try ModelFixture.model().write(to: path("plain.safetensors"))
        // The last weight becomes NaN.
        try data(try studio.data("plain.safetensors").dropLast(4) + [0, 0, 0xC0, 0x7F], "damaged.safetensors")
        let sheet = SketchSheet([Sketch(strokes: [[Point(x: 0, y: 0), Point(x: 9, y: 9)]])])
        try sheet.write(to: path("plain.png"))
        try sheet.write(to: path("gone.svg"), recipe: Recipe(version: "1", command: "render gone.json"))
        try sheet.write(to: path("train.svg"), recipe: Recipe(version: "1", command: "train cat.json --output run"))
    }
}
