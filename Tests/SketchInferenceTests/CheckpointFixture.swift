import Foundation
import SketchInference

/// TensorFlow V2 checkpoints written by hand, with a separate checksum: no code is shared with the reader.
struct CheckpointFixture {
    struct Variable {
        var name: String
        var type: UInt64 = 1
        var shape: [Int] = []
        var bytes = Data()
        /// Where the index says that the bytes lie; nil for the true place.
        var offset: Int?
    }

    var variables: [Variable]
    /// Keys share their beginnings with the key before, as TensorFlow writes them.
    var sharesPrefixes = true

    /// A model's tensors and the trainer's own variables.
    init(_ model: SketchModel, step: UInt32 = 1200) {
        variables = model.weights.flatMap { name, tensor -> [Variable] in
            var bytes = Data()
            for value in tensor.values { Self.append(value.bitPattern, 4, to: &bytes) }
            let adam = name.replacing("vector_rnn/", with: "vector_rnn/vector_rnn/", maxReplacements: 1) + "/Adam"
            return [name, adam, adam + "_1"].map { Variable(name: $0, shape: tensor.shape, bytes: bytes) }
        }
        var counter = Data()
        Self.append(step, 4, to: &counter)
        for scope in ["vector_rnn", "vector_rnn_1"] {
            variables.append(Variable(name: scope + "/global_step", type: 3, bytes: counter))
            for name in ["Variable", "Variable_1", "beta1_power", "beta2_power"] {
                variables.append(Variable(name: scope + "/" + name, bytes: Data([0, 0, 0, 63])))
            }
        }
    }

    /// `index` and `data` of the checkpoint.
    func files() -> (index: Data, data: Data) {
        var data = Data()
        var pairs: [(key: String, value: Data)] = [("", Data([0x08, 1, 0x1A, 2, 0x08, 1]))]
        for variable in variables.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            var shape = Data()
            for size in variable.shape {
                var dimension = Data([0x08])
                Self.appendVarint(UInt64(bitPattern: Int64(size)), to: &dimension)
                shape.append(0x12)
                Self.appendVarint(UInt64(dimension.count), to: &shape)
                shape.append(dimension)
            }
            var entry = Data([0x08])
            Self.appendVarint(variable.type, to: &entry)
            entry.append(0x12)
            Self.appendVarint(UInt64(shape.count), to: &entry)
            entry.append(shape)
            entry.append(0x20)
            Self.appendVarint(UInt64(variable.offset ?? data.count), to: &entry)
            entry.append(0x28)
            Self.appendVarint(UInt64(variable.bytes.count), to: &entry)
            entry.append(0x35)
            Self.append(Self.maskedChecksum(variable.bytes), 4, to: &entry)
            data.append(variable.bytes)
            pairs.append((variable.name, entry))
        }
        var index = Data()
        let block = appendBlock(pairs, to: &index)
        let meta = appendBlock([], to: &index)
        let top = appendBlock([("w", block)], to: &index)
        let footer = meta + top
        index.append(footer + Data(count: 40 - footer.count))
        Self.append(UInt64(0xDB47_7524_8B80_FB57), 8, to: &index)
        return (index, data)
    }

    /// Writes the checkpoint as `folder/name.*` with a `checkpoint` that names it by a path on another machine.
    func write(to folder: String, name: String = "vector-1200", config: String? = nil) throws {
        let (index, data) = files()
        try index.write(to: URL(fileURLWithPath: "\(folder)/\(name).index"))
        try data.write(to: URL(fileURLWithPath: "\(folder)/\(name).data-00000-of-00001"))
        let text = "model_checkpoint_path: \"/elsewhere/run/\(name)\"\nall_model_checkpoint_paths: \"old\"\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/checkpoint"))
        if let config { try Data(config.utf8).write(to: URL(fileURLWithPath: folder + "/model_config.json")) }
    }

    /// - Returns: the block's handle.
    private func appendBlock(_ pairs: [(key: String, value: Data)], to file: inout Data) -> Data {
        var block = Data()
        var last: [UInt8] = []
        for (key, value) in pairs {
            let key = Array(key.utf8)
            let shared = sharesPrefixes ? zip(key, last).prefix { $0 == $1 }.count : 0
            for number in [shared, key.count - shared, value.count] { Self.appendVarint(UInt64(number), to: &block) }
            block.append(contentsOf: key[shared...])
            block.append(value)
            last = key
        }
        Self.append(UInt32(0), 4, to: &block)
        Self.append(UInt32(1), 4, to: &block)
        var handle = Data()
        Self.appendVarint(UInt64(file.count), to: &handle)
        Self.appendVarint(UInt64(block.count), to: &handle)
        block.append(0)
        file.append(block)
        Self.append(Self.maskedChecksum(block), 4, to: &file)
        return handle
    }

    private static func append(_ value: some FixedWidthInteger, _ count: Int, to data: inout Data) {
        for byte in 0..<count { data.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
    }

    private static func appendVarint(_ value: UInt64, to data: inout Data) {
        var rest = value
        while rest >= 0x80 {
            data.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        data.append(UInt8(rest))
    }

    /// CRC-32C bit by bit.
    static func maskedChecksum(_ bytes: Data) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0x82F6_3B78 : crc >> 1 }
        }
        crc = ~crc
        return ((crc >> 15) | (crc << 17)) &+ 0xA282_EAD8
    }
}
