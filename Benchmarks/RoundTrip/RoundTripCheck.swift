import Foundation
import SketchCore
import SketchFormats

/// Reads drawings, converts them to stroke-5 and back, and counts the points that moved.
///
///     round-trip-check FOLDER [CLASSES] [DRAWINGS]
///
/// FOLDER contains Quick, Draw! `.ndjson` files. Checks the first DRAWINGS drawings of CLASSES files, selected evenly by
/// name. Without a folder, prints a message and succeeds.
@main
struct RoundTripCheck {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else {
            print("skipped: give a folder of Quick, Draw! .ndjson files")
            return
        }
        let files = names.filter { $0.hasSuffix(".ndjson") }.sorted()
        let classes = min(arguments.dropFirst().first.flatMap(Int.init) ?? 20, files.count)
        let perClass = (arguments.dropFirst(2).first.flatMap(Int.init) ?? 1000) / max(classes, 1)
        var (drawings, points, moved) = (0, 0, 0)
        for k in 0..<classes {
            var count = 0
            let reader = SketchReader(folder + "/" + files[k * files.count / classes])
            try reader.visitRecords { record in
                if count == perClass { return .stop }
                count += 1
                let strokes = record.sketch.strokes
                let origin = strokes.first?.first ?? Point(x: 0, y: 0)
                let offsets = record.sketch.stroke3
                let padded = offsets.stroke5.padded(to: offsets.count + 10)
                let back = padded.stroke3.sketch(origin: origin)
                drawings += 1
                points += record.sketch.pointCount
                if back.strokes.map(\.count) != strokes.map(\.count) {
                    moved += record.sketch.pointCount
                } else {
                    moved +=
                        zip(back.strokes.joined(), strokes.joined())
                        .filter { abs($0.x - $1.x) > 1e-3 || abs($0.y - $1.y) > 1e-3 }.count
                }
                return .next
            }
        }
        print("\(drawings) drawings of \(classes) classes, \(points) points, \(moved) moved")
        if moved > 0 { exit(1) }
    }
}
