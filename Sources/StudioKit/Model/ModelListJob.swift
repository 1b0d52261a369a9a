import SketchInference
import SketchModels
import SketchSupport

/// Lists the built-in models.
public struct ModelListJob: StudioJob {
    public init() {}

    public static let manual = CommandManual(
        name: "model list", abstract: "List the built-in models.",
        discussion: """
            EXAMPLES
              studio model list
              studio model list --json
            """,
        output: nil)

    public static let options = OptionTable<ModelListJob>()

    /// - Throws: `StudioError.noBuiltInModel`, `InferenceError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let names = BuiltInModels.names
        guard !names.isEmpty else { throw StudioError.noBuiltInModel }
        return Result(
            models: try names.map { name in
                let model = try BuiltInModels.model(named: name)
                return Entry(
                    name: name, path: try BuiltInModels.path(of: name), classes: model.classes,
                    isConditional: model.configuration.isConditional,
                    klWeight: model.configuration.isConditional ? model.trainingRecord.parameters?.klWeight : nil,
                    parameterCount: model.configuration.parameterCount, license: model.metadata["license"])
            })
    }

    /// A built-in model.
    public struct Entry: Sendable {
        public let name: String
        public let path: String
        public let classes: [String]
        public let isConditional: Bool
        /// The KL weight of its training; nil for a decoder-only model, or if the model does not state it.
        public let klWeight: Double?
        public let parameterCount: Int
        public let license: String?

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
    public struct Result: JobResult {
        public let models: [Entry]

        public var jsonText: String { JSONValue.object([("models", .array(models.map(\.json)))]).text }

        public var lines: [String] {
            zip(models.map(\.name).padded, models).map { name, model in
                name + model.kind.padded(to: 16)
                    + ModelInfoResult.listed(model.classes)
            }
        }
    }
}
