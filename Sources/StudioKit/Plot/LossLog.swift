import Foundation
import SketchCore

/// The losses that a training run logged.
struct LossLog {
    struct Line: Decodable {
        var step: Double
        var reconstruction: Double?
        var kl: Double?
        var klWeight: Double?
        var validReconstruction: Double?
        var validKl: Double?
    }

    /// The run's folder without its parent folders.
    let name: String
    let data: Data
    private let lines: [Line]
    /// A million logged steps of training.
    private static let mostLines = 1 << 20

    /// - Throws: `StudioError.noSuchFile`, `.tooLarge`, `.badLog`.
    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw StudioError.noSuchFile(path)
        }
        let file = isFolder.boolValue ? path + "/log.jsonl" : path
        let data = try InputFile.contents(of: file)
        let texts = data.split(separator: UInt8(ascii: "\n"), maxSplits: Self.mostLines)
        guard texts.count <= Self.mostLines else {
            throw StudioError.tooLarge(file, limit: "more than \(Self.mostLines) lines")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // The last line may be incomplete while the run continues.
        let lines = texts.enumerated().compactMap { index, text -> Line?? in
            let line = try? decoder.decode(Line.self, from: text)
            return line == nil && index == texts.count - 1 ? nil : .some(line)
        }
        guard !lines.isEmpty, !lines.contains(where: { $0 == nil }) else { throw StudioError.badLog(file) }
        self.data = data
        self.lines = lines.compactMap { $0 }
        name = URL(fileURLWithPath: isFolder.boolValue ? path : file).lastPathComponent
    }

    func points(_ value: (Line) -> Double?) -> [Point] {
        lines.compactMap { line in value(line).map { Point(x: line.step, y: $0) } }
    }

    /// Each point's mean over the 21 lines around it.
    func smoothed(_ value: (Line) -> Double?) -> [Point] {
        let points = points(value)
        return points.indices.map { index in
            let part = points[max(index - 10, 0)...min(index + 10, points.count - 1)]
            return Point(x: points[index].x, y: part.reduce(0) { $0 + $1.y } / Double(part.count))
        }
    }
}
