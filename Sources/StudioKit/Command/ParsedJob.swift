import SketchPlotter

/// A job as a command line states it, with how its result is printed.
package struct ParsedJob<Job: StudioJob>: Sendable {
    package private(set) var job = Job()
    /// `--json`
    package private(set) var printsJSON = false
    /// `--quiet`
    package private(set) var isQuiet = false
    /// Sentences on words that have other names now.
    package private(set) var notices: [String] = []
    /// `--help`; the rest of the words is not read.
    package private(set) var asksForHelp = false

    /// What a word beginning with a dash stands for.
    private enum Name {
        case option(JobOption<Job>)
        case output, format, force, plotter, pens, json, quiet, help, noConfig

        var takesValue: Bool {
            switch self {
            case .option(let option): option.kind != .flag
            case .output, .format, .plotter, .pens: true
            case .force, .json, .quiet, .help, .noConfig: false
            }
        }

        /// Whether every occurrence adds a value.
        var isRepeatable: Bool { if case .option(let option) = self { option.kind == .values } else { false } }
    }

    private let isRecipe: Bool
    private let names: [String: Name]
    private var operands: [String] = []
    /// The options that the words contain, by their long names.
    private var given: Set<String> = []

    /// Reads the words after those that name the command.
    ///
    /// Options and operands can be in any order; `--` ends the options. A value follows its option or `=`. An option is given
    /// once, unless it is one of several values or a flag.
    /// - Parameter defaults: the user's defaults; not asked for with `--no-config`.
    /// - Throws: `UsageError`.
    package init(commandLine words: [String], defaults: () throws -> OptionDefaults = { .none }) throws {
        let options = words.prefix { $0 != "--" }
        let ignoresDefaults = ["--no-config", "--help", "-h"].contains(where: options.contains)
        let defaults = ignoresDefaults ? .none : try defaults()
        do {
            try self.init(words, defaults)
        } catch let error as UsageError {
            // An error that the user's defaults cause says so, unless it names its source itself.
            let isOwn = !defaults.isEmpty && (try? Self(words, .none)) != nil
            guard isOwn, !error.description.contains("STUDIO_"), defaults.file.map({ !error.description.hasPrefix($0) }) ?? true
            else { throw error }
            throw UsageError(error.description + " The user's defaults contribute to this; --no-config ignores them.")
        }
    }

    private init(_ words: [String], _ defaults: OptionDefaults) throws {
        isRecipe = false
        names = Self.names(isRecipe: false)
        let stated =
            defaults.isEmpty
            ? [] : try Job.defaultable.compactMap { option in try defaults.value(of: option).map { (option, $0) } }
        // Values of an option that can be repeated are added to those before, so its default applies only without them.
        // The format of the output depends on the output's name.
        func isLate(_ option: JobOption<Job>) -> Bool {
            option.kind == .values || option.name == "format" && Job.formatOption == "format"
        }
        for (option, value) in stated where !isLate(option) { try job.set(option, to: value) }
        try read(words)
        if asksForHelp { return }
        for (option, value) in stated where isLate(option) && !given.contains(option.name) {
            guard option.kind == .values || job.output == nil && job.outputOptions.format == nil else { continue }
            try job.set(option, to: value)
        }
        try setOperands()
        try job.check()
    }

    /// Reads the words of a recipe, which are untrusted: they have options of the job's table only, by their long names, and
    /// cannot set the output or replace an input.
    /// - Throws: `UsageError`.
    package init(recipe words: some Sequence<String>) throws {
        isRecipe = true
        names = Self.names(isRecipe: true)
        try read(Array(words))
        try Job.checkOperands(operands.count)
        Job.operands?.set(operands, in: &job)
        try job.validate()
    }

    private static func names(isRecipe: Bool) -> [String: Name] {
        var names: [String: Name] = [:]
        if !isRecipe {
            names = ["--json": .json, "--quiet": .quiet, "-q": .quiet, "--help": .help, "-h": .help, "--no-config": .noConfig]
            if Job.writesFile { names["--force"] = .force }
            if Job.manual.output != nil { (names["--output"], names["-o"]) = (.output, .output) }
            if let format = Job.formatOption { names["--" + format] = .format }
            if Job.canPlot { (names["--plotter"], names["--pens"]) = (.plotter, .pens) }
        }
        for option in Job.options.all {
            for name in [option.name] + option.aliases + option.formerNames { names["--" + name] = .option(option) }
            if let letter = option.letter, !isRecipe { names["-\(letter)"] = .option(option) }
        }
        return names
    }

    private mutating func read(_ words: [String]) throws {
        var index = 0
        var isOption = true
        while index < words.count, !asksForHelp {
            let word = words[index]
            index += 1
            guard isOption, Self.looksLikeOption(word) else {
                operands.append(word)
                continue
            }
            if word == "--" {
                isOption = false
                continue
            }
            let (name, attached) = Self.divided(word)
            guard let meaning = names[name] else {
                try readLetters(word)
                continue
            }
            if case .option(let option) = meaning, option.formerNames.contains(String(name.dropFirst(2))) {
                notices.append("'\(name)' is now '--\(option.name)'.")
            }
            try count(meaning)
            if !meaning.takesValue {
                guard attached == nil else { throw UsageError("'\(name)' has no value.") }
                try set(meaning, "")
            } else if let attached {
                try set(meaning, attached)
            } else {
                guard index < words.count, isRecipe || !isKnown(words[index]) else {
                    throw UsageError("\(name): the value is missing.")
                }
                try set(meaning, words[index])
                index += 1
            }
        }
    }

    /// Checks that an option with one value was not given before, nor a flag's contrary.
    private mutating func count(_ name: Name) throws {
        let long: String
        switch name {
        case .option(let option): long = option.name
        case .output: long = "output"
        case .format: long = Job.formatOption ?? ""
        case .plotter: long = "plotter"
        case .pens: long = "pens"
        case .json, .quiet, .force, .help, .noConfig: return
        }
        if name.isRepeatable { return }
        if name.takesValue {
            guard given.insert(long).inserted else { throw UsageError("--\(long) is given twice. Give it once.") }
            return
        }
        let positive = long.hasPrefix("no-") ? String(long.dropFirst(3)) : long
        guard !given.contains(long == positive ? "no-" + positive : positive) else {
            throw UsageError("--\(positive) and --no-\(positive) cannot be combined.")
        }
        given.insert(long)
    }

    /// Several flags of one letter in one word: `-qv`.
    private mutating func readLetters(_ word: String) throws {
        let letters = word.dropFirst()
        let flags = letters.compactMap { names["-\($0)"] }.filter { !$0.takesValue }
        guard !word.hasPrefix("--"), letters.count > 1, flags.count == letters.count else {
            let name = Self.divided(word).name
            if isRecipe { throw UsageError("'\(name)' is not an option of '\(Job.manual.name)'.") }
            let known = names.keys.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) }
            let suggestion = name.hasPrefix("--") ? Suggestion.option(String(name.dropFirst(2)), among: known) : nil
            throw UsageError("Unknown option '\(name)'." + (suggestion.map { " Did you mean '--\($0)'?" } ?? ""))
        }
        for flag in flags { try set(flag, "") }
    }

    private mutating func set(_ name: Name, _ text: String) throws {
        switch name {
        case .option(let option):
            try option.set(text, in: &job)
            if let present = option.formerValues[text] { notices.append("--\(option.name) '\(text)' is now '\(present)'.") }
            given.insert(option.name)
            // A job with a `--force` of its own has one option for both.
            if option.name == "force", !isRecipe { job.outputOptions.replacesInput = true }
        case .output:
            guard !text.isEmpty else { throw UsageError("--output is empty. Name a file.") }
            job.output = text
        case .format: job.outputOptions.format = text.lowercased()
        case .force: job.outputOptions.replacesInput = true
        case .plotter: job.outputOptions.plotter = text
        case .pens:
            do {
                job.outputOptions.pens = try Int.read(text, in: 1...PlotterProfile.maximumPens)
            } catch let refusal as OptionRefusal {
                throw UsageError("--pens \(text): \(refusal.reason).")
            }
        case .json: printsJSON = true
        case .quiet: isQuiet = true
        case .help: asksForHelp = true
        case .noConfig:
            if var config = job as? ConfigJob {
                config.ignoresUserDefaults = true
                if let changed = config as? Job { job = changed }
            }
        }
    }

    private mutating func setOperands() throws {
        let range = Job.operands?.range ?? 0...0
        if operands.count < range.lowerBound, let missing = Job.operands?.arguments[operands.count] {
            let isMany = Job.operands?.count == .many
            throw UsageError("Missing expected argument '<\(missing.valueName)>\(isMany ? " ..." : "")'.")
        }
        if operands.count > range.upperBound {
            let extra = operands.dropFirst(range.upperBound).prefix(5).map { "'\($0)'" }
            throw UsageError(
                extra.count == 1
                    ? "Unexpected argument \(extra[0])."
                    : "\(operands.count - range.upperBound) unexpected arguments: \(extra.joined(separator: ", ")).")
        }
        Job.operands?.set(operands, in: &job)
    }

    /// Whether a word is one of this job's options, so that it cannot be the value of the option before it.
    private func isKnown(_ word: String) -> Bool {
        word == "--" || Self.looksLikeOption(word) && names[Self.divided(word).name] != nil
    }

    /// Not `-`, which is a standard stream, nor an expression or number such as `-1*a.json`.
    package static func looksLikeOption(_ word: String) -> Bool {
        let bytes = word.utf8.prefix(2)
        guard bytes.count == 2, bytes.first == UInt8(ascii: "-"), let next = bytes.last else { return false }
        return next == UInt8(ascii: "-") || next >= 0x80 || Character(UnicodeScalar(next)).isLetter
    }

    /// `--name=value` as its two parts.
    private static func divided(_ word: String) -> (name: String, value: String?) {
        guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }
}
