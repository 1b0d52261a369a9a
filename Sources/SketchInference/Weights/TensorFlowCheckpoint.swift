import FoundationEssentials
import Glibc
import SketchSupport

/// A TensorFlow V2 checkpoint of the original trainer: `PREFIX.index`, `PREFIX.data-*`, and in the same folder
/// `checkpoint` (which names the prefix) and `model_config.json`. Adam's slots, counters and the evaluation graph's
/// variables are ignored; the `.meta` graph is not needed.
struct TensorFlowCheckpoint: Sendable {
    /// The model's own tensors, in the order of their names.
    let entries: [WeightFile.Entry]
    /// The text of `model_config.json` if it is an object of hyperparameters. Later versions of the trainer write a list of
    /// names by mistake, which is ignored.
    let config: String?
    /// The number of training steps, if the file states it.
    private(set) var step: Int?
    /// The prefix without its folder, for example `vector-12000`.
    let label: String
    private let prefix: String
    private let index: [String: CheckpointIndex.Entry]
    private let shards: [Data]

    private static let elementTypes: [Int: SafetensorsFile.ElementType] = [
        1: .float32, 2: .float64, 3: .int32, 4: .uint8, 5: .int16, 9: .int64, 10: .bool, 14: .bfloat16, 19: .float16,
    ]

