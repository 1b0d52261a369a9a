import Foundation
import TestSupport
import Testing

/// `studio classifier` and `studio evaluate --report` as separate processes.
@Suite struct QualityCommandTests {
    /// Records of zigzags and boxes with keys of every split.
    private func writeDrawings(_ studio: StudioProcess) throws {
        for name in ["zigzag", "box"] {
            let lines = (0..<150).map { k in
                let (x, y) = (20 + k % 50, 40 + k * 7 % 90)
                let points =
                    name == "box"
                    ? "[[0,\(x),\(x),0,0],[0,0,\(y),\(y),0]]" : "[[0,\(x),0,\(x),0],[0,20,40,60,\(y)]]"
                return #"{"word":"\#(name)","key_id":"\#(name)-\#(k)","drawing":[\#(points)]}"#
            }
            try studio.write(lines.joined(separator: "\n"), "\(name).ndjson")
        }
    }

    private func object(_ data: Data) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func aClassifierOfOnesOwnJudgesDrawings() throws {
        try StudioProcess.inFolder { studio in
            try writeDrawings(studio)
            let trained = try studio.run(
                "classifier", "train", "zigzag.ndjson", "box.ndjson", "--output", "c.safetensors", "--enc-rnn-size",
                "8", "--num-steps", "80", "--batch-size", "20", "--learning-rate", "0.02", "--json")
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(try object(trained.output)["classes"] as? [String] == ["box", "zigzag"])
            let evaluated = try studio.run(
                "classifier", "evaluate", "zigzag.ndjson", "box.ndjson", "--classifier", "c.safetensors", "--json")
            let accuracy = try object(evaluated.output)
            #expect(try #require(accuracy["accuracy"] as? Double) > 0.9)
            #expect((accuracy["classes"] as? [Any])?.count == 2)
            let classified = try studio.run("classifier", "classify", "box.ndjson#3", "--classifier", "c.safetensors")
            #expect(classified.text.hasPrefix("box.ndjson#3  box"), "\(classified.text)")
            let info = try studio.run("model", "info", "c.safetensors")
            #expect(info.status == 1 && info.errors.contains("it is a classifier"))
            let one = try studio.run("classifier", "train", "box.ndjson", "--output", "d.safetensors")
            #expect(one.status == 1 && !studio.exists("d.safetensors") && one.errors.contains("two classes"))
        }
    }

    @Test func aPictureClassifierJudgesAndComparesDrawings() throws {
        try StudioProcess.inFolder { studio in
            try writeDrawings(studio)
            let trained = try studio.run(
                "classifier", "train", "zigzag.ndjson", "box.ndjson", "--kind", "picture", "--output", "p.safetensors",
                "--filters", "4", "--features", "12", "--num-steps", "100", "--batch-size", "20", "--learning-rate", "0.005",
                "--json")
            #expect(trained.status == 0, "\(trained.errors)")
            for words in [[], ["--all-classes"]] {
                let evaluated = try studio.run(
                    ["classifier", "evaluate", "zigzag.ndjson", "box.ndjson", "--classifier", "p.safetensors", "--json"] + words)
                #expect(try #require(object(evaluated.output)["accuracy"] as? Double) > 0.9)
            }
            let classified = try studio.run(
                "classifier", "classify", "box.ndjson", "--classifier", "p.safetensors", "--features", "f.npy")
            #expect(classified.text.split(separator: "\n").count == 150 && classified.text.hasPrefix("box.ndjson      box"))
            #expect(try studio.data("f.npy").count == 128 + 150 * 12 * 4)
            let compared = try studio.run(
                "classifier", "compare", "box.ndjson", "zigzag.ndjson", "--classifier", "p.safetensors", "--json")
            let far = try object(compared.output)
            #expect(far["real"] as? Int == 150 && far["precision"] as? Double == 0 && far["recall"] as? Double == 0)
            #expect(try #require(far["frechet_distance"] as? Double) > 0.01)
            let own = try studio.run("classifier", "compare", "box.ndjson", "box.ndjson", "--classifier", "p.safetensors")
            #expect(own.text.contains("| precision | 1.00 |"), "\(own.text)")
            #expect(try studio.run("model", "info", "p.safetensors").errors.contains("it is a classifier"))
            // Features are those of pictures.
            for words in [
                ["classify", "cat.json", "--features", "g.npy"], ["compare", "cat.json", "pig.json", "--classifier", "strokes"],
            ] {
                let refused = try studio.run(["classifier"] + words)
                #expect(refused.status == 64 && refused.errors.contains("picture"), "\(refused.errors)")
            }
            let few = try studio.run("classifier", "compare", "cat.json", "pig.json", "--classifier", "p.safetensors")
            #expect(few.status == 1 && few.errors.contains("at least 4 drawings"), "\(few.errors)")
        }
    }

