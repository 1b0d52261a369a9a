import SketchCore
import SketchSupport

/// Writes data sets of the original program: a zip archive of the arrays `train`, `valid` and `test`, each a pickled list
/// (protocol 2) of [n, 3] arrays of stroke-3 in int16, or in float32 if a drawing's offsets are not whole numbers.
/// `numpy.load(path, allow_pickle=True)` reads it, with and without `encoding='latin1'`. Equal drawings give equal bytes. The
/// archive's comment states that the rows are offsets, so that the reader does not have to guess.
final class NPZWriter: DrawingWriter {
    private let file: AtomicFileWriter
    private var arrays: [SketchDataset.Split: NPYListWriter] = [:]

    /// The comment of archives with offsets.
    static let comment: StaticString = "stroke-3 (dx, dy, p)"

    /// The original program's name of a split's array.
    static func arrayName(of split: SketchDataset.Split) -> String { split == .validation ? "valid" : split.rawValue }

    init(_ file: AtomicFileWriter) { self.file = file }

    /// Adds the drawing to its assigned split.
    func append(_ record: SketchRecord) throws {
        let strokes = record.sketch.stroke3
        guard strokes.count > 0 else { throw UnwritableDrawing.onePoint }
        try UnwritableDrawing.check(strokes)
        arrays[record.assignedSplit, default: NPYListWriter()].append(strokes)
    }

    func finish() throws {
        var members: [ZipWriter.Member] = []
        for split in SketchDataset.Split.allCases {
            let array = arrays.removeValue(forKey: split) ?? NPYListWriter()
            members.append(ZipWriter.Member(name: Self.arrayName(of: split) + ".npy", bytes: array.file()))
        }
        try ZipWriter.write(members, comment: Self.comment) { try file.write($0) }
        try file.finish()
    }
}
