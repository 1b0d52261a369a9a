import FoundationEssentials
import Glibc
import SketchFormats
import SketchSupport

/// A `.npy` file in progress, with the descriptions of its rows.
struct LatentArray {
    private var rows: [JSONValue] = []
    private var hash = ContentHash()
    private var rowCount = 0
    private var isStarted = false
    /// The rows of a file for a pipe, whose header needs their number.
    private var pending = Data()

    /// Writes the samples of the latents that have any, and the means of the others.
    ///
    /// - Throws: `FileError`, `InferenceError.latentSize`.
    mutating func append(_ records: [LatentRecord], size: Int, to file: AtomicFileWriter) throws {
        var values: [[Float]] = []
        for record in records {
            let own = record.samples.isEmpty ? [record.latent.mean] : record.samples
            if let other = own.first(where: { $0.count != size }) {
                throw InferenceError.latentSize(found: other.count, expected: size)
            }
            values += own
            guard file.isSeekable else { continue }
            for sample in own.indices {
                rows.append(.object(record.drawing + (record.samples.isEmpty ? [] : [("sample", .integer(sample))])))
            }
        }
        rowCount += values.count
        let body = FloatMatrixFile.body(values)
        guard file.isSeekable else {
            pending.append(body)
            return
        }
        body.withUnsafeBytes { hash.update($0) }
        // The header has a fixed length and is written again when the number of rows is known.
        if !isStarted { try file.write(FloatMatrixFile.header(rows: 0, columns: size)) }
        isStarted = true
        try file.write(body)
    }

    /// - Throws: `FileError`.
    func finish(_ file: AtomicFileWriter, size: Int) throws {
        let header = FloatMatrixFile.header(rows: rowCount, columns: size)
        if isStarted { try file.overwriteStart(header) } else { try file.write(header + pending) }
    }

    func sidecar(_ model: LatentModel) -> String { LatentSidecar.text(model: model, rows: rows, hash: hash) }
}

/// The arrays of a `.npz` file in progress.
struct LatentArchive {
    private var means = Data()
    private var logVariances = Data()
    private var samples = Data()
    private var sampleCount = 0
    private var sources: [String] = []
    private var words: [String] = []
    private var keys: [String] = []
    private var indices: [Int] = []

    /// - Throws: `InferenceError.latentSize`.
    mutating func append(_ records: [LatentRecord], size: Int) throws {
        for record in records {
            for values in [record.latent.mean] + record.samples + (record.latent.logVariance.map { [$0] } ?? [])
            where values.count != size {
                throw InferenceError.latentSize(found: values.count, expected: size)
            }
            sources.append(record.source)
            words.append(record.word ?? "")
            keys.append(record.key ?? "")
            indices.append(record.index ?? indices.count)
            sampleCount += record.samples.count
        }
        means.append(FloatMatrixFile.body(records.map(\.latent.mean)))
        logVariances.append(FloatMatrixFile.body(records.compactMap(\.latent.logVariance)))
        samples.append(FloatMatrixFile.body(records.flatMap(\.samples)))
    }

    func members(_ model: LatentModel, size: Int) -> [NamedArrays.Member] {
        var members = [NamedArrays.Member("mean", rows: words.count, columns: size, body: means)]
        // Points without a variance have none.
        if logVariances.count == means.count {
            members.append(.init("log_variance", rows: words.count, columns: size, body: logVariances))
        }
        if sampleCount > 0 { members.append(.init("samples", rows: sampleCount, columns: size, body: samples)) }
        return members + [
            .init("source", sources), .init("word", words), .init("key", keys), .init("index", indices),
            .init("model", [model.name, model.fingerprint ?? ""]),
        ]
    }
}
