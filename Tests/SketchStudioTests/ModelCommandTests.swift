import Foundation
import SketchInference
import TestSupport
import Testing

/// Models in and out: `model info`, `model convert`, `sample`, `evaluate`.
@Suite struct ModelCommandTests {
    private func object(_ result: StudioProcess.Result) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any], "\(result.errors)")
    }

    @Test func aModelGoesThroughTheBrowserPortsFormat() throws {
        try StudioProcess.inFolder { studio in
            let zigzags = (0..<60).map { k in #"{"word":"zig","drawing":[[[0,\#(k * 4),10,200],[\#(k),20,255,30]]]}"# }
            try studio.write(zigzags.joined(separator: "\n"), "zig.ndjson")
            let trained = try studio.run(
                "train", "zig.ndjson", "--output", "run", "--enc-rnn-size", "8", "--dec-rnn-size", "8", "--z-size", "4",
                "--num-mixture", "20", "--max-seq-len", "20", "--num-steps", "2", "--batch-size", "8", "--quiet")
            #expect(trained.status == 0, "\(trained.errors)")
            let model = "run/model.safetensors"
            #expect(try studio.run("model", "convert", model, "a.vae.json").text == "a.vae.json\n")
            #expect(try studio.run("model", "convert", "a.vae.json", "b.safetensors").status == 0)
            #expect(try studio.run("model", "convert", "b.safetensors", "c.vae.json").status == 0)
            #expect(try studio.data("a.vae.json") == studio.data("c.vae.json"))
            let info = try object(studio.run("model", "info", "a.vae.json", "--json"))
            #expect(info["format"] as? String == "vae.json" && info["cell"] as? String == "lstm")
            let losses = try #require(info["losses"] as? [String: Any])
            let original = try object(studio.run("model", "info", model, "--json"))["losses"] as? [String: Double]
            #expect(losses["kl_loss"] as? Double == original?["kl_loss"] && original != nil)
            let a = try object(studio.run("encode", "cat.json", "--model", "a.vae.json"))
            let b = try object(studio.run("encode", "cat.json", "--model", "b.safetensors"))
            let (x, y) = (a["latents"] as? [[String: Any]], b["latents"] as? [[String: Any]])
            #expect((x?[0]["mean"] as? [Double]) == (y?[0]["mean"] as? [Double]) && x != nil)
            let wrong = try studio.run("model", "convert", model, "d.gen.json")
            #expect(wrong.status == 1 && wrong.errors.contains("Write .vae.json") && !studio.exists("d.gen.json"))
            #expect(try studio.run("model", "convert", model, "d.bin").status == 64)
        }
    }

    @Test func samplingKeepsADrawingInItsPlace() throws {
        try StudioProcess.inFolder { studio in
            func sample(_ arguments: String...) throws -> Data {
                let result = try studio.run(["sample", "--seed", "3"] + arguments)
                #expect(result.status == 0, "\(result.errors)")
                return try studio.data(result.text.trimmingCharacters(in: .newlines))
            }
            let few = try sample("--count", "2", "--temperature", "0.3", "-o", "few.ndjson")
            let many = try sample("--count", "5", "--temperature", "0.3", "--threads", "1", "-o", "many.ndjson")
            #expect(few.count > 20 && many.starts(with: few))
            let table = try sample("--count", "2", "--temperature", "0.2,0.3", "-o", "table.ndjson")
            let lines = table.split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == 4 && few == Data((lines[1] + [10] + lines[3] + [10])))
            for axis in ["columns", "rows"] {
                let svg = String(
                    decoding: try sample(
                        "--count", "2", "--temperature", "0.1,0.2,...,0.5", "--along", axis, "-o", "s.svg"), as: UTF8.self)
                #expect(svg.contains("T = 0.1") && svg.contains("0.5"))
            }
        }
    }

    @Test(arguments: ["0.1,...", "...,1", "0.1,...,0.15", "a", "", "0.1,,0.2", "-1", "0.1,0.1,...,1"])
    func temperatureListsThatMakeNoSenseAreRefused(list: String) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run("sample", "--temperature=\(list)")
            #expect(result.status == 64)
        }
    }

    @Test func lossesDoNotDependOnTheBatch() throws {
        try StudioProcess.inFolder { studio in
            func losses(_ size: String) throws -> [String: Any] {
                try object(studio.run("evaluate", "cat.json", "pig.json", "cat.json", "--batch-size", size, "--json"))
            }
            let (one, all) = (try losses("1"), try losses("100"))
            for key in ["reconstruction_loss", "offset_loss", "pen_loss", "kl_loss"] {
                let (a, b) = (try #require(one[key] as? Double), try #require(all[key] as? Double))
                #expect(abs(a - b) <= 1e-6 * max(1, abs(a)), "\(key)")
            }
            #expect((one["scale_factor"] as? Double).map { $0 > 1 } == true)
            #expect((one["preprocessing"] as? [String: Double])?["canvas"] == 255)
        }
    }

    /// A program without its models states where they belong; a link to the program works.
    @Test func theModelsLieBesideTheProgram() throws {
        try StudioProcess.inFolder { studio in
            let (alone, link) = (studio.folder.appendingPathComponent("alone"), studio.folder.appendingPathComponent("link"))
            try FileManager.default.copyItem(at: StudioProcess.program, to: alone)
            let lost = try studio.run(["sample", "--output", "a.png"], program: alone)
            #expect(lost.status == 1, "\(lost.errors)")
            let said =
                "studio: The folder of built-in models, \(studio.folder.path)/SketchStudio_ModelFiles.resources/Models, is missing"
            #expect(lost.errors.hasPrefix(said), "\(lost.errors)")
            #expect(try studio.run(["render", "cat.json", "--output", "a.png"], program: alone).status == 0)
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: StudioProcess.program)
            #expect(try studio.run(["model", "list"], program: link).text.hasPrefix("cat "))
        }
    }

    /// The sentence comes first, the list below it.
    @Test func whatDoesNotFitIsListed() throws {
        try StudioProcess.inFolder { studio in
            let lines = (0..<60).map { #"{"word":"zig","key_id":"\#($0)","drawing":[[[0,\#($0 + 20),200],[0,90,\#($0)]]]}"# }
            try studio.write(lines.joined(separator: "\n"), "zig.ndjson")
            let trained = try studio.run(
                "train", "zig.ndjson", "--output", "run", "--decoder-only", "--dec-rnn-size", "6", "--num-mixture", "20",
                "--max-seq-len", "10", "--num-steps", "2", "--batch-size", "4", "--decoder", "layer_norm", "--quiet")
            #expect(trained.status == 0, "\(trained.errors)")
            var bytes = try studio.data("run/model.safetensors")
            let wrong = Data(#"\"dec_model\":\"lstm\"      "#.utf8)
            let range = try #require(bytes.range(of: Data(#"\"dec_model\":\"layer_norm\""#.utf8)))
            bytes.replaceSubrange(range, with: wrong)
            try bytes.write(to: studio.folder.appendingPathComponent("wrong.safetensors"))
            let result = try studio.run("sample", "--model", "wrong.safetensors")
            #expect(result.status == 1 && result.text.isEmpty)
            let errors = result.errors.split(separator: "\n")
            #expect(errors.first?.contains("dec_model") == true, "\(result.errors)")
            #expect(errors.contains { $0.contains("missing") && $0.contains("vector_rnn/RNN/LSTMCell/bias [24]") })
            // The trainer's checkpoint is not a model; the error states where the model is.
            let checkpoint = try studio.run("sample", "--model", "run/checkpoint.safetensors")
            #expect(checkpoint.status == 1 && checkpoint.errors.contains("model.safetensors"))
        }
    }
}
