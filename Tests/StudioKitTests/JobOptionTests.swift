import SketchRendering
import StudioKit
import Testing

/// One description of an option for parser, recipe and rerun.
@Suite struct JobOptionTests {
    /// Texts that some option of each kind accepts, none a default.
    private static let texts = [
        "7", "lerp", "each", "0.7", "12mm", "aggregate", "rows", "js", "dark", "transparent", "order", "A4", "in", "csv",
        "a b'c", "3399FF", "model", "drawing", "extremes", "test", "consensus", "64", "outline",
    ]

    @Test(arguments: PictureJobs.all.indices) func everyRecordedOptionSurvivesARecipe(index: Int) throws {
        try Self.expectRoundTrips(PictureJobs.all[index])
    }

    private static func expectRoundTrips<Job: PictureJob>(_: Job.Type) throws {
        let operands = min(Job.operands?.range.upperBound ?? 0, Job.manual.name == "grid" ? 4 : 3)
        for option in Job.options.all where option.recording != .never {
            let changed = (option.kind == .flag ? [""] : texts).lazy.compactMap { text -> Job? in
                var job = Job()
                // A report's job makes a picture if one of its sheets is selected.
                if !job.makesPicture { try? job.set("sheet", "samples") }
                Job.operands?.set((0..<operands).map { "dir/file \($0).json" }, in: &job)
                let standard = option.texts(in: job)
                // A flag that states the default is recorded as it is.
                let isOn = option.kind == .flag && standard == [""]
                guard (try? option.set(text, in: &job)) != nil, isOn || option.texts(in: job) != standard else { return nil }
                return (try? job.validate()) == nil ? nil : job
            }.first
            let job = try #require(changed, "no text for --\(option.name) of \(Job.manual.name)")
            let command = job.commandText
            #expect(command.contains("--\(option.name)"))
            let again = try #require(PictureJobs.job(of: command), "\(command)")
            #expect(again.commandText == command)
        }
    }

    @Test func defaultsOfTheLayoutAreNotRecorded() throws {
        let job = try RenderJob(words: ["a.json", "--fit", "common", "--columns", "3"])
        #expect(job.commandText == "render a.json --columns 3 --curves")
    }

    @Test(arguments: [
        ("interpolate a.json b.json --steps 8 --path slerp --temperature 0.1 --convention paper --seed 1 --color-by order", 8),
        ("sample --model face --count 4 --temperature 0.1,...,1.0 --convention timed --along columns --seed 1", 4),
        ("interpolate a.json b.json --steps 8 --method lerp --colour-by none", 8),
    ]) func commandsOfOlderVersionsAreRead(command: String, number: Int) throws {
        let job = try #require(PictureJobs.job(of: command))
        #expect(((job as? InterpolateJob)?.steps ?? (job as? SampleJob)?.count) == number)
    }

