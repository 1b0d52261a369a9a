import Foundation
import SketchCore
import SketchFormats

/// Times the readers and writers, each several times, and prints one JSON object per line: the operation, the file's
/// size, the number of drawings and the median time in seconds.
///
///     formats-benchmark FOLDER REPEATS FILE...
///
/// Reads every FILE; writes the drawings of the first to FOLDER in every format and reads them back.
@main
struct FormatsBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 3, let folder = arguments.first, let repeats = Int(Array(arguments)[1]), repeats > 0 else {
            print("usage: formats-benchmark FOLDER REPEATS FILE...")
            return
        }
        let files = Array(arguments.dropFirst(2))
        for file in files { try read(file, repeats, as: "read") }
        var records: [SketchRecord] = []
        try SketchReader(files[0]).forEachRecord { records.append($0) }
        for form in DrawingFileFormat.allCases {
            let path = folder + "/drawings." + form.rawValue
            var written = 0
            let seconds = try median(repeats) {
                let writer = try form.writer(path)
                written = 0
                for record in records {
                    // Not every format can store raw drawings.
                    do { try writer.append(record) } catch is UnwritableDrawing { continue }
                    written += 1
                }
                try writer.finish()
            }
            report("write", path, drawings: written, seconds)
            if SketchReader.InputFormat(rawValue: form.rawValue) != nil || form == .ndjson || form == .json {
                try read(path, repeats, as: "read")
            }
        }
    }

    static func read(_ path: String, _ repeats: Int, as what: String) throws {
        var count = 0
        let seconds = try median(repeats) {
            count = 0
            try SketchReader(path).forEachRecord { _ in count += 1 }
        }
        report(what, path, drawings: count, seconds)
    }

    static func median(_ repeats: Int, _ body: () throws -> Void) rethrows -> Double {
        let times = try (0..<repeats).map { _ in
            let start = ContinuousClock.now
            try body()
            let components = (ContinuousClock.now - start).components
            return Double(components.seconds) + Double(components.attoseconds) * 1e-18
        }
        return times.sorted()[times.count / 2]
    }

    static func report(_ what: String, _ path: String, drawings: Int, _ seconds: Double) {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let line: [String: Any] = ["what": what, "file": path, "bytes": size, "drawings": drawings, "seconds": seconds]
        if let data = try? JSONSerialization.data(withJSONObject: line, options: [.sortedKeys, .withoutEscapingSlashes]) {
            print(String(decoding: data, as: UTF8.self))
        }
    }
}
