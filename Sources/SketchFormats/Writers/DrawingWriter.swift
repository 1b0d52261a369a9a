import SketchCore

/// Takes drawings one by one and makes one file of them, which is in its place when `finish` has returned, and
/// not before.
public protocol DrawingWriter: AnyObject {
    /// - Throws: `FileError`; `UnwritableDrawing` where this drawing cannot be held by the form, and others can.
    func append(_ record: SketchRecord) throws
    /// - Throws: `FileError`, `SketchDataError`.
    func finish() throws
}

/// Why a form cannot hold a drawing.
public struct UnwritableDrawing: Error, Hashable, Sendable {
    /// Completes "dropped: ".
    public let reason: String
}

/// The forms that drawings are written in.
public enum DrawingFileFormat: String, Sendable, CaseIterable {
    /// A Quick, Draw! record a line.
    case ndjson
    /// A list of Quick, Draw! records.
    case json
    /// `train`, `valid` and `test` arrays of stroke-3, as the original program reads them.
    case npz
    /// One path a stroke.
    case svg
    /// Quick, Draw!'s binary records.
    case bin
    /// Rows of `drawing,dx,dy,p`.
    case csv

    /// The form that a file's name ends in; nil for a name that ends in none.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// Whether the form holds what models are trained on, offsets or bytes, so that raw drawings are simplified
    /// on their way into it.
    public var holdsPrepared: Bool { self == .npz || self == .bin || self == .csv }

    /// A writer onto `path`.
    ///
    /// - Throws: `FileError`.
    public func writer(_ path: String) throws -> any DrawingWriter {
        switch self {
        case .ndjson: try JSONWriter(path, isList: false)
        case .json: try JSONWriter(path, isList: true)
        case .npz: try NPZWriter(path)
        case .svg: try SVGDrawingWriter(path)
        case .bin: try QuickDrawBinaryWriter(path)
        case .csv: try CSVWriter(path)
        }
    }
}
