import Foundation
import SketchCore
import SketchFormats
import SketchSupport

/// The file or files that converted drawings go into. Nothing is in its place before `finish`, but for the files
/// of a folder, each of which is whole when it appears.
final class ConvertSink {
    private let output: ConvertOutput
    private let writers: [SketchDataset.Split: (path: String, writer: any DrawingWriter)]
    private let single: (any DrawingWriter)?
    private var count = 0
    private(set) var paths: [String] = []

    /// - Throws: `FileError`.
    init(output: ConvertOutput, fractions: SplitFractions?) throws {
        self.output = output
        switch output {
        case .folder(let path, _):
            (single, writers, paths) = (nil, [:], [path])
            if !FileManager.default.fileExists(atPath: path) {
                do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) } catch {
                    throw FileError.notWritable(path: path, reason: "the folder cannot be made")
                }
            }
        case .file(let path, let format) where fractions != nil && format != .npz:
            var writers: [SketchDataset.Split: (path: String, writer: any DrawingWriter)] = [:]
            for (split, name) in [(SketchDataset.Split.train, "train"), (.validation, "valid"), (.test, "test")] {
                let file = Self.name(path, with: name)
                writers[split] = (file, try format.writer(file))
                paths.append(file)
            }
            (single, self.writers) = (nil, writers)
        case .file(let path, let format):
            (single, writers, paths) = (try format.writer(path), [:], [path])
        }
    }

    /// - Throws: `FileError`, `UnwritableDrawing`.
    func append(_ record: SketchRecord) throws {
        if let single { return try single.append(record) }
        if case .folder(let folder, let format) = output {
            let writer = try format.writer(
                "\(folder.hasSuffix("/") ? folder : folder + "/")\(Self.fileName(record.sketch.name, count)).\(format.rawValue)")
            try writer.append(record)
            try writer.finish()
            count += 1
            return
        }
        try writers[record.assignedSplit]?.writer.append(record)
    }

    /// - Throws: `FileError`.
    func finish() throws {
        try single?.finish()
        for split in SketchDataset.Split.allCases { try writers[split]?.writer.finish() }
    }

    /// `cats.ndjson` and `train` give `cats.train.ndjson`.
    private static func name(_ path: String, with part: String) -> String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path + "." + part }
        return path[..<dot] + "." + part + path[dot...]
    }

    /// A drawing's word, as far as it is fit for a file's name, and its number: no name leads out of the folder.
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
