import Foundation
import SketchCore
import SketchFormats
import Testing

/// Temporary files of drawings.
enum DrawingFixture {
    static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    static func write(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    /// - Parameter fragment: for example `#train#1`.
    static func read(
        _ bytes: [UInt8], as name: String = "file", _ fragment: String = "", _ format: SketchReader.InputFormat? = nil
    ) throws -> [SketchRecord] {
        try inFolder { folder in
            try write(bytes, folder + "/" + name)
            return try SketchReader(folder + "/" + name + fragment, options: ReadOptions(format: format)).records()
        }
    }

    /// The error's sentence without the folder; nil if the file is read.
    static func refusal(_ bytes: [UInt8], as name: String = "file", _ fragment: String = "") throws -> String? {
        do {
            _ = try read(bytes, as: name, fragment)
            return nil
        } catch let error as FormatError {
            return error.description.replacing(/\/\S*\//, with: "")
        }
    }

    /// Expects every truncation of the file to be rejected, and the file with any bit flipped to be read or rejected.
    static func refusesCutsAndFlips(of file: [UInt8], named name: String) throws {
        try inFolder { folder in
            let path = folder + "/" + name
            for length in 0..<file.count {
                try write(Array(file[..<length]), path)
                #expect(throws: FormatError.self, "cut at \(length)") { try SketchReader(path).records() }
            }
            for index in file.indices {
                var damaged = file
                damaged[index] ^= 1 << UInt8(index % 8)
                try write(damaged, path)
                do { _ = try SketchReader(path).records() } catch is FormatError {}
            }
        }
    }

    /// The expected rows of the drawing in a file.
    static let rows = [
        Stroke3.Row(dx: 3, dy: -4, isLifted: false), Stroke3.Row(dx: 100, dy: 7, isLifted: true),
        Stroke3.Row(dx: -5, dy: 0, isLifted: false), Stroke3.Row(dx: 0, dy: 12, isLifted: true),
    ]

    /// `rows` as [4, 3].
    static let values: [Double] = rows.flatMap { [Double($0.dx), Double($0.dy), $0.isLifted ? 1 : 0] }
}
