import ArgumentParser
import SketchInference
import SketchModels
import SketchSupport
import StudioKit

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
        guard !names.isEmpty else { throw StudioError.noBuiltInModel }
        var entries: [JSONValue] = []
        for name in names {
            let model = try BuiltInModels.model(named: name)
            if json {
                entries.append(
                    .object([
                        ("name", .string(name)), ("path", .string(try BuiltInModels.path(of: name))),
                        ("classes", .array(model.classes.map(JSONValue.string))),
                        ("conditional", .boolean(model.configuration.isConditional)),
                        ("kl_weight", Self.weight(model).map(JSONValue.double) ?? .null),
                        ("parameters", .integer(model.configuration.parameterCount)),
                        ("license", .optional(model.metadata["license"])),
                    ]))
            } else if quiet {
                Console.result(name)
            } else {
                let kind =
                    model.configuration.isConditional
                    ? "KL weight \(Self.weight(model).map { JSONValue.double($0).text } ?? "not told")" : "decoder-only"
                let width = names.map(\.count).max() ?? 0
                Console.result(
                    name.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                        + kind.padding(toLength: 16, withPad: " ", startingAt: 0) + ModelReport.listed(model.classes))
            }
        }
        if json { Console.result(JSONValue.object([("models", .array(entries))]).text) }
    }

    private static func weight(_ model: SketchModel) -> Double? {
        model.configuration.isConditional ? model.trainingRecord.parameters?.klWeight : nil
    }
}
