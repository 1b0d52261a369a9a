import ArgumentParser

/// How results and messages are printed, for help and completion.
struct PrintOptions: ParsableArguments {
    @Flag(name: .long, help: "Print results as JSON on standard output.")
    var json = false

    @Flag(name: [.short, .long], help: "Suppress warnings and progress.")
    var quiet = false

    @Flag(name: .customLong("no-config"), help: "Ignore the user's defaults; see 'studio config'.")
    var ignoresDefaults = false
}
