import Foundation
import TestSupport
import Testing

/// `studio convert` and `studio dataset info` as separate processes.
@Suite struct ConvertTests {
    /// Forty drawings of two classes, every fifth not recognised.
    static let drawings =
        (0..<40).map { number in
            let word = number % 4 == 3 ? "pig" : "cat"
            return
                "{\"word\":\"\(word)\",\"countrycode\":\"US\",\"recognized\":\(number % 5 != 0),\"key_id\":\"\(1000 + number)\","
                + "\"drawing\":[[[0,\(number + 1),\(number + 2)],[0,5,9]],[[7,8],[9,\(number)]]]}"
        }.joined(separator: "\n") + "\n"

    /// Without the form that records state where their numbers fit two.
    private static func unmarked(_ data: Data) -> Data {
        Data(String(decoding: data, as: UTF8.self).replacing("\"input_format\":\"quickdraw\",", with: "").utf8)
    }

    func words(_ studio: StudioProcess, _ name: String) throws -> [String] {
        try String(decoding: studio.data(name), as: UTF8.self).split(separator: "\n")
            .map { $0.contains("\"cat\"") ? "cat" : "pig" }
    }

    @Test func everyFormComesBack() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            for form in ["json", "bin", "npz", "csv"] {
                let there = try studio.run("convert", "in.ndjson", "out.\(form)")
                #expect(there.status == 0 && there.text == "out.\(form)\n", "\(there.errors)")
                #expect(there.errors.contains("studio: 40 drawings read, 40 written"))
                #expect(try studio.run("convert", "out.\(form)", "back-\(form).ndjson").status == 0)
            }
            #expect(try studio.run("convert", "in.ndjson", "same.ndjson").status == 0)
            #expect(try Self.unmarked(studio.data("same.ndjson")) == studio.data("in.ndjson"))
            #expect(try studio.run("convert", "out.json", "same2.ndjson").status == 0)
            #expect(try Self.unmarked(studio.data("same2.ndjson")) == studio.data("in.ndjson"))
            #expect(try studio.run("convert", "in.ndjson", "a.svg", "--limit", "3").status == 0)
            #expect(String(decoding: try studio.data("a.svg"), as: UTF8.self).components(separatedBy: "<path").count == 7)
        }
    }

    @Test func filtersAndTheReport() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            let result = try studio.run("convert", "in.ndjson", "out.ndjson", "--where", "word=cat", "--recognized", "--json")
            #expect(
                result.text == "{\"output\":\"out.ndjson\",\"format\":\"ndjson\",\"read\":40,\"written\":24,\"simplified\":0,"
                    + "\"dropped\":{\"another word\":8,\"not recognised\":8}}\n")
            #expect(Set(try words(studio, "out.ndjson")) == ["cat"])
            let said = try studio.run("convert", "in.ndjson", "out.ndjson", "--max-points", "1")
            #expect(said.status == 1)
            #expect(
                said.errors == "studio: None of the 40 drawings can be written: 40 (more than 1 points). Relax the filters.\n")
            // What was there before is there still.
            #expect(try words(studio, "out.ndjson").count == 24)
            #expect(
                try studio.run("convert", "in.ndjson", "two.ndjson", "--where", "key_id=1003", "--where", "key_id=1004").status
                    == 0)
            #expect(try words(studio, "two.ndjson") == ["pig", "cat"])
            #expect(try studio.run("convert", "in.ndjson", "all.ndjson", "--class", "cat", "--quiet").errors == "")
            #expect(Set(try words(studio, "all.ndjson")) == ["cat"])
        }
    }

    @Test func badFilesAreLeftOutWhenAsked() throws {
        try StudioProcess.inFolder { studio in
            try FileManager.default.createDirectory(
                at: studio.folder.appendingPathComponent("in"), withIntermediateDirectories: false)
            try studio.write("<svg xmlns='http://www.w3.org/2000/svg'><path stroke='red' d='M0 0h9'/></svg>", "in/a.svg")
            try studio.write("<svg xmlns='http://www.w3.org/2000/svg'><path stroke='red' d='M0 0h'/></svg>", "in/b.svg")
            try studio.write("[[[0,1,2,3],[2,3,4,5]]]\n[[[0,1,2,3],[2,3,4,5]]]\n[[[0,1]\n", "in/c.ndjson")
            let refused = try studio.run("convert", "in", "out.ndjson")
            #expect(
                refused.status == 1 && refused.errors.contains("in/b.svg is an SVG document that contains no visible strokes"))
            #expect(!studio.exists("out.ndjson"))
            let kept = try studio.run("convert", "in", "out.ndjson", "--keep-going", "--json")
            #expect(kept.status == 0)
            #expect(
                kept.text.hasSuffix(
                    "\"read\":3,\"written\":3,\"simplified\":0,\"dropped\":{\"unreadable after an error\":2}}\n"))
            #expect(
                kept.errors.contains("studio: warning: in/b.svg is an SVG document")
                    && kept.errors.contains("studio: warning: in/c.ndjson, line 3: not valid JSON"))
            #expect(try studio.data("out.ndjson").split(separator: 0x0A).count == 3)
        }
    }

    @Test func aSeedFixesTheOrder() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
                #expect(try studio.run("convert", "in.ndjson", name + ".ndjson", "--shuffle", "--seed", seed).status == 0)
            }
            #expect(try studio.data("a.ndjson") == studio.data("b.ndjson"))
            #expect(try studio.data("a.ndjson") != studio.data("c.ndjson"))
            func lines(_ name: String) throws -> [Data] {
                try Self.unmarked(studio.data(name)).split(separator: 10).map { Data($0) }
            }
            #expect(Set(try lines("a.ndjson")) == Set(try lines("in.ndjson")))
        }
    }

    @Test func splitsBecomePartsOrFiles() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            let result = try studio.run("convert", "in.ndjson", "out.ndjson", "--split-fractions", "2,1,1", "--json")
            #expect(result.text.contains(#""output":["out.train.ndjson","out.valid.ndjson","out.test.ndjson"]"#))
            let parts = try ["train", "valid", "test"].map { try words(studio, "out.\($0).ndjson").count }
            #expect(parts.reduce(0, +) == 40 && parts.allSatisfy { $0 > 2 } && parts[0] > parts[1])
            #expect(try studio.run("convert", "in.ndjson", "out.npz", "--split-fractions", "2,1,1").status == 0)
            for (name, count) in zip(["train", "valid", "test"], parts) {
                #expect(try studio.run("convert", "out.npz#\(name)", "part.ndjson").status == 0)
                #expect(try words(studio, "part.ndjson").count == count)
            }
            // The archive's own parts go through unchanged, and can be asked for.
            #expect(try studio.run("convert", "out.npz", "again.npz").status == 0)
            #expect(try studio.data("again.npz") == studio.data("out.npz"))
            #expect(try studio.run("convert", "out.npz", "part.ndjson", "--where", "split=valid").status == 0)
            #expect(try words(studio, "part.ndjson").count == parts[1])
        }
    }

    @Test func rawDrawingsAreSimplifiedIntoWhatModelsTrainOn() throws {
        try StudioProcess.inFolder { studio in
            let points = (0...200).map(String.init).joined(separator: ",")
            try studio.write("{\"word\":\"line\",\"drawing\":[[[\(points)],[\(points)],[\(points)]]]}\n", "raw.ndjson")
            #expect(try studio.run("convert", "raw.ndjson", "a.csv").errors.contains("1 simplified"))
            #expect(String(decoding: try studio.data("a.csv"), as: UTF8.self) == "drawing,dx,dy,p\n0,255,255,1\n")
            #expect(try studio.run("convert", "raw.ndjson", "b.csv", "--no-simplify").status == 0)
            #expect(try studio.data("b.csv").count > 1000)
            #expect(try studio.run("convert", "raw.ndjson", "c.ndjson").errors.contains("simplified") == false)
            #expect(try studio.run("convert", "raw.ndjson", "d.ndjson", "--simplify").errors.contains("1 simplified"))
            #expect(String(decoding: try studio.data("d.ndjson"), as: UTF8.self).contains("\"drawing\":[[[0,255],[0,255]]]"))
        }
    }

    /// A class name cannot lead out of the folder.
    @Test func aFolderReceivesAFileForEachDrawing() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(#"{"word":"../../x\u0000/y","drawing":[[[0,1],[0,1]]]}"# + "\n" + Self.drawings, "in.ndjson")
            let result = try studio.run("convert", "in.ndjson", "out/", "--limit", "3")
            #expect(result.status == 0 && result.text == "out/\n", "\(result.errors)")
            let names = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path + "/out").sorted()
            #expect(names == ["------x--y-00000.svg", "cat-00001.svg", "cat-00002.svg"])
            // A folder can be read again, whatever else lies in it.
            #expect(try studio.run("convert", "in.ndjson", "pile/", "--format", "json", "--limit", "5").status == 0)
            try studio.write("not a drawing", "pile/readme.txt")
            #expect(try studio.run("convert", "pile", "pile.ndjson").errors.contains("5 drawings read, 5 written"))
        }
    }

    @Test func wrongUseIsSaid() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            for arguments in [
                ["in.ndjson"], ["in.ndjson", "out"], ["in.ndjson", "out.ndjson", "--where", "colour=red"],
                ["in.ndjson", "out.ndjson", "--split-fractions", "1,2"],
                ["in.ndjson", "out.ndjson", "--split-fractions", "0,0,0"],
                ["in.ndjson", "out.ndjson", "--max-points", "0"], ["in.ndjson", "out.ndjson", "--epsilon", "-1"],
                ["in.ndjson", "out.ndjson", "--epsilon", "1", "--no-simplify"],
            ] {
                #expect(try studio.run(["convert"] + arguments).status == 64, "\(arguments)")
            }
            #expect(try studio.run("convert", "in.ndjson", "no/out.ndjson").status == 1)
            #expect(!studio.exists("out.ndjson"))
            let names = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path)
            #expect(!names.contains { $0.hasSuffix(".tmp") })
        }
    }

    // MARK: dataset info

    @Test func infoCountsAndWarns() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings + #"{"word":"cat","drawing":[[[5],[5]]]}"# + "\n" + Self.drawings, "in.ndjson")
            let result = try studio.run("dataset", "info", "in.ndjson", "--json", "--max-seq-len", "4", "--output", "h.png")
            let object = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
            #expect(object?["sketches"] as? Int == 81)
            #expect(object?["one_point"] as? Int == 1)
            #expect(object?["duplicates"] as? Int == 40)
            #expect((object?["classes"] as? [String: Int]) == ["cat": 61, "pig": 20])
            #expect((object?["length"] as? [String: Any])?["max"] as? Int == 4)
            let warnings = object?["warnings"] as? [String] ?? []
            for words in [
                "training drawings: a model will overfit", "every drawing has 4 rows", "40 drawings (49.4 %) are duplicates",
                "1 drawing (1.2 %) has fewer than two points",
            ] {
                #expect(warnings.contains { $0.contains(words) }, "\(words): \(warnings)")
            }
            #expect(try studio.data("h.png").starts(with: [0x89, 0x50]))
            let plain = try studio.run("dataset", "info", "in.ndjson", "--max-seq-len", "3")
            #expect(plain.text.contains("classes       2: cat 61, pig 20"))
            #expect(plain.text.contains("4-4 ████████████████████████████████████████ 80"))
            #expect(plain.errors.contains("80 drawings (98.8 %) have more than 3 rows and are skipped"))
        }
    }

    /// The scale factor shown is the one that training uses.
    @Test func trainingTakesFoldersAndAnArchivesOwnParts() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(Self.drawings, "in.ndjson")
            #expect(try studio.run("convert", "in.ndjson", "data/x.npz", "--split-fractions", "2,1,1").status == 1)
            try FileManager.default.createDirectory(atPath: studio.folder.path + "/data", withIntermediateDirectories: true)
            #expect(try studio.run("convert", "in.ndjson", "data/x.npz", "--split-fractions", "2,1,1").status == 0)
            let info =
                try JSONSerialization.jsonObject(with: studio.run("dataset", "info", "data", "--json").output) as? [String: Any]
            let splits = info?["splits"] as? [String: Int] ?? [:]
            let run = try studio.run(
                "train", "data", "--output", "run", "--num-steps", "1", "--batch-size", "4", "--enc-rnn-size", "4",
                "--dec-rnn-size", "4",
                "--z-size", "2", "--num-mixture", "2", "--max-seq-len", "10", "--save-every", "1", "--json")
            #expect(run.status == 0, "\(run.errors)")
            let trained = try JSONSerialization.jsonObject(with: run.output) as? [String: Any]
            #expect(trained?["sketches"] as? Int == splits["train"])
            #expect((splits["validation"] ?? 0) > 2)
            let model =
                try JSONSerialization.jsonObject(with: studio.run("model", "info", "run/model.safetensors", "--json").output)
                as? [String: Any]
            let factors = [info?["scale_factor"], model?["scale_factor"]].compactMap { $0 as? Double }
            #expect(factors.count == 2 && abs(factors[0] - (factors.last ?? 0)) < 1e-4, "\(factors)")
        }
    }

    @Test func capsAreRaisedByOneOption() throws {
        try StudioProcess.inFolder { studio in
            try studio.write("[[[0,9],[0,9]]" + String(repeating: " ", count: 33 << 20) + "]", "big.json")
            let refused = try studio.run("convert", "big.json", "out.ndjson")
            #expect(refused.status == 1)
            #expect(refused.errors == "studio: big.json, line 1: more than 32 MiB. --input-limits 4 allows 128 MiB.\n")
            #expect(!studio.exists("out.ndjson"))
            #expect(try studio.run("convert", "big.json", "out.ndjson", "--input-limits", "1.5").status == 0)
            // A picture made so says so, or its recipe could not be run again.
            #expect(try studio.run("render", "big.json", "--input-limits", "4", "--output", "a.svg").status == 0)
            #expect(try studio.run("recipe", "a.svg").text.contains("render big.json --input-limits 4"))
            #expect(try studio.run("render", "cat.json", "--input-limits", "1", "--output", "b.svg").status == 0)
            #expect(try !studio.run("recipe", "b.svg").text.contains("input-limits"))
            for wrong in ["0", "0.5", "65", "nan", "inf", "many"] {
                #expect(try studio.run("convert", "cat.json", "out.ndjson", "--input-limits", wrong).status == 64)
            }
        }
    }
}