    @Test func theBuiltInClassifierKnowsCatsAndPigs() throws {
        try StudioProcess.inFolder { studio in
            let classified = try object(try studio.run("classifier", "judge", "cat.json", "pig.json", "--json").output)
            #expect((classified["classes"] as? [String])?.contains("pig") == true)
            let probabilities = try #require((classified["judgements"] as? [[String: Any]])?.first?["probabilities"] as? [Double])
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-4)
            #expect(try !studio.run("model", "list").text.contains("drawings"))
        }
    }

    @Test func aReportIsTheSameEveryTime() throws {
        try StudioProcess.inFolder { studio in
            try writeDrawings(studio)
            for (folder, threads) in [("a/quality", "1"), ("b/quality", "2")] {
                let result = try studio.run(
                    "evaluate", "zigzag.ndjson", "box.ndjson", "--report", folder, "--per-class", "3", "--temperature",
                    "0.2,0.5", "--threads", threads)
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.text.hasPrefix("\(folder)/report.json\n\(folder)/report.md\n"))
            }
            let names = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path + "/a/quality").sorted()
            #expect(
                names == [
                    "analogies-plain.png", "analogies.png", "classes.png", "extremes-plain.png", "extremes.png",
                    "interpolations-plain.png", "interpolations.png", "reconstructions-plain.png", "reconstructions.png",
                    "report.json", "report.md", "samples-plain.png", "samples.png",
                ])
            for name in names {
                #expect(try studio.data("a/quality/\(name)") == studio.data("b/quality/\(name)"), "\(name)")
            }
            // A sheet is made again alone.
            let again = try studio.run("recipe", "a/quality/samples.png", "--run", "--output", "again.png")
            #expect(again.status == 0 && again.errors.isEmpty && again.text == "again.png\n", "\(again.errors)")
            #expect(try studio.data("again.png") == studio.data("a/quality/samples.png"))
            let report = try object(studio.data("a/quality/report.json"))
            #expect(report["split"] as? String == "test" && report["model"] != nil)
            let losses = try #require(report["losses"] as? [String: Any])
            #expect(losses["reconstruction_loss"] != nil && losses["kl_loss"] != nil)
        }
    }

    @Test(arguments: [
        (["evaluate", "cat.json", "--report", "r", "--per-class", "0"], 64, "--per-class 0"),
        (["evaluate", "cat.json", "--report", "cat.json/r"], 1, "cat.json/r"),
        (["evaluate", "cat.json", "--report", "r", "--classifier", "no.safetensors"], 1, "no.safetensors"),
        (["classifier", "classify", "no.json"], 1, "does not exist"),
        (["classifier", "evaluate", "cat.json", "--split", "validation"], 1, "is not in the validation split"),
        (["classifier", "train", "cat.json"], 64, "--output"),
    ])
    func badInputIsOneSentence(arguments: [String], status: Int, fragment: String) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run(arguments)
            #expect(Int(result.status) == status && result.text.isEmpty)
            #expect(result.errors.contains(fragment), "\(result.errors)")
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }
}
