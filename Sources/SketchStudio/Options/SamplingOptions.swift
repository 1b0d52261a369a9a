import ArgumentParser

/// What the temperature divides and multiplies; the names of the three programs that disagree about it.
enum ConventionName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case paper, magenta, js
}

/// How drawings are drawn from what the decoder says.
struct SamplingOptions: ParsableArguments {
    @Option(name: [.short, .long], help: ArgumentHelp("Randomness from 0 (none) to 1 (as trained), or beyond.", valueName: "t"))
    var temperature: Double = 0.1

    @Option(
        name: .long,
        help: ArgumentHelp(
            "How the temperature acts: paper (eq. 8), magenta (TensorFlow program), js (browser ports).",
            valueName: "name"))
    var convention: ConventionName = .paper

    @Flag(name: .long, help: "Take the likeliest component, its mean and the likeliest pen state; no chance.")
    var greedy = false

    func validate() throws {
        guard temperature.isFinite, temperature >= 0, temperature <= 100 else {
            throw ValidationError("--temperature \(temperature): give a number from 0 to 100.")
        }
    }
}
