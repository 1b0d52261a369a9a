import SketchCore
import SketchSupport

/// Writes drawings one by one to a file, which takes its place when `finish` returns and not before.
public protocol DrawingWriter: AnyObject {
    /// - Throws: `FileError`; `UnwritableDrawing` if the format cannot represent this drawing.
    func append(_ record: SketchRecord) throws
    /// - Throws: `FileError`, `FormatError`.
    func finish() throws
}

/// Why a format cannot represent a drawing that others can.
public enum UnwritableDrawing: Error, Hashable, Sendable, CustomStringConvertible {
    case noPoints
    /// A single point has no offset, and the format stores offsets.
    case onePoint
    /// Larger than the 255 pixels of a `.bin` file.
    case tooLarge
    /// More strokes, or points in a stroke, than the 16-bit counts of a `.bin` file.
    case tooManyPoints
    /// A coordinate or an offset beyond `SketchReader.largestCoordinate`, which no reader accepts.
    case tooFar

    /// The reason in words, without a full stop.
    public var description: String {
        switch self {
        case .noPoints: "no points"
        case .onePoint: "only one point, so no offsets"
        case .tooLarge: "larger than 255 pixels, the maximum of .bin"
        case .tooManyPoints: "more than 65535 strokes, or points in a stroke, the maximum of .bin"
        case .tooFar: "a coordinate or an offset outside +-\(SketchReader.largestCoordinate)"
        }
    }
}

extension UnwritableDrawing {
    /// - Throws: `.tooFar` for numbers that no reader accepts. Offsets of drawings within the limit can be beyond it, and
    ///   so can the positions to which offsets add up.
    static func check(_ strokes: Stroke3) throws {
        let limit = Float(SketchReader.largestCoordinate)
        guard strokes.rows.allSatisfy({ abs($0.dx) <= limit && abs($0.dy) <= limit }) else { throw UnwritableDrawing.tooFar }
    }

    /// - Throws: as for offsets.
    static func check(_ sketch: Sketch) throws {
        let limit = Double(SketchReader.largestCoordinate)
        guard let bounds = sketch.bounds else { return }
        let sides = [bounds.minX, bounds.minY, bounds.maxX, bounds.maxY]
        guard sides.allSatisfy({ abs($0) <= limit }) else { throw UnwritableDrawing.tooFar }
    }
}

/// The formats that drawings are written in.
public enum DrawingFileFormat: String, Sendable, CaseIterable {
    /// A Quick, Draw! record per line.
    case ndjson
    /// A list of Quick, Draw! records.
    case json
    /// `train`, `valid` and `test` arrays of stroke-3, as the original program reads them.
    case npz
    /// One path per stroke.
    case svg
    /// Quick, Draw!'s binary records.
    case bin
    /// Rows of `drawing,dx,dy,p`.
    case csv

    /// The format of a file name's extension; nil for other extensions.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// Whether the format stores what models are trained on, offsets or bytes, so that raw drawings are simplified before
    /// they are written.
    public var storesPrepared: Bool { self == .npz || self == .bin || self == .csv }

    /// Returns a writer of the file `path`.
    ///
    /// - Throws: `FileError`.
    public func writer(_ path: String) throws -> any DrawingWriter { try writer(AtomicFileWriter(path)) }

    func writer(_ file: AtomicFileWriter) throws -> any DrawingWriter {
        switch self {
        case .ndjson: JSONWriter(file, isList: false)
        case .json: JSONWriter(file, isList: true)
        case .npz: NPZWriter(file)
        case .svg: SVGDrawingWriter(file)
        case .bin: QuickDrawBinaryWriter(file)
        case .csv: try CSVWriter(file)
        }
    }
}
