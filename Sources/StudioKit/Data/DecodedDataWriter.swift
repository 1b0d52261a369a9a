import SketchCore
import SketchFormats
import SketchInference
import SketchSupport

/// A decoded drawing as written to data files.
struct DecodedRecord {
    /// The drawing, named after what it shows.
    var sketch: Sketch
    /// Z values; nil for a decoder-only model.
    var latent: [Float]?
    /// What the latent is, for example `cat.json to pig.json, t = 0.25`.
    var source: String
}

/// Writes decoded drawings to a data file, and their latents to another.
///
/// Files of records have coordinates to a hundredth of a pixel; an `.npz` file has all drawings in its part `train`, in their
/// order.
final class DecodedDataWriter {
    /// The extensions of files of drawings.
    static let extensions = ["ndjson", "jsonl", "npz"]

    private let records: AtomicFileWriter?
    private let arrays: (any DrawingWriter)?
    private let latents: LatentWriter?
    private let path: String
    private var count = 0

    /// - Parameters:
    ///   - file: receives the drawings if its format is one of `extensions`.
    ///   - latents: the path of the latents' file; nil for none.
    /// - Throws: `FileError`.
    init(_ file: OutputFile, latents path: String?, model: @autoclosure () -> LatentModel) throws {
        self.path = file.path
        records = file.isData && file.fileExtension != "npz" ? try file.writer() : nil
        arrays = file.fileExtension == "npz" ? try DrawingFileFormat.npz.writer(file.path) : nil
        latents = try path.map { try LatentWriter(model: model(), path: $0) }
    }

    /// - Throws: `FileError`; `StudioError.unwritableDrawing` for a drawing that an `.npz` file cannot have.
    func append(_ decoded: [DecodedRecord]) throws {
        try records?.write(SketchWriter.ndjson(decoded.map(\.sketch)))
        for (index, drawing) in decoded.enumerated() where arrays != nil {
            var record = SketchRecord(sketch: drawing.sketch, kind: .prepared)
            record.split = .train
            do {
                try arrays?.append(record)
            } catch let error as UnwritableDrawing {
                throw StudioError.unwritableDrawing(path, number: count + index, reason: error.description)
            }
        }
        count += decoded.count
        try latents?.append(
            decoded.map { drawing in
                var record = LatentRecord(source: drawing.source, latent: Latent(mean: drawing.latent ?? []))
                record.word = drawing.sketch.name
                return record
            })
    }

    /// - Throws: `FileError`, `FormatError`.
    func finish() throws {
        try records?.finish()
        try arrays?.finish()
        try latents?.finish()
    }
}

extension OutputFile {
    /// Whether drawings are written as data.
    var isData: Bool { DecodedDataWriter.extensions.contains(fileExtension) }
}
