import Foundation
import SketchInference
import SketchSupport

/// Writes a model as safetensors, or as JSON for the browser ports.
package struct ModelConvertJob {
    /// The number formats of a safetensors file.
    package enum NumberFormat: String, CaseIterable, Sendable {
        case f32, f16, bf16

        var precision: SafetensorsWriter.Precision {
            switch self {
            case .f32: .float32
            case .f16: .float16
            case .bf16: .bfloat16
            }
        }
    }

    /// The formats that can be written.
    package enum Format: String, CaseIterable, Sendable {
        case safetensors
        /// JSON of the browser ports for decoder-only models.
        case decoderJSON = "gen.json"
        /// JSON of the browser ports for conditional models.
        case autoencoderJSON = "vae.json"

        /// The format that a path's extension selects; nil for any other extension.
        package init?(path: String) {
            let path = path.lowercased()
            guard let format = Self.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else { return nil }
            self = format
        }
    }

    /// A weight file, a checkpoint or a built-in model's name.
    package var input: String
    package var output: OutputFile
    package var format: Format
    package var numberFormat = NumberFormat.f32
    /// Pixels per model unit; nil keeps what the input states.
    package var scaleFactor: Double?
    /// The classes that the model was trained on; nil keeps what the input states.
    package var classes: [String]?

    package init(input: String, output: OutputFile, format: Format) {
        self.input = input
        self.output = output
        self.format = format
    }

    /// - Returns: the output's path.
    /// - Throws: `InferenceError`, `FileError`, `StudioError.unwritable`.
    package func run(_ reporter: Reporter) throws -> String {
        try output.checkWritable()
        var model = try LoadedModel(input).model
        if let scaleFactor { model.scaleFactor = scaleFactor }
        if let classes { model.classes = classes }
        switch format {
        case .safetensors: try model.write(to: output.path, dtype: numberFormat.precision)
        case .decoderJSON: try writeForBrowsers(model, .decoderJSON, reporter: reporter)
        case .autoencoderJSON: try writeForBrowsers(model, .autoencoderJSON, reporter: reporter)
        }
        return output.path
    }

    private func writeForBrowsers(
        _ model: SketchModel, _ format: WeightFile.Format, reporter: Reporter
    ) throws {
        let (data, clipped) = try BrowserWeightsWriter.data(model, for: format)
        try output.write(data)
        guard clipped > 0 else { return }
        reporter.warn(
            "\(clipped) of \(model.configuration.parameterCount) weights are outside +-10, the range of "
                + "\(output.path), and were clipped. Drawings may differ.")
    }
}
