import FoundationEssentials
import SketchFormats
import SketchSupport

/// The file that describes the rows of a `.npy` file: `{"model": ..., "fingerprint": ..., "rows_hash": ..., "rows": [...]}`.
/// The hash of the rows shows whether the array was changed since.
struct LatentSidecar {
    private let name: String
    private let hash: String
    private let rows: [LatentFields]

    /// The JSON text.
    static func text(model: LatentModel, rows: [JSONValue], hash: ContentHash) -> String {
        JSONValue.object(model.members + [("rows_hash", .string(hash.text)), ("rows", .array(rows))]).text + "\n"
    }

    /// - Throws: `InferenceError.notLatents`.
    init(_ data: Data, name: String) throws {
        self.name = name
        func refuse(_ reason: String) -> InferenceError { .notLatents(file: name, reason: reason) }
        var padded = [UInt8](data)
        padded.append(contentsOf: repeatElement(0x20, count: JSONParser.padding))
        var (hash, rows) = (String?.none, [LatentFields]())
        do {
            try padded.withUnsafeBytes { bytes in
                try JSONParser().withDocument(bytes) { value in
                    let model = LatentFields.model(value)
                    hash = value.member("rows_hash")?.string
                    for row in value.member("rows")?.elements ?? value.elements {
                        rows.append(LatentFields(describing: row, model: model))
                    }
                }
            }
        } catch is JSONParser.Refusal { throw refuse("not JSON") }
        guard let hash else { throw refuse("it has no rows_hash, so it does not describe an array of latents") }
        self.hash = hash
        self.rows = rows
    }

    /// The rows of the array with their models and drawings.
    ///
    /// - Throws: `InferenceError.notLatents` for an array that this file does not describe.
    func described(_ records: [LatentRecord], file: String) throws -> [LatentRecord] {
        var found = ContentHash()
        for record in records { FloatMatrixFile.body([record.latent.mean]).withUnsafeBytes { found.update($0) } }
        guard found.text == hash, rows.count == records.count else {
            throw InferenceError.notLatents(
                file: file, reason: "\(name) next to it describes other numbers; remove it if the array was changed")
        }
        return zip(records, rows).map { record, row in row.described(record) }
    }
}
