import Foundation

/// Reads drawings from a JSON file, or from one that holds a JSON value a line, told apart by content.
///
/// A file of lines is streamed: memory follows the longest line, not the file. `file.ndjson#17` names the
/// 17th drawing, counted from 0.
public struct SketchReader: Sendable {
    /// What a drawing's numbers mean, where their shape leaves a doubt.
    public enum InputFormat: String, Sendable, CaseIterable {
        case quickdraw, polylines
        case stroke3 = "stroke-3"
        case stroke5 = "stroke-5"
    }

    /// The largest coordinate accepted, in either direction.
    public static let largestCoordinate = 1_000_000
    /// The largest JSON value accepted, a line or a whole file.
    static let largestValue = 64 << 20
    private static let chunk = 1 << 16

    public let path: String
    /// The drawing asked for, or nil for all.
    public let index: Int?
    public let inputFormat: InputFormat?

    /// - Parameter name: a path, with `#n` behind it for one drawing unless a file of that very name exists.
    public init(_ name: String, inputFormat: InputFormat? = nil) {
        self.inputFormat = inputFormat
        if let mark = name.lastIndex(of: "#"), let index = Int(name[name.index(after: mark)...]),
            index >= 0, !FileManager.default.fileExists(atPath: name)
        {
            path = String(name[..<mark])
            self.index = index
        } else {
            path = name
            index = nil
        }
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
        var count = 0
        do {
            try forEachValue { data, line in
                let parser = SketchParser(file: path, line: line, inputFormat: inputFormat)
                for var record in try parser.records(in: data) {
                    defer { count += 1 }
                    if let index, index != count { continue }
                    let place = count == 0 && index == nil ? path : "\(path)#\(count)"
                    record.sketch.source = place
                    if record.key.isEmpty { record.key = record.contentKey }
                    if record.sketch.name.isEmpty { record.sketch.name = stem }
                    try body(record)
                    if index != nil { throw Found() }
                }
            }
        } catch is Found {
            return
        }
        if let index { throw SketchDataError.noSuchSketch(file: path, index: index, count: count) }
        guard count > 0 else { throw SketchDataError.empty(file: path) }
    }

    /// The drawing asked for has been seen; the rest of the file need not be read.
    private struct Found: Error {}

    private var stem: String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    /// Calls `body` for each JSON value with the line (from 1) it starts on: every line, or, if the first
    /// line is not a value by itself, the whole file.
    private func forEachValue(_ body: (Data, Int) throws -> Void) throws {
        let file = try openFile()
        defer { try? file.close() }
        var pending = Data()
        var line = 1
        var isFirst = true
        while let chunk = try read(file) {
            var rest = chunk[...]
            while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
                pending.append(rest[..<newline])
                rest = rest[rest.index(after: newline)...]
                if isFirst, !Self.isBlank(pending) {
                    isFirst = false
                    if !SketchParser.isValue(pending) {
                        pending.append(UInt8(ascii: "\n"))
                        pending.append(rest)
                        try readRest(of: file, into: &pending)
                        try body(pending, line)
                        return
                    }
                }
                if !Self.isBlank(pending) { try body(pending, line) }
                pending.removeAll(keepingCapacity: true)
                line += 1
            }
            pending.append(rest)
            try checkSize(pending, line)
        }
        if !Self.isBlank(pending) { try body(pending, line) }
    }

    private func readRest(of file: FileHandle, into data: inout Data) throws {
        while let chunk = try read(file) {
            data.append(chunk)
            try checkSize(data, 1)
        }
    }

    private func checkSize(_ data: Data, _ line: Int) throws {
        guard data.count <= Self.largestValue else {
            throw SketchDataError.tooLarge(
                file: path, line: line, limit: "\(Self.largestValue >> 20) MiB")
        }
    }

    private static func isBlank(_ data: Data) -> Bool {
        data.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d || $0 == 0x0a }
    }

    private func openFile() throws -> FileHandle {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw SketchDataError.unreadable(file: path, reason: "there is no such file")
        }
        guard !isDirectory.boolValue else {
            throw SketchDataError.unreadable(file: path, reason: "it is a directory")
        }
        do { return try FileHandle(forReadingFrom: URL(fileURLWithPath: path)) } catch {
            throw SketchDataError.unreadable(file: path, reason: "no permission")
        }
    }

    private func read(_ file: FileHandle) throws -> Data? {
        do {
            let data = try file.read(upToCount: Self.chunk)
            return data?.isEmpty == false ? data : nil
        } catch {
            throw SketchDataError.unreadable(file: path, reason: error.localizedDescription)
        }
    }
}