    /// The prefix for a path that is a prefix, one of its files, or a folder; nil for any other path.
    static func prefix(for path: String) throws -> String? {
        let files = FileManager.default
        var isFolder = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
            return files.fileExists(atPath: path + ".index") ? path : nil
        }
        let url = URL(fileURLWithPath: path)
        if isFolder { return try prefix(inFolder: path) }
        if url.lastPathComponent == "checkpoint" {
            return try prefix(inFolder: url.deletingLastPathComponent().path)
        }
        if path.hasSuffix(".index") { return String(path.dropLast(".index".count)) }
        if let range = path.ranges(of: ".data-").last, path[range.upperBound...].contains("-of-") {
            return String(path[..<range.lowerBound])
        }
        return nil
    }

    /// The prefix that `checkpoint` names, in this folder, since folders move; without that file, the only index.
    private static func prefix(inFolder folder: String) throws -> String {
        func refuse(_ detail: String) -> InferenceError {
            .malformedFile(file: folder, kind: .tensorFlow, detail: detail)
        }
        let path = folder + "/checkpoint"
        guard FileManager.default.fileExists(atPath: path) else {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let prefixes = names.filter { $0.hasSuffix(".index") }.map { String($0.dropLast(".index".count)) }.sorted()
            guard let only = prefixes.first else { throw WeightFile.noModel(inFolder: folder, names: names) }
            guard prefixes.count == 1 else {
                throw refuse(
                    "the folder contains several (\(prefixes.prefix(4).joined(separator: ", "))); name one of them")
            }
            return folder + "/" + only
        }
        let text = String(decoding: try WeightFile.read(path).prefix(1 << 16), as: UTF8.self)
        guard let match = text.firstMatch(of: /(?m)^\s*model_checkpoint_path:\s*"([^"\n]+)"/),
            let name = match.1.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last
        else { throw refuse("its file 'checkpoint' does not name a model_checkpoint_path") }
        return folder + "/" + name
    }

    /// Opens a checkpoint.
    ///
    /// - Throws: `InferenceError.unreadableFile` or `.malformedFile`.
    init(prefix: String) throws {
        let config = try Self.config(nextTo: prefix)
        try self.init(prefix: prefix, index: WeightFile.read(prefix + ".index"), config: config) { shard, count in
            func padded(_ number: Int) -> String { String(String(100_000 + number).dropFirst()) }
            return try WeightFile.read("\(prefix).data-\(padded(shard))-of-\(padded(count))")
        }
    }

    /// Opens a checkpoint from the bytes of its files.
    ///
    /// - Parameter shard: the data file of a number, given the number and the count of data files.
    /// - Throws: `InferenceError.malformedFile`, and what `shard` throws.
    init(prefix: String, index data: Data, config: String?, shard: (Int, Int) throws -> Data) throws {
        self.prefix = prefix
        label = URL(fileURLWithPath: prefix).lastPathComponent
        let index = try CheckpointIndex(data: data, file: prefix + ".index")
        shards = try (0..<index.shardCount).map { try shard($0, index.shardCount) }
        self.index = Dictionary(index.entries.map { ($0.name, $0) }) { first, _ in first }
        entries = index.entries.filter { !Self.isTrainerState($0.name) }.map { entry in
            WeightFile.Entry(
                name: entry.name, shape: entry.shape,
                type: Self.elementTypes[entry.type]?.rawValue ?? "type \(entry.type)")
        }
        self.config = config
        step = try readStep()
    }

    /// Whether a variable belongs to the trainer, not to the model.
    private static func isTrainerState(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        if parts.first == "vector_rnn_1" || parts.starts(with: ["vector_rnn", "vector_rnn"]) { return true }
        guard let last = parts.last else { return true }
        return ["global_step", "beta1_power", "beta2_power", "Adam", "Adam_1"].contains(last)
            || last == "Variable" || last.hasPrefix("Variable_")
            || name == "_CHECKPOINTABLE_OBJECT_GRAPH"
    }

    private static func config(nextTo prefix: String) throws -> String? {
        let path = URL(fileURLWithPath: prefix).deletingLastPathComponent().appendingPathComponent("model_config.json").path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let data = try WeightFile.read(path)
        func refuse(_ detail: String) -> InferenceError { .notASketchModel(file: path, detail: detail) }
        guard data.count <= 1 << 20 else { throw refuse("it has \(data.count) bytes, more than the limit of \(1 << 20)") }
        guard JSONNesting.depth(of: data, stoppingAt: 64) < 64 else { throw refuse("it is nested too deeply") }
        switch try? JSONNode(json: data) {
        case .object: return String(decoding: data, as: UTF8.self)
        case .array: return nil
        default: throw refuse("it is neither a JSON object of hyperparameters nor a list of their names")
        }
    }

    private func readStep() throws -> Int? {
        guard let entry = index["vector_rnn/global_step"], entry.type == 3 || entry.type == 9 else { return nil }
        let bytes = try bytes(of: entry)
        var cursor = ByteCursor(bytes, 0..<bytes.count)
        return (try? cursor.fixed(entry.type == 3 ? 4 : 8)).flatMap { Int(exactly: $0) }
    }

    /// A tensor's bytes, after checking their number and checksum.
    private func bytes(of entry: CheckpointIndex.Entry) throws -> Data {
        func refuse(_ detail: String) -> InferenceError {
            .malformedFile(file: prefix, kind: .tensorFlow, detail: "tensor \(entry.name) \(detail)")
        }
        guard !entry.isPartitioned else { throw refuse("is stored in parts; save the checkpoint unpartitioned") }
        guard let type = Self.elementTypes[entry.type] else { throw refuse("has the unknown element type \(entry.type)") }
        let (size, overflow) = entry.shape.reduce(1, *).multipliedReportingOverflow(by: type.size)
        guard !overflow, size == entry.size else {
            throw refuse("of shape \(entry.shape) does not have the \(entry.size) bytes that the index states")
        }
        let data = shards[entry.shard]
        guard entry.offset + entry.size <= data.count else {
            throw refuse("ends at byte \(entry.offset + entry.size) of a data file of \(data.count); it is truncated")
        }
        let range = entry.offset..<entry.offset + entry.size
        guard CRC32C.matches(data, range, entry.checksum) else {
            throw refuse("does not have the checksum that the index states; the data file is damaged")
        }
        return data.subdata(in: range)
    }
}

extension TensorFlowCheckpoint: TensorSource {
    /// - Throws: `InferenceError.missingTensor` or `.malformedFile`.
    func tensor(_ name: String) throws -> Tensor {
        guard let entry = index[name] else { throw InferenceError.missingTensor(file: prefix, name: name) }
        let bytes = try bytes(of: entry)
        guard let values = Self.elementTypes[entry.type]?.floats(bytes) else {
            throw InferenceError.malformedFile(
                file: prefix, kind: .tensorFlow, detail: "tensor \(name) is not of a floating-point type")
        }
        return Tensor(shape: entry.shape, values: values)
    }
}
