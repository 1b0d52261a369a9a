import CPNG
import Foundation
import SketchRendering

/// How a snapshot is compared with a result. The extension of its file selects the format.
package enum SnapshotFormat: String, CaseIterable, Sendable {
    /// Equal if all pixels are equal; metadata and compression are ignored.
    case png
    /// Equal if all lines are equal.
    case svg
    /// Equal if the values are equal; white space and the order of keys are ignored.
    case json
    /// Equal if all lines are equal.
    case txt

    /// Returns nothing if the contents are equal, otherwise a file that shows the difference.
    ///
    /// - Throws: An error if a content cannot be decoded.
    package func difference(reference: Data, actual: Data) throws -> Data? {
        if reference == actual { return nil }
        switch self {
        case .png: return try Self.difference(PNGImage(reference), PNGImage(actual))
        case .svg, .txt: return Self.lineDifference(Self.text(reference), Self.text(actual))
        case .json: return Self.lineDifference(try Self.normalised(reference), try Self.normalised(actual))
        }
    }

    private static func text(_ data: Data) -> String { String(decoding: data, as: UTF8.self) }

    private static func normalised(_ json: Data) throws -> String {
        let value = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted, .fragmentsAllowed]
        return text(try JSONSerialization.data(withJSONObject: value, options: options))
    }

    /// Returns all lines, marked with `-` if only the reference has them and with `+` if only the result has them.
    private static func lineDifference(_ reference: String, _ actual: String) -> Data? {
        if reference == actual { return nil }
        let old = reference.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [String] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            if removed.contains(oldIndex) {
                lines.append("- " + old[oldIndex])
                oldIndex += 1
            } else if inserted.contains(newIndex) {
                lines.append("+ " + new[newIndex])
                newIndex += 1
            } else {
                lines.append("  " + old[oldIndex])
                oldIndex += 1
                newIndex += 1
            }
        }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// Returns a picture that is black where pixels are equal and white where they are not, or where only one picture has
    /// a pixel; nothing if all pixels are equal.
    private static func difference(_ reference: PNGImage, _ actual: PNGImage) throws -> Data? {
        let (width, height) = (max(reference.width, actual.width), max(reference.height, actual.height))
        func pixel(_ image: PNGImage, _ x: Int, _ y: Int) -> ArraySlice<UInt8>? {
            guard x < image.width, y < image.height else { return nil }
            return image.pixels[4 * (y * image.width + x)..<4 * (y * image.width + x) + 4]
        }
        var pixels = [UInt8](repeating: 0, count: 4 * width * height)
        var areEqual = true
        for y in 0..<height {
            for x in 0..<width where pixel(reference, x, y) != pixel(actual, x, y) {
                for component in 0..<4 { pixels[4 * (y * width + x) + component] = 255 }
                areEqual = false
            }
        }
        return areEqual ? nil : try encoded(pixels, width: width, height: height)
    }

    private static func encoded(_ pixels: [UInt8], width: Int, height: Int) throws -> Data {
        var buffer = cpng_buffer()
        var pixels = pixels
        let status = cpng_write(
            { pixels, _ in UnsafePointer(pixels?.assumingMemoryBound(to: UInt8.self)) }, &pixels, UInt32(height), 0,
            UInt32(width), UInt32(height), 4 * width, 0, nil, 0, &buffer, nil, 0)
        guard status == CPNG_OK, let bytes = buffer.bytes else {
            throw RenderingError.drawingFailed(format: .png, reason: "the difference cannot be encoded")
        }
        defer { cpng_free(&buffer) }
        return Data(bytes: bytes, count: buffer.count)
    }
}