    /// Versions that did not choose among candidates drew what `--plain` draws.
    @Test func commandsOfOlderVersionsArePlain() throws {
        let old = try #require(PictureJobs.job(ofRecorded: "interpolate a.json b.json --steps 8") as? InterpolateJob)
        #expect(old.candidates.isPlain)
        let new = try #require(
            PictureJobs.job(ofRecorded: "interpolate a.json b.json --candidates 4 --choose consensus --pull 0.5")
                as? InterpolateJob)
        #expect(!new.candidates.isPlain && new.candidates.candidates == 4 && new.candidates.pull == 0.5)
    }

    /// Versions without curves drew polygons. Later recipes state which of the two they have.
    @Test func commandsOfOlderVersionsDrawPolygons() throws {
        for command in ["render a.json", "interpolate a.json b.json --candidates 4 --choose consensus --pull 0.5"] {
            func style(_ words: String) throws -> SheetStyle {
                try #require(PictureJobs.job(ofRecorded: command + words) as? any SheetJob).style
            }
            #expect(try !style("").hasCurves)
            #expect(try style(" --curves").hasCurves)
            #expect(try !style(" --no-curves").hasCurves)
        }
        #expect(try RenderJob(words: ["a.json"]).commandText == "render a.json --curves")
        #expect(try RenderJob(words: ["a.json", "--no-curves"]).commandText == "render a.json --no-curves")
    }

    /// A recipe is untrusted text: it can choose neither the output nor another command, and replace no input.
    @Test(arguments: [
        "render a.json --output b.svg", "render a.json --json", "render a.json --threads", "render a.json --outpu=b.svg",
        "render a.json --force", "render a.json --format svg", "render a.json -o b.svg", "render a.json -qo b.svg", "render",
        "train a.json --output run",
        "recipe a.svg --run", "gallery", "model list", "render 'a.json", "evaluate a.json", "evaluate a.json --report run",
        "evaluate a.json --sheet samples --report run", "render a.json --frames f", "interpolate a.json b.json --frames f",
        "dataset a.json", "interpolate a.json", "grid a b c", "sample a.json", "decode a b", "",
    ]) func otherCommandsAreNotRead(command: String) { #expect(PictureJobs.job(of: command) == nil) }

    @Test(arguments: [
        (["a", "b", "--steps", "0"], "--steps 0: must be from 1 to 10000."),
        (["a", "b", "--path", "arc"], "--path arc: must be slerp or lerp."),
        (["a", "b", "--cell", "0mm"], "--cell 0mm: must be greater than 0."),
        (["a", "b", "--gap", "wide"], "--gap wide: must be a number with px, mm, cm or in, for example 20mm."),
        (["a", "b", "--temperature", "nan"], "--temperature nan: must be from 0 to 100."),
        (["a", "b", "--seed", "-1"], "--seed -1: must be at least 0."),
        (["a", "b", "--input-limits", "65"], "--input-limits 65: must be from 1 to 64."),
        (["a", "b", "--steps"], "--steps: the value is missing."),
        (["a"], "One drawing was given; interpolation needs at least two."),
    ]) func valuesAreChecked(words: [String], sentence: String) {
        #expect(throws: UsageError(sentence)) { try InterpolateJob(words: words) }
    }

    /// An option with one value is given once; the last value would win silently.
    @Test(arguments: [
        (["a", "--dpi", "50", "--dpi", "100"], "--dpi is given twice. Give it once."),
        (["a", "--dpi", "50", "--dpi=50"], "--dpi is given twice. Give it once."),
        (["a", "--color", "FF0000", "--colour", "00FF00"], "--color is given twice. Give it once."),
        (["a", "-o", "x.png", "--output", "y.png"], "--output is given twice. Give it once."),
        (["a", "-o", "x", "--format", "png", "--format", "svg"], "--format is given twice. Give it once."),
        (["a", "--plotter", "hpgl", "--plotter", "svg"], "--plotter is given twice. Give it once."),
        (["a", "--curves", "--no-curves"], "--curves and --no-curves cannot be combined."),
        (["a", "--no-curves", "--curves"], "--curves and --no-curves cannot be combined."),
    ]) func optionsAreGivenOnce(words: [String], sentence: String) {
        #expect(throws: UsageError(sentence)) { try ParsedJob<RenderJob>(commandLine: words) }
    }

    @Test func flagsAndListsCanBeRepeated() throws {
        _ = try ParsedJob<RenderJob>(commandLine: ["a", "-q", "-q", "--no-labels", "--no-labels", "--force", "--force"])
        #expect(try EvaluateJob(words: ["a", "--model", "cat", "--model", "pig"]).models == ["cat", "pig"])
        #expect(PictureJobs.job(of: "render a.json --dpi 50 --dpi 60") == nil)
    }

    /// A label can have a comma.
    @Test(arguments: [
        (#"a\,b"#, ["a,b"]), ("a, b,", ["a", " b", ""]), (#"a\b\\,c"#, [#"a\b\"#, "c"]), ("", [""]), (#"\,,\,"#, [",", ","]),
    ]) func labelsAreRead(text: String, labels: [String]) throws {
        let job = try RenderJob(words: ["a.json", "--labels", text])
        #expect(job.style.labels == labels)
        #expect((PictureJobs.job(of: job.commandText) as? RenderJob)?.style.labels == labels, "\(job.commandText)")
    }

    /// Titles and files whose names begin with a dash are recorded so that they can be read again.
    @Test(arguments: ["-", "-draft", "--output", "-1", "--"]) func wordsWithADashAreReadAgain(word: String) throws {
        var job = RenderJob()
        job.style.title = word
        job.files = ["a.json"]
        #expect(job.commandText == "render a.json --title=\(word) --curves")
        #expect((PictureJobs.job(of: job.commandText) as? RenderJob)?.style.title == word)
        job.files = [word, "b.json"]
        let again = try #require(PictureJobs.job(of: job.commandText) as? RenderJob, "\(job.commandText)")
        #expect(again.files == job.files && again.style.title == word && again.output == nil)
    }

    @Test func longRecipesAreRefusedAtOnce() {
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(PictureJobs.job(of: "render " + String(repeating: "a.json ", count: 100_000)) == nil)
            #expect((PictureJobs.job(of: "render" + String(repeating: " a", count: 8_000)) as? RenderJob)?.files.count == 8_000)
            #expect(PictureJobs.job(of: "render " + String(repeating: "a", count: 5 << 20)) == nil)
        }
        #expect(time < .seconds(1))
    }

    @Test(arguments: [("--page", "a4"), ("--style", "DARK"), ("--cell", "2CM"), ("--color-by", "Order")])
    func capitalsDoNotMatter(name: String, value: String) throws {
        _ = try RenderJob(words: ["a.json", name, value])
    }

    @Test func centimetresAreALength() throws {
        let job = try RenderJob(words: ["a.json", "--cell", "2.5cm"])
        #expect(job.style.cell?.points == Length.millimetres(25).points)
        #expect(job.commandText == "render a.json --cell 2.5cm --curves")
    }

    @Test(arguments: [
        ("0.4", [0.4]), ("0.1,...,0.4", [0.1, 0.2, 0.3, 0.4]), ("0.2,0.5,...,1.1", [0.2, 0.5, 0.8, 1.1]), ("1, 2", [1, 2]),
    ]) func temperatureListsAreRead(text: String, values: [Double]) throws {
        #expect(try TemperatureList(parsing: text).values == values)
    }

    @Test(arguments: [
        ("...,1", "the dots must be between two numbers, as in 0.1,...,1.0"),
        ("0.1,...", "a number is missing after the dots"), ("0.1,x", "'x' is not a number from 0 to 100"),
        ("0.1,0.4,...,1.2", "steps of 0.3 do not reach 1.2 from 0.4"),
    ]) func temperatureListsAreChecked(text: String, reason: String) {
        #expect(throws: UsageError("--temperature \(text): \(reason).")) {
            try ReconstructJob(words: ["a.json", "--temperature", text])
        }
    }
}

extension PictureJob {
    /// Sets the option with this name, if the job has it.
    fileprivate mutating func set(_ name: String, _ text: String) throws {
        try Self.options.all.first { $0.name == name }?.set(text, in: &self)
    }
}
