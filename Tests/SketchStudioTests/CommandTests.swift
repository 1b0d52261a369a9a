import Foundation
import TestSupport
import Testing

/// The commands as separate processes: results, errors, exit codes, equal bytes.
@Suite struct CommandTests {
    @Test(arguments: ["png", "svg", "pdf"]) func interpolationIsTheSameEveryTime(format: String) throws {
        try StudioProcess.inFolder { studio in
            for (name, threads) in [("a", "1"), ("b", "2")] {
                let result = try studio.run(
                    "interpolate", "cat.json", "pig.json", "--steps", "4", "--threads", threads,
                    "--output", "\(name).\(format)")
                #expect(result.status == 0)
                #expect(result.text == "\(name).\(format)\n")
            }
            let (a, b) = (try studio.data("a.\(format)"), try studio.data("b.\(format)"))
            #expect(!a.isEmpty && a == b)
            let other = try studio.run(
                "interpolate", "cat.json", "pig.json", "--steps", "4", "--seed", "5", "-o", "c.\(format)")
            #expect(other.status == 0)
            #expect(try studio.data("c.\(format)") != a)
        }
    }

    /// A level that this processor lacks is refused; then nothing is compared.
    @Test(arguments: ["png", "svg"]) func aSheetIsTheSameAtEachKernelLevel(format: String) throws {
        try StudioProcess.inFolder { studio in
            var sheets: [Data] = []
            for level in ["portable", "avx2", "avx512", "neon"] {
                let result = try studio.run(
                    ["interpolate", "cat.json", "pig.json", "--steps", "3", "-o", "\(level).\(format)"],
                    environment: ["STUDIO_KERNEL": level])
                if result.status == 0 { sheets.append(try studio.data("\(level).\(format)")) }
                #expect(result.status == 0 || result.errors.contains("not supported by this processor"))
            }
            #expect(Set(sheets).count == 1)
            #expect(try studio.run(["model", "list"], environment: ["STUDIO_KERNEL": "mmx"]).status == 64)
        }
    }

