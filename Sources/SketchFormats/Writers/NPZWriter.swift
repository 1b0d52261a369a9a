import SketchCore
import SketchSupport

/// The original program's data sets: a zip of the arrays `train`, `valid` and `test`, each a pickled list
/// (protocol 2, as Python 2 wrote it) of [n, 3] arrays of stroke-3 in int16, or in float32 where a drawing's offsets
/// are not whole numbers. `numpy.load(path, allow_pickle=True, encoding='latin1')` reads it. Equal drawings give
/// equal bytes.
final class NPZWriter: DrawingWriter {
    private let file: AtomicFileWriter
    private var arrays: [SketchDataset.Split: NPYListWriter] = [:]

    init(_ path: String) throws { file = try AtomicFileWriter(path) }

    /// The drawing goes to the split that its record or else its key names.
    func append(_ record: SketchRecord) throws {
        let strokes = record.sketch.stroke3
        guard strokes.count > 0 else { throw UnwritableDrawing(reason: "one point, which has no offset") }
        let split = record.assignedSplit
        arrays[split, default: NPYListWriter()].append(strokes)
    }

    func finish() throws {
        var members: [ZipWriter.Member] = []
        for (split, name) in [(SketchDataset.Split.train, "train"), (.validation, "valid"), (.test, "test")] {
            let array = arrays.removeValue(forKey: split) ?? NPYListWriter()
            members.append(ZipWriter.Member(name: name + ".npy", bytes: array.file()))
        }
        try ZipWriter.write(members) { try file.write($0) }
        try file.finish()
    }
}
