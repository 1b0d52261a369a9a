import Foundation
import SketchCore

/// Reads the drawings in a file of any form that `DrawingFormat` lists, told apart by content.
///
/// Behind a file's name, `#17` is its 17th drawing, counted from 0, `#train` a part of a file that has named
/// parts, and `#train#17` the 17th drawing of that part.
public struct SketchReader: Sendable {
    /// The forms by the names that a person gives them, where content or a number's meaning leaves a doubt.
    public enum InputFormat: String, Sendable, CaseIterable {
        case quickdraw, polylines
        case stroke3 = "stroke-3"
        case stroke5 = "stroke-5"
        case npz, bin, csv
    }

    /// The largest coordinate accepted, in either direction.
    public static let largestCoordinate = 1_000_000

    public let path: String
    /// The part asked for, for example an array of an archive, or nil for the whole file.
    public let part: String?
    /// The drawing asked for, counted within `part`, or nil for all.
    public let index: Int?
    public let inputFormat: InputFormat?
    public let limits: ReaderLimits

    /// - Parameter name: a path, with `#n`, `#part` or `#part#n` behind it unless a file of that very name exists.
    public init(_ name: String, inputFormat: InputFormat? = nil, limits: ReaderLimits = .standard) {
        self.inputFormat = inputFormat
        self.limits = limits
        var (path, part, index) = (name, String?.none, Int?.none)
        if let (head, tail) = Self.cut(path), let number = Int(tail), number >= 0 { (path, index) = (head, number) }
        // A file that is not there keeps its name whole, so that the message does.
        if let (head, tail) = Self.cut(path), !tail.isEmpty, Self.exists(head) { (path, part) = (head, tail) }
        (self.path, self.part, self.index) = (path, part, index)
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// What stands before and behind the last `#`, unless a file has that very name.
    private static func cut(_ name: String) -> (String, String)? {
        guard let mark = name.lastIndex(of: "#"), mark > name.startIndex, !exists(name) else { return nil }
        return (String(name[..<mark]), String(name[name.index(after: mark)...]))
    }

    /// All drawings, or the one asked for.
    /// - Throws: `SketchDataError`.
    public func records() throws -> [SketchRecord] {
        var records: [SketchRecord] = []
        try forEachRecord { records.append($0) }
        return records
    }

    /// Calls `body` for every drawing in the file's order, or for the one asked for.
    /// - Throws: `SketchDataError`, and what `body` throws.
    public func forEachRecord(_ body: (SketchRecord) throws -> Void) throws {
        try forEachRecord(of: DrawingSource(path: path, part: part, inputFormat: inputFormat, limits: limits), body)
    }

    /// Calls `body` for every drawing in a file that lies in memory; the reader's name stands for it in messages.
    /// - Throws: `SketchDataError`, and what `body` throws.
    public func forEachRecord(in bytes: [UInt8], _ body: (SketchRecord) throws -> Void) throws {
        try forEachRecord(
            of: DrawingSource(bytes, name: path, part: part, inputFormat: inputFormat, limits: limits), body)
    }

    private func forEachRecord(of source: DrawingSource, _ body: (SketchRecord) throws -> Void) throws {
        let format = try DrawingFormat.of(source)
        if let part, !format.hasParts { throw SketchDataError.noParts(file: path, part: part, form: format.title) }
        let place = part.map { path + "#" + $0 } ?? path
        let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        var count = 0
        do {
            try format.read(source) { record in
                defer { count += 1 }
                if let index, index != count { return }
                var record = record
                record.sketch.source = count == 0 && index == nil ? place : "\(place)#\(count)"
                if record.key.isEmpty { record.key = record.contentKey }
                if record.sketch.name.isEmpty { record.sketch.name = stem }
                try body(record)
                if index != nil { throw Found() }
            }
        } catch is Found {
            return
        }
        if let index { throw SketchDataError.noSuchSketch(file: place, index: index, count: count) }
        guard count > 0 else { throw SketchDataError.empty(file: place) }
    }

    /// The drawing asked for has been seen; the rest of the file need not be read.
    private struct Found: Error {}
}
