import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// Writes drawings to one file, to a file per split, or to a file per drawing. Files take their place in `finish`;
/// those of a folder appear one by one, each complete, and are on the disk after `finish`.
public final class DatasetWriter {
    /// Where drawings are written.
    public enum Destination: Hashable, Sendable {
        case file(String, DrawingFileFormat)
        /// A file per drawing in this folder, which is created if it does not exist.
        case folder(String, DrawingFileFormat)

        /// The file or folder.
        public var path: String {
            switch self {
            case .file(let path, _), .folder(let path, _): path
            }
        }
        /// The format of the files.
        public var format: DrawingFileFormat {
            switch self {
            case .file(_, let format), .folder(_, let format): format
            }
        }

        /// The files that will be written, in the order of the splits; of a folder, the files in it whose names are of the
        /// kind that is written, `NAME-00000.EXT`.
        package func paths(separatesSplits: Bool) -> [String] {
            switch self {
            case .file(let path, let format) where separatesSplits && format != .npz:
                return SketchDataset.Split.allCases.map { DatasetWriter.name(path, inserting: NPZWriter.arrayName(of: $0)) }
            case .file(let path, _): return [path]
            case .folder(let path, let format):
                let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
                return names.filter { name in
                    let stem = name.dropLast(format.rawValue.count + 1)
                    return name.hasSuffix("." + format.rawValue) && stem.suffix(5).allSatisfy(\.isNumber)
                }.map { FilePath.joined(path, $0) }
            }
        }
    }

    private let destination: Destination
    private let splitWriters: [SketchDataset.Split: any DrawingWriter]
    private let single: (any DrawingWriter)?
    private var folder: AtomicFolder?
    private var count = 0
    /// The files written, or the folder.
    public let paths: [String]

    /// - Parameter separatesSplits: writes `NAME.train.EXT`, `NAME.valid.EXT` and `NAME.test.EXT` instead of one file. An
    ///   `.npz` file contains the splits itself and stays one file.
    /// - Throws: `FileError`.
    public init(_ destination: Destination, separatesSplits: Bool = false) throws {
        self.destination = destination
        switch destination {
        case .folder(let path, _):
            (single, splitWriters, paths) = (nil, [:], [path])
            if !FileManager.default.fileExists(atPath: path) {
                guard mkdir(path, 0o777) == 0 else { throw FileError.notWritable(path: path, reason: SystemError.last) }
            }
            folder = AtomicFolder(path)
        case .file(_, let format) where separatesSplits && format != .npz:
            var (writers, paths): ([SketchDataset.Split: any DrawingWriter], [String]) = ([:], [])
            for (split, file) in zip(SketchDataset.Split.allCases, destination.paths(separatesSplits: true)) {
                writers[split] = try format.writer(file)
                paths.append(file)
            }
            (single, splitWriters, self.paths) = (nil, writers, paths)
        case .file(let path, let format):
            (single, splitWriters, paths) = (try format.writer(path), [:], [path])
        }
    }

    /// Whether several drawings are written to one file.
    package var putsDrawingsTogether: Bool { folder == nil }

    /// - Throws: `FileError`; `UnwritableDrawing` if the format cannot represent this drawing.
    public func append(_ record: SketchRecord) throws {
        if let single { return try single.append(record) }
        if let folder {
            let format = destination.format
            let name = "\(Self.fileName(record.sketch.name, count)).\(format.rawValue)"
            let writer = try format.writer(folder.writer(name))
            try writer.append(record)
            try writer.finish()
            count += 1
            return
        }
        try splitWriters[record.assignedSplit]?.append(record)
    }

    /// Completes the files.
    /// - Throws: `FileError`, `FormatError`.
    public func finish() throws {
        try single?.finish()
        try folder?.finish()
        for split in SketchDataset.Split.allCases { try splitWriters[split]?.finish() }
    }

    /// `cats.ndjson` and `train` give `cats.train.ndjson`.
    fileprivate static func name(_ path: String, inserting part: String) -> String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path + "." + part }
        return path[..<dot] + "." + part + path[dot...]
    }

    /// The drawing's word, reduced to characters that cannot lead out of the folder, and its number.
    private static func fileName(_ word: String, _ number: Int) -> String {
        let plain = word.unicodeScalars.map { scalar -> Character in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
                ? Character(scalar) : "-"
        }
        let digits = String(number)
        return (plain.isEmpty ? "drawing" : String(plain.prefix(40))) + "-"
            + String(repeating: "0", count: max(5 - digits.count, 0)) + digits
    }
}
