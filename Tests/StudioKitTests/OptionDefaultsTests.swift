import Foundation
import StudioKit
import TestSupport
import Testing

/// Defaults of the configuration file and of environment variables.
@Suite struct OptionDefaultsTests {
    /// Calls `body` with the environment in which a configuration file has a text.
    private func with<Value>(
        _ text: String, _ variables: [String: String] = [:],
        _ body: (_ file: String, _ environment: [String: String]) throws -> Value
    ) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        let file = folder.appendingPathComponent("studio/config.json")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: file)
        return try body(file.path, variables.merging(["XDG_CONFIG_HOME": folder.path]) { $1 })
    }

    private func job<Job: StudioJob>(
        _: Job.Type = Job.self, _ words: String..., config: String, _ variables: [String: String] = [:]
    ) throws -> Job {
        try with(config, variables) { _, environment in
            try ParsedJob<Job>(commandLine: words) { try OptionDefaults(environment: environment) }.job
        }
    }

    private func refusal(_ config: String, _ variables: [String: String] = [:], _ words: String...) throws -> String {
        try with(config, variables) { file, environment in
            let error = #expect(throws: UsageError.self) {
                try ParsedJob<InterpolateJob>(commandLine: words.isEmpty ? ["a.json", "b.json"] : words) {
                    try OptionDefaults(environment: environment)
                }
            }
            return (error?.description ?? "").replacingOccurrences(of: file, with: "FILE")
        }
    }

    @Test func theNarrowerDefaultAppliesAndAVariableBeforeTheFile() throws {
        let config = #"{"steps": 5, "interpolate": {"steps": 7}}"#
        func steps(_ variables: [String: String] = [:], _ words: String...) throws -> [String] {
            let parsed: InterpolateJob = try with(config, variables) { _, environment in
                try ParsedJob<InterpolateJob>(commandLine: ["a", "b"] + words) { try OptionDefaults(environment: environment) }
                    .job
            }
            return try #require(InterpolateJob.options.all.first { $0.name == "steps" }).texts(in: parsed)
        }
        #expect(try steps() == ["7"])
        #expect(try steps(["STUDIO_STEPS": "9"]) == ["9"])
        #expect(try steps(["STUDIO_STEPS": "9", "STUDIO_INTERPOLATE_STEPS": "8"]) == ["8"])
        #expect(try steps(["STUDIO_STEPS": ""]) == ["7"])
        #expect(try steps(["STUDIO_STEPS": "9"], "--steps", "4") == ["4"])
        #expect(try steps(["STUDIO_STEPS": "9"], "--no-config") == ["10"])
    }

    @Test func aRecipeStatesTheValuesThatWereUsed() throws {
        let render = try job(
            RenderJob.self, "a.json", config: #"{"style": "ink", "curves": false, "no-curves": true, "columns": 3}"#)
        #expect(render.commandText.contains("--style ink"))
        #expect(render.commandText.contains("--no-curves"))
        #expect(render.commandText.contains("--columns 3"))
        let again = try RenderJob(words: ["a.json"])
        #expect(!again.commandText.contains("ink"), "a recipe's job depends on its words only")
    }

    @Test func valuesOfTheCommandLineReplaceARepeatedOption() throws {
        let config = #"{"model": ["face", "eye"]}"#
        #expect(try job(InterpolateJob.self, "a", "b", config: config).commandText.contains("--model face --model eye"))
        let own = try job(InterpolateJob.self, "a", "b", "-m", "cat", config: config).commandText
        #expect(own.contains("--model cat"))
        #expect(!own.contains("face"))
    }

    @Test func theFormatAppliesWhereNoOutputIsNamed() throws {
        #expect(try job(RenderJob.self, "a", config: #"{"format": "svg"}"#).outputOptions.format == "svg")
        #expect(try job(RenderJob.self, "a", "-o", "b.png", config: #"{"format": "svg"}"#).outputOptions.format == nil)
    }

    @Test func aDefaultForAllAppliesWhereTheOptionCanHaveIt() throws {
        let config = #"{"temperature": "0.2,0.4", "format": "svg"}"#
        #expect(try job(SampleJob.self, config: config).commandText.contains("--temperature 0.2,0.4"))
        #expect(try job(InterpolateJob.self, "a", "b", config: config).commandText.contains("--temperature 0.1"))
        #expect(
            try refusal(#"{"interpolate": {"temperature": "0.2,0.4"}}"#).hasPrefix("FILE: interpolate: temperature: '0.2,0.4'"))
    }

    @Test func aliasesAreDefaultsToo() throws {
        let sample = try job(SampleJob.self, config: "{}", ["STUDIO_TEMPERATURES": "0.2,0.4"])
        #expect(sample.commandText.contains("0.2,0.4"))
    }

    @Test func errorsNameTheFileAndTheKey() throws {
        #expect(try refusal("[1]") == "FILE: the configuration file is not a JSON object.")
        #expect(try refusal(#"{"stepz": 5}"#) == "FILE: 'stepz' is not an option that can have a default. Did you mean 'steps'?")
        #expect(try refusal(#"{"output": "x.png"}"#).hasPrefix("FILE: 'output' is not an option that can have a default."))
        #expect(
            try refusal(#"{"interpolat": {"steps": 5}}"#) == "FILE: 'interpolat' is not a command. Did you mean 'interpolate'?")
        #expect(try refusal(#"{"interpolate": 5}"#) == "FILE: 'interpolate' is a command: its value must be an object.")
        #expect(
            try refusal(#"{"interpolate": {"count": 5}}"#).hasPrefix("FILE: 'count' is not an option of 'interpolate' that can"))
        #expect(try refusal(#"{"interpolate": {"steps": 0}}"#).hasPrefix("FILE: interpolate: steps: '0' must be"))
        #expect(try refusal(#"{"steps": true}"#) == "FILE: steps: must be a text or a number.")
        #expect(try refusal(#"{"greedy": 1}"#) == "FILE: greedy: must be true or false.")
        #expect(try refusal("{}", ["STUDIO_GREEDY": "perhaps"]) == "STUDIO_GREEDY: must be true or false.")
        #expect(try refusal("{}", ["STUDIO_STEPS": "x"]).hasPrefix("STUDIO_STEPS: 'x' must be"))
    }

    @Test func anErrorThatDefaultsCauseSaysSo() throws {
        #expect(
            try refusal(#"{"plain": true, "candidates": 8}"#).hasSuffix(
                "The user's defaults contribute to this; --no-config ignores them."))
        #expect(try !refusal(#"{"columns": 2}"#, [:], "a.json", "--steps", "0").contains("--no-config"))
    }

    @Test func theCommandShowsValuesAndSources() throws {
        try with(#"{"style": "ink", "interpolate": {"steps": 7}}"#) { file, environment in
            try StudioProcess.inFolder { studio in
                let all = try studio.run(["config"], environment: environment).text
                #expect(all.contains("interpolate --steps"))
                #expect(all.contains("\(file): interpolate: steps"))
                #expect(all.contains("render --style"))
                #expect(!all.contains("built in"))
                let one = try studio.run(["config", "interpolate"], environment: environment).text.split(separator: "\n")
                #expect(one.contains { $0.hasPrefix("--steps") && $0.contains(" 7 ") })
                #expect(one.contains { $0.hasPrefix("--path") && $0.hasSuffix("built in") })
                let none = try studio.run(["config", "interpolate", "--no-config"], environment: environment).text
                #expect(!none.contains(file + ": "))
                let json = try studio.run(["config", "model", "info", "--json"], environment: environment).text
                #expect(json.hasPrefix(#"{"file":"#))
            }
        }
    }

    @Test func formerWordsWorkWithANotice() throws {
        let parsed = try ParsedJob<InterpolateJob>(commandLine: ["a", "b", "--method", "lerp", "--convention", "timed"])
        #expect(parsed.notices == ["'--method' is now '--path'.", "--convention 'timed' is now 'untempered-pen'."])
        #expect(parsed.job.commandText.contains("--path lerp"))
        #expect(parsed.job.commandText.contains("--convention untempered-pen"))
    }

    @Test func everyCommandIsListed() throws {
        let names = StudioJobs.all.map { $0.manual.name }
        #expect(Set(names).count == names.count)
        #expect(PictureJobs.all.allSatisfy { job in names.contains(job.manual.name) })
    }
}
