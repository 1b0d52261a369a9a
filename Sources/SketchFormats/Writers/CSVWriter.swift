import SketchCore
import SketchSupport

/// Writes rows of stroke-3 after the number of their drawing: `drawing,dx,dy,p`. Names and keys are lost.
final class CSVWriter: DrawingWriter {
    private let file: AtomicFileWriter
    private var count = 0

    init(_ file: AtomicFileWriter) throws {
        self.file = file
        try file.write(Array("drawing,dx,dy,p\n".utf8))
    }

    func append(_ record: SketchRecord) throws {
        let strokes = record.sketch.stroke3
        guard strokes.count > 0 else { throw UnwritableDrawing.onePoint }
        try UnwritableDrawing.check(strokes)
        var text = ByteText()
        for row in strokes.rows {
            text.append(count)
            text.append(byte: UInt8(ascii: ","))
            text.append(row.dx)
            text.append(byte: UInt8(ascii: ","))
            text.append(row.dy)
            text.append(row.isLifted ? ",1\n" : ",0\n")
        }
        try file.write(text.bytes)
        count += 1
    }

    func finish() throws { try file.finish() }
}
