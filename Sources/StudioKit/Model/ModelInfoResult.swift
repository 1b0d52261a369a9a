import FoundationEssentials
import SketchInference
import SketchSupport

/// The description of one model as text and as JSON.
public struct ModelInfoResult: JobResult {
    let loaded: LoadedModel
    /// The model's file as it was read.
    public let file: WeightFile

    /// The model.
    public var model: SketchModel { loaded.model }

    private var configuration: ModelConfiguration { loaded.model.configuration }

    public var jsonText: String {
        JSONValue.object([
            ("model", .string(loaded.name)),
            ("format", .string(file.format.rawValue)),
            ("cell", .string(configuration.decoderCell.rawValue)),
            ("parameters", .integer(configuration.parameterCount)),
            ("tensors", .array(tensors)),
            ("config", .object(config)),
            ("scale_factor", loaded.model.scaleFactor.map(JSONValue.double) ?? .null),
            ("classes", .array(loaded.model.classes.map(JSONValue.string))),
            ("hash", .string(loaded.fingerprint)),
            ("source", .optional(loaded.model.metadata["source"])),
            (
                "losses",
                .object([
                    ("reconstruction_loss", record.reconstructionLoss.map(JSONValue.double) ?? .null),
                    ("kl_loss", record.klLoss.map(JSONValue.double) ?? .null),
                ])
            ),
            ("latent", latentJSON),
            ("steps", record.step.map(JSONValue.integer) ?? .null),
            ("preprocessing", loaded.model.preprocessing.json),
            ("metadata", .object(metadata.map { ($0.key, .string($0.value)) })),
        ]).text
    }

    /// One fact per line, then the tensors.
    public var lines: [String] {
        let facts: [(String, String)] = [
            ("model", loaded.name),
            ("format", file.format.rawValue),
            (
                "source",
                loaded.model.metadata["source"] ?? loaded.model.metadata["data"].map { "trained on \($0)" } ?? "not stated"
            ),
            ("cell", cells),
            ("parameters", String(configuration.parameterCount)),
            ("classes", Self.listed(loaded.model.classes)),
            ("scale factor", loaded.model.scaleFactor.map { "\($0)" } ?? "not stated"),
            ("losses", losses),
            ("latent", latent),
            ("hash", loaded.fingerprint),
        ]
        let all = facts + config.map { ($0.0, $0.1.plain) } + metadata.map { ($0.key, $0.value) }
        let listing = file.entries.map { entry in
            "  \(entry.name)  \(entry.type)  [\(entry.shape.map(String.init).joined(separator: ", "))]"
        }
        return zip(all.map(\.0).padded, all).map { $0 + $1.1 } + ["tensors"] + listing
    }

    /// The classes, or the first of very many.
    static func listed(_ classes: [String]) -> String {
        let shown = classes.prefix(classes.count > 20 ? 8 : 20).joined(separator: ", ")
        guard classes.count > 20 else { return shown.isEmpty ? "not stated" : shown }
        return "\(classes.count): \(shown), ..."
    }

    private var tensors: [JSONValue] {
        file.entries.map { entry in
            .object([
                ("name", .string(entry.name)), ("shape", .array(entry.shape.map(JSONValue.integer))),
                ("dtype", .string(entry.type)),
            ])
        }
    }

    /// The configuration under the original's hyperparameter names.
    private var config: [(String, JSONValue)] {
        [
            ("conditional", .boolean(configuration.isConditional)),
            ("enc_model", .string(configuration.encoderCell.rawValue)),
            ("dec_model", .string(configuration.decoderCell.rawValue)),
            ("enc_rnn_size", .integer(configuration.encoderSize)),
            ("dec_rnn_size", .integer(configuration.decoderSize)),
            ("z_size", .integer(configuration.latentSize)),
            ("num_mixture", .integer(configuration.mixtureCount)),
            ("max_seq_len", .integer(configuration.maxLength)),
        ]
    }

    private var record: TrainingRecord { loaded.model.trainingRecord }

    private var cells: String {
        configuration.isConditional
            ? "\(configuration.decoderCell.rawValue) decoder, \(configuration.encoderCell.rawValue) encoder"
            : "\(configuration.decoderCell.rawValue) decoder, no encoder"
    }

    private var losses: String {
        let known = [("reconstruction", record.reconstructionLoss), ("KL", record.klLoss)].compactMap { name, loss in
            loss.map { "\(name) \(String(cFormat: "%.4f", $0))" }
        }
        let step = record.step.map { ["at step \($0)"] } ?? []
        return known.isEmpty ? "not stated" + (step.isEmpty ? "" : "; \(step[0])") : (known + step).joined(separator: ", ")
    }

    /// The latents of the training drawings: active dimensions and the largest KL losses.
    private var latent: String {
        guard configuration.isConditional else { return "none" }
        guard let statistics = loaded.model.latentStatistics else { return "not stated" }
        let order = statistics.kl.indices.sorted { (statistics.kl[$0], $1) > (statistics.kl[$1], $0) }
        let largest = order.prefix(8).map { "\($0): \(String(cFormat: "%.2f", Double(statistics.kl[$0])))" }
        let mean = statistics.kl.reduce(0, +) / Float(max(statistics.size, 1))
        return "\(statistics.activeCount) of \(statistics.size) dimensions active; KL "
            + "\(String(cFormat: "%.3f", Double(mean))) nats per dimension, largest: \(largest.joined(separator: ", "))"
    }

    private var latentJSON: JSONValue {
        guard let statistics = loaded.model.latentStatistics else { return .null }
        func list(_ values: [Float]) -> JSONValue { .array(values.map { .double(Double($0)) }) }
        return .object([
            ("active_dimensions", .integer(statistics.activeCount)), ("kl", list(statistics.kl)),
            ("activity", list(statistics.activity)), ("mean", list(statistics.mean)),
        ])
    }

    /// The file's other metadata, sorted by key.
    private var metadata: [(key: String, value: String)] {
        loaded.model.metadata.filter { !["config", "source"].contains($0.key) }.sorted { $0.key < $1.key }
    }
}
