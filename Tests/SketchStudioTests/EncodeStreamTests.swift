import Foundation
import Testing

/// `encode` with more drawings than it holds at a time.
@Suite struct EncodeStreamTests {
    /// One more than a portion and a few.
    private static let count = 4100

    private func lines(_ count: Int) -> [String] {
        (0..<count).map { #"{"drawing":[[[0,\#($0 % 200 + 1)],[0,\#($0 / 200 + 1)]]]}"# }
    }

    @Test func manyDrawingsAreEncodedAsEachAlone() throws {
        try StudioProcess.inFolder { studio in
            let lines = lines(Self.count)
            try studio.write(lines.joined(separator: "\n") + "\n", "all.ndjson")
            for threads in ["1", "2"] {
                let result = try studio.run(
                    "encode", "all.ndjson", "--output", "\(threads).ndjson", "--threads", threads, "--quiet")
                #expect(result.status == 0)
                #expect(result.text == "\(threads).ndjson\n")
            }
            let encoded = try studio.data("1.ndjson")
            #expect(try studio.data("2.ndjson") == encoded)
            let entries = String(decoding: encoded, as: UTF8.self).split(separator: "\n")
            #expect(entries.count == Self.count)
            // The source differs; the numbers do not.
            func numbers(_ line: Substring) -> Substring {
                line[(line.range(of: "\"mean\"")?.lowerBound ?? line.endIndex)...]
            }
            for index in [0, 4095, 4096, 4099] {
                let alone = try studio.run("encode", "all.ndjson#\(index)", "--output", "one.ndjson", "--quiet")
                #expect(alone.status == 0)
                let line = Substring(String(decoding: try studio.data("one.ndjson"), as: UTF8.self).dropLast())
                #expect(numbers(line) == numbers(entries[index]) && numbers(line).count > 1000, "drawing \(index)")
            }
            #expect(try studio.run("encode", "all.ndjson", "--output", "a.npy", "--quiet").status == 0)
            let array = try studio.data("a.npy")
            #expect(array.count == 128 + Self.count * 128 * 4)
            #expect(String(decoding: array.prefix(128), as: UTF8.self).contains("'shape': (4100, 128)"))
            #expect(try studio.run("decode", "a.npy", "--format", "stroke-5", "--steps", "1", "--json").status == 0)
        }
    }

    /// The bad drawing stands in the second portion, when the first is written: nothing comes of it.
    @Test func aFailureLeavesTheOldFileWhole() throws {
        try StudioProcess.inFolder { studio in
            try studio.write((lines(Self.count) + [#"{"drawing":[[[5],[5]]]}"#]).joined(separator: "\n"), "bad.ndjson")
            try studio.write("old", "out.npy")
            let result = try studio.run("encode", "bad.ndjson", "--output", "out.npy", "--quiet")
            #expect(result.status == 1)
            #expect(result.errors.contains("bad.ndjson#4100"))
            #expect(String(decoding: try studio.data("out.npy"), as: UTF8.self) == "old")
            let names = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path)
            #expect(!names.contains { $0.hasSuffix(".tmp") })
        }
    }
}
