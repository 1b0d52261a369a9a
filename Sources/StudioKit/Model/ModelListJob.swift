import SketchInference
import SketchModels
import SketchSupport

/// Lists the built-in models.
package struct ModelListJob {
    package init() {}

    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    package func run() throws -> Result {
        let names = BuiltInModels.names
        guard !names.isEmpty else { throw StudioError.noBuiltInModel }
        return Result(
            models: try names.map { name in
                let model = try BuiltInModels.model(named: name)
                return Entry(
                    name: name, path: try BuiltInModels.path(of: name), classes: model.classes,
                    isConditional: model.configuration.isConditional,
                    klWeight: model.configuration.isConditional ? model.trainingRecord.parameters?.kl_weight : nil,
                    parameterCount: model.configuration.parameterCount, license: model.metadata["license"])
            })
    }

    /// A built-in model.
    package struct Entry: Sendable {
        package let name: String
        package let path: String
        package let classes: [String]
        package let isConditional: Bool
        /// The KL weight of its training; nil for a decoder-only model, or if the model does not state it.
        package let klWeight: Double?
        package let parameterCount: Int
        package let license: String?

        fileprivate var json: JSONValue {
            .object([
                ("name", .string(name)), ("path", .string(path)), ("classes", .array(classes.map(JSONValue.string))),
                ("conditional", .boolean(isConditional)), ("kl_weight", klWeight.map(JSONValue.double) ?? .null),
                ("parameters", .integer(parameterCount)), ("license", .optional(license)),
            ])
        }

        fileprivate var kind: String {
            guard isConditional else { return "decoder-only" }
            return "KL weight \(klWeight.map { JSONValue.double($0).text } ?? "not stated")"
        }
    }

    /// The built-in models, in order.
    package struct Result: JobResult {
        package let models: [Entry]

        package var jsonText: String { JSONValue.object([("models", .array(models.map(\.json)))]).text }

        package var lines: [String] {
            zip(models.map(\.name).padded, models).map { name, model in
                name + model.kind.padding(toLength: 16, withPad: " ", startingAt: 0)
                    + ModelInfoResult.listed(model.classes)
            }
        }
    }
}
