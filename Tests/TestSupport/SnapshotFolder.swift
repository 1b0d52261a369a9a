import Foundation

/// A folder of recorded results that tests compare new results with.
///
/// With `STUDIO_RECORD_SNAPSHOTS=1` in the environment, results are recorded instead of compared.
package struct SnapshotFolder: Sendable {
    /// The folder of the recorded results.
    package let url: URL
    /// Whether results are recorded instead of compared.
    package let isRecording: Bool

    /// Creates a folder of snapshots; the environment decides whether results are recorded.
    package init(url: URL) {
        self.init(url: url, isRecording: ProcessInfo.processInfo.environment["STUDIO_RECORD_SNAPSHOTS"] == "1")
    }

    /// Creates a folder of snapshots.
    package init(url: URL, isRecording: Bool) {
        (self.url, self.isRecording) = (url, isRecording)
    }

    /// Compares a result with its snapshot.
    ///
    /// A result without a snapshot is recorded, and is a failure. On a difference, a new temporary folder receives the
    /// reference, the result and the difference.
    ///
    /// - Parameter name: The path of the snapshot in the folder; its extension selects the ``SnapshotFormat``.
    /// - Returns: What is wrong; `nil` if the result matches or was to be recorded.
    package func mismatch(_ name: String, _ actual: Data) throws -> String? {
        let file = url.appendingPathComponent(name)
        guard let format = SnapshotFormat(rawValue: file.pathExtension) else { return "\(name): unknown format of snapshots" }
        guard let reference = try? Data(contentsOf: file) else {
            try record(actual, file)
            return isRecording ? nil : "\(name): there was no snapshot; it was recorded as \(file.path). Review it."
        }
        guard let difference = try format.difference(reference: reference, actual: actual) else { return nil }
        if isRecording {
            try record(actual, file)
            return nil
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("studio-snapshot-" + UUID().uuidString)
        let isText = format != .png
        for (part, data) in [("reference", reference), ("actual", actual), ("difference", difference)] {
            let fileExtension = isText && part == "difference" ? "txt" : file.pathExtension
            try record(data, folder.appendingPathComponent("\(part).\(fileExtension)"))
        }
        let changes = isText ? Self.changes(difference) : ""
        return "\(name): the result differs from the snapshot; see \(folder.path)\(changes). "
            + "After an intended change, record it with STUDIO_RECORD_SNAPSHOTS=1."
    }

    /// Returns the names of snapshots that are not among `names`; removes them when recording.
    package func unused(names: Set<String>, fileExtensions: Set<String>, in subfolder: String) throws -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: url.appendingPathComponent(subfolder).path)) ?? []
        let unused = files.filter { file in
            fileExtensions.contains((file as NSString).pathExtension) && !names.contains("\(subfolder)/\(file)")
        }.map { "\(subfolder)/\($0)" }.sorted()
        guard isRecording else { return unused }
        for name in unused { try FileManager.default.removeItem(at: url.appendingPathComponent(name)) }
        return []
    }

    private func record(_ data: Data, _ file: URL) throws {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    /// Returns the first changed lines, to be shown in a message.
    private static func changes(_ difference: Data) -> String {
        let lines = String(decoding: difference, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("-") || $0.hasPrefix("+") }
        return lines.prefix(12).map { "\n    \($0)" }.joined() + (lines.isEmpty ? "" : "\n")
    }
}
