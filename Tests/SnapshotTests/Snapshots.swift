import Foundation
import TestSupport

/// The snapshots of this target, in its source folder.
enum Snapshots {
    static let folder = SnapshotFolder(
        url: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots"))
}
