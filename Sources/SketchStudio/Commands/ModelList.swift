import ArgumentParser
import SketchInference

/// `studio model list`: the models that come with the program.
struct ModelList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The models that come with the program.",
        discussion: """
            EXAMPLES
              studio model list
              studio model list --json
            """)

    @Flag(name: .long, help: "Print the results as JSON on stdout.")
    var json = false

    @Flag(name: [.short, .long], help: "Print the names alone.")
    var quiet = false

    func run() throws {
        let names = BuiltInModels.names
        if names.isEmpty, !json, !quiet {
            Console.message("This build holds no built-in model; name a model file with --model.")
        }
        var entries: [JSONValue] = []
        for name in names {
            let model = try BuiltInModels.model(named: name)
            if json {
                entries.append(
                    .object([
                        ("name", .string(name)), ("path", .string(try BuiltInModels.path(of: name))),
                        ("classes", .array(model.classes.map(JSONValue.string))),
                        ("parameters", .integer(model.configuration.parameterCount)),
                        ("license", .optional(model.metadata["license"])),
                    ]))
            } else if quiet {
                Console.result(name)
            } else {
                let classes = model.classes.joined(separator: ", ")
                Console.result("\(name)  \(classes)  \(model.configuration.parameterCount) parameters")
            }
        }
        if json { Console.result(JSONValue.object([("models", .array(entries))]).text) }
    }
}