    @Test func encodeAndDecodeKeepTheirContract() throws {
        try StudioProcess.inFolder { studio in
            let encoded = try studio.run("encode", "cat.json", "pig.json", "--json")
            #expect(encoded.status == 0)
            let object = try #require(
                try JSONSerialization.jsonObject(with: encoded.output) as? [String: Any])
            let latents = try #require(object["latents"] as? [[String: Any]])
            #expect(object["model"] as? String == "cat-pig-kl100")
            #expect(latents.map { $0["source"] as? String } == ["cat.json", "pig.json"])
            let mean = try #require(latents[0]["mean"] as? [Double])
            #expect(mean.count == (latents[0]["log_variance"] as? [Double])?.count)

            try encoded.output.write(to: studio.folder.appendingPathComponent("latents.json"))
            let decoded = try studio.run(
                "decode", "latents.json", "--json", "--format", "stroke-5", "--greedy", "--steps", "7")
            #expect(decoded.status == 0)
            let drawn = try #require(
                try JSONSerialization.jsonObject(with: decoded.output) as? [String: Any])
            let sketches = try #require(drawn["sketches"] as? [[[Double]]])
            #expect(sketches.map(\.count) == [7, 7])
            #expect(sketches.joined().allSatisfy { $0.count == 5 && $0[2] + $0[3] + $0[4] == 1 })
        }
    }

    @Test func aDrawingIsTheSameAloneAndAmongMany() throws {
        try StudioProcess.inFolder { studio in
            func means(_ files: [String]) throws -> [String] {
                let lines = try files.map { String(decoding: try studio.data($0), as: UTF8.self) }
                try studio.write(lines.joined(separator: "\n"), "many.ndjson")
                let result = try studio.run("encode", "many.ndjson", "--json")
                let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
                let latents = object?["latents"] as? [[String: Any]] ?? []
                return latents.map { "\($0["mean"] ?? "")" }
            }
            let alone = try means(["cat.json"])
            let many = try means(Array(repeating: ["cat.json", "pig.json"], count: 32).flatMap { $0 })
            #expect(many.count == 64)
            #expect(stride(from: 0, to: 64, by: 2).allSatisfy { many[$0] == alone[0] })
        }
    }

    @Test(arguments: [
        (["interpolate", "missing.json", "pig.json"], 1, "does not exist"),
        (["interpolate", "cat.json", "pig.json", "--steps", "0"], 64, "--steps 0"),
        (["interpolate", "cat.json", "pig.json", "--output", "no/such.png"], 1, "no"),
        (
            ["interpolate", "cat.json", "pig.json", "--output", "a.bmp"], 64,
            ".png, .svg, .pdf, .html, .gif, .webp, .ndjson, .jsonl or .npz"
        ),
        (["interpolate", "cat.json", "pig.json", "--model", "nope"], 1, "No built-in model is called 'nope'"),
        (["interpolate", "cat.json"], 64, "One drawing was given"),
        (["encode", "empty.json"], 1, "empty"),
        (["encode", "point.json"], 1, "at least 2"),
        (["encode", "text.json"], 1, "is text of an unknown format"),
        (["decode", "text.json"], 1, "text.json"),
        (["train", "cat.json"], 64, "--output"),
        (["frobnicate"], 64, "frobnicate"),
        (["losses", "long.jsonl"], 1, "more than 1048576 lines"),
    ])
    func badInputIsOneSentence(arguments: [String], status: Int, fragment: String) throws {
        try StudioProcess.inFolder { studio in
            try studio.write("", "empty.json")
            try studio.write(#"{"drawing":[[[5],[5]]]}"#, "point.json")
            try studio.write("hello", "text.json")
            if arguments[0] == "losses" { try studio.write(String(repeating: "{}\n", count: (1 << 20) + 1), "long.jsonl") }
            let before = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path).count
            let result = try studio.run(arguments)
            #expect(Int(result.status) == status)
            #expect(result.text.isEmpty)
            #expect(result.errors.contains(fragment), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
            let after = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path)
            #expect(after.count == before)
        }
    }

    /// Foundation's function for the folder of such a path ends the program.
    @Test func namesOfOneLetterAreWritten() throws {
        try StudioProcess.inFolder { studio in
            let encoded = try studio.run("encode", "cat.json", "--output", "x", "--format", "json")
            let converted = try studio.run("convert", "cat.json", "y", "--format", "json")
            #expect(encoded.status == 0 && converted.status == 0 && studio.exists("x") && studio.exists("y"))
        }
    }

    @Test func aFailedRunLeavesTheOldPicture() throws {
        try StudioProcess.inFolder { studio in
            try studio.write("old", "a.png")
            let result = try studio.run("interpolate", "cat.json", "missing.json", "--output", "a.png")
            #expect(result.status == 1)
            #expect(try studio.data("a.png") == Data("old".utf8))
        }
    }

    @Test func trainingWritesAModelThatOtherCommandsTake() throws {
        try StudioProcess.inFolder { studio in
            let lines = (0..<120).map { k in
                #"{"word":"zig","key_id":"\#(k)","drawing":[[[0,\#(k % 50 + 20),200,255],[0,90,\#(k),255]]]}"#
            }
            try studio.write(lines.joined(separator: "\n"), "zig.ndjson")
            let trained = try studio.run(
                "train", "zig.ndjson", "--output", "run", "--enc-rnn-size", "8", "--dec-rnn-size", "12", "--z-size",
                "4", "--num-mixture", "3", "--max-seq-len", "10", "--num-steps", "6", "--hparams",
                "batch_size=4", "--quiet")
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(studio.exists("run/model.safetensors") && studio.exists("run/log.jsonl"))
            let evaluated = try studio.run("evaluate", "--model", "run/model.safetensors", "zig.ndjson", "--json")
            let losses = try #require(
                try JSONSerialization.jsonObject(with: evaluated.output) as? [String: Any])
            for key in ["sketches", "skipped", "max_seq_len", "reconstruction_loss", "offset_loss", "pen_loss", "kl_loss"] {
                #expect(losses[key] != nil, "\(key)")
            }
            let info = try studio.run("model", "info", "run/model.safetensors", "--json")
            let model = try #require(try JSONSerialization.jsonObject(with: info.output) as? [String: Any])
            #expect(model["cell"] as? String == "lstm")
            #expect((model["tensors"] as? [Any])?.isEmpty == false)
        }
    }
}
