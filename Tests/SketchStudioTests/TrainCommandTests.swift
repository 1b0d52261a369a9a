import Foundation
import TestSupport
import Testing

/// `studio train` beyond the plain run: a start from another model, averages, and the model's metadata.
@Suite struct TrainCommandTests {
    private static let sizes = ["--enc-rnn-size", "8", "--dec-rnn-size", "12", "--z-size", "4", "--num-mixture", "3"]
    private static let short = ["--max-seq-len", "10", "--num-steps", "4", "--batch-size", "4", "--quiet"]

    private static func inFolder(_ body: (StudioProcess) throws -> Void) throws {
        try StudioProcess.inFolder { studio in
            let lines = (0..<80).map { k in
                #"{"word":"zig","key_id":"\#(k)","drawing":[[[0,\#(k % 50 + 20),200,255],[0,90,\#(k),255]]]}"#
            }
            try studio.write(lines.joined(separator: "\n"), "zig.ndjson")
            let trained = try studio.run(["train", "zig.ndjson", "--output", "run"] + sizes + short)
            #expect(trained.status == 0, "\(trained.errors)")
            try body(studio)
        }
    }

    @Test func aRunStartsFromAnotherOnesModel() throws {
        try Self.inFolder { studio in
            let tuned = try studio.run(
                [
                    "train", "zig.ndjson", "--output", "tuned", "--init", "run", "--ema", "0.9", "--mirror", "--rotate", "5",
                    "--shear", "0.1", "--schedule", "cosine", "--warmup", "2", "--patience", "3",
                ] + Self.short)
            #expect(tuned.status == 0, "\(tuned.errors)")
            let info = try studio.run("model", "info", "tuned/model.safetensors", "--json")
            let model = try #require(try JSONSerialization.jsonObject(with: info.output) as? [String: Any])
            #expect((model["config"] as? [String: Any])?["dec_rnn_size"] as? Int == 12)
            let training = try #require((model["metadata"] as? [String: Any])?["training"] as? String)
            #expect(training.contains(#""init":{"hash":""#) && training.contains(#""ema_decay":0.9"#))

            let other = try studio.run(
                ["train", "zig.ndjson", "--output", "other", "--init", "run", "--dec-rnn-size", "13"] + Self.short)
            #expect(other.status == 1 && other.errors.contains("its dec_rnn_size is 12, not 13"))
            #expect(!studio.exists("other"))
            let alone = try studio.run(
                ["train", "zig.ndjson", "--output", "alone", "--init", "run", "--decoder-only"] + Self.short)
            #expect(alone.status == 0 && studio.exists("alone/model.safetensors"), "\(alone.errors)")
        }
    }

    /// The statistics survive a conversion to F16 and can be sampled from; for models without them, the error states that.
    @Test func drawingsComeFromWhereTheTrainingDrawingsLie() throws {
        try Self.inFolder { studio in
            let converted = try studio.run(
                "model", "convert", "run/model.safetensors", "half.safetensors", "--dtype", "f16")
            #expect(converted.status == 0)
            let info = try studio.run("model", "info", "half.safetensors", "--json")
            let model = try #require(try JSONSerialization.jsonObject(with: info.output) as? [String: Any])
            let latent = try #require(model["latent"] as? [String: Any])
            #expect((latent["kl"] as? [Double])?.count == 4 && latent["active_dimensions"] is Int)
            func sample(_ arguments: String...) throws -> StudioProcess.Result {
                try studio.run(["sample", "--count", "3", "--quiet"] + arguments)
            }
            for prior in ["standard", "aggregate"] {
                let drawn = try sample("--model", "half.safetensors", "--prior", prior, "--output", "\(prior).ndjson")
                #expect(drawn.status == 0, "\(drawn.errors)")
            }
            #expect(try studio.data("standard.ndjson") != studio.data("aggregate.ndjson"))
            let drawn = try sample("--model", "half.safetensors", "--prior", "aggregate", "--output", "a.svg")
            #expect(drawn.status == 0)
            #expect(String(decoding: try studio.data("a.svg"), as: UTF8.self).contains("--prior aggregate"))
            let alone = try studio.run(
                ["train", "zig.ndjson", "--output", "alone", "--decoder-only", "--dec-rnn-size", "12"] + Self.short)
            #expect(alone.status == 0)
            let refused = try sample("--model", "alone/model.safetensors", "--prior", "aggregate")
            #expect(refused.status == 1 && refused.errors.contains("Omit --prior aggregate"))
        }
    }

    /// Every drawing that is read and not used is counted with its reason.
    @Test func whatIsLeftOutIsCounted() throws {
        try Self.inFolder { studio in
            let long = (0..<30).map { "\($0 * 8)" }.joined(separator: ",")
            let zigzag = (0..<900).map { "\($0 % 2 * 255)" }.joined(separator: ",")
            let steps = (0..<900).map { "\(Double($0) / 4)" }.joined(separator: ",")
            try studio.write(
                [
                    #"{"drawing":[[[5],[5]]]}"#, #"{"drawing":[[[6],[5]]]}"#, #"{"drawing":[[[7],[5]]]}"#,
                    "{\"drawing\":[[[\(long)],[\(long.replacingOccurrences(of: "8", with: "9"))]]]}",
                    "{\"drawing\":[[[\(zigzag)],[\(steps)]]]}",
                ].joined(separator: "\n"), "odd.ndjson")
            let arguments = ["train", "zig.ndjson", "odd.ndjson"] + Self.sizes + Self.short.dropLast()
            let result = try studio.run(arguments + ["--output", "odd", "--json"])
            #expect(result.status == 0)
            #expect(
                result.errors == "studio: skipped: 3 (no line), 1 (more than 10 rows), 1 (more than 100000 pixels of line).\n")
            #expect(
                result.text.contains(
                    #""skipped":5,"left_out":{"no line":3,"more than 10 rows":1,"more than 100000 pixels of line":1}"#))
            #expect(try studio.run(arguments + ["--output", "quiet", "--quiet"]).errors == "")
        }
    }

    @Test func aRunThatFindsNoPlaceSaysWhy() throws {
        try Self.inFolder { studio in
            let result = try studio.run(["train", "zig.ndjson", "--output", "zig.ndjson/run"] + Self.sizes + Self.short)
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("studio: zig.ndjson/run cannot be written: "), "\(result.errors)")
            #expect(result.errors.hasSuffix(". Choose another path, or fix its permissions.\n"), "\(result.errors)")
        }
    }
}
