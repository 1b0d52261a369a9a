import Foundation
import SketchInference

/// The tensors of a PyTorch port that computes what a model computes: the inverse of the conversion.
struct PortFixture {
    var tensors: [String: Tensor] = [:]

    /// - Parameters:
    ///   - isLatentFirst: whether the decoder's input is the latent and then the row.
    ///   - isSplit: labml.ai's layers instead of Pytorch-Sketch-RNN's.
    init(
        _ model: SketchModel, layout: PortOptions.MixtureLayout = .interleaved, isLatentFirst: Bool = false,
        isSplit: Bool = false
    ) throws {
        let (z, d, m) = (model.configuration.latentSize, model.configuration.decoderSize, model.configuration.mixtureCount)
        let e = model.configuration.encoderSize
        for (direction, folder) in [("", "fw"), ("_reverse", "bw")] {
            try addCell("encoder.lstm", direction, model, "ENC_RNN/" + folder, size: e, columns: Array(0..<5))
        }
        for (head, folder) in [("mu", "ENC_RNN_mu"), ("sigma", "ENC_RNN_sigma")] {
            try addLayer(
                "encoder." + (isSplit ? head + "_head" : "fc_" + head), model, folder + "/super_linear_w",
                folder + "/super_linear_b", columns: Array(0..<z))
        }
        // h and then c, where the model has c and then h.
        try addLayer(
            isSplit ? "decoder.init_state" : "decoder.fc_hc", model, "linear/super_linear_w", "linear/super_linear_b",
            columns: Array(d..<2 * d) + Array(0..<d))
        let row = Array(0..<5)
        let latent = Array(5..<5 + z)
        try addCell("decoder.lstm", "", model, "RNN", size: d, columns: isLatentFirst ? latent + row : row + latent)
        let mixture = (0..<6 * m).map { 3 + (layout == .blocks ? $0 : $0 % 6 * m + $0 / 6) }
        func add(_ name: String, _ columns: [Int]) throws {
            try addLayer("decoder." + name, model, "RNN/output_w", "RNN/output_b", columns: columns)
        }
        if isSplit {
            try add("mixtures", mixture)
            try add("q_head", [0, 1, 2])
        } else {
            try add("fc_params", mixture + [0, 1, 2])
        }
    }

    /// [out, in] of [in, out].
    private static func transposed(_ tensor: Tensor, rows: [Int], columns: [Int]) -> Tensor {
        Tensor(
            shape: [columns.count, rows.count],
            values: columns.flatMap { column in rows.map { tensor.values[$0 * tensor.shape[1] + column] } })
    }

    private mutating func addCell(
        _ name: String, _ direction: String, _ model: SketchModel, _ folder: String, size: Int, columns: [Int]
    ) throws {
        func tensor(_ part: String) throws -> Tensor { try model.tensor("vector_rnn/\(folder)/LSTMCell/\(part)") }
        let gates = [0, 2, 1, 3].flatMap { $0 * size..<($0 + 1) * size }
        tensors["\(name).weight_ih_l0\(direction)"] = Self.transposed(try tensor("W_xh"), rows: columns, columns: gates)
        tensors["\(name).weight_hh_l0\(direction)"] = Self.transposed(
            try tensor("W_hh"), rows: Array(0..<size), columns: gates)
        let bias = try tensor("bias").values
        // Half of the bias in each of the two, and the forget gate's 1.
        let halves = gates.map { bias[$0] / 2 }
        tensors["\(name).bias_hh_l0\(direction)"] = Tensor(shape: [4 * size], values: halves)
        tensors["\(name).bias_ih_l0\(direction)"] = Tensor(
            shape: [4 * size], values: halves.enumerated().map { (size..<2 * size).contains($0) ? $1 + 1 : $1 })
    }

    private mutating func addLayer(
        _ name: String, _ model: SketchModel, _ weights: String, _ bias: String, columns: [Int]
    ) throws {
        let matrix = try model.tensor("vector_rnn/" + weights)
        tensors[name + ".weight"] = Self.transposed(matrix, rows: Array(0..<matrix.shape[0]), columns: columns)
        let values = try model.tensor("vector_rnn/" + bias).values
        tensors[name + ".bias"] = Tensor(shape: [columns.count], values: columns.map { values[$0] })
    }

    /// The tensors as safetensors; `rename` gives nil for a tensor to leave out.
    func file(_ rename: (String) -> String? = { $0 }) throws -> SafetensorsFile {
        var writer = SafetensorsWriter()
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            if let name = rename(name) { writer.add(name, tensor) }
        }
        return try SafetensorsFile(data: writer.data(), name: "port.safetensors")
    }
}
