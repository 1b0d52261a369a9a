import Foundation
import SketchFormats
import StudioKit
import Testing

/// Files of latents that would need more memory than the limits allow are rejected.
@Suite struct LatentLimitsTests {
    /// A thousandth of the standard limits: 33,554 bytes per JSON value, 1,048 latents.
    static let low = ReaderLimits(factor: 0.001)

    static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    static let rows: Data = {
        let header = "{'descr': '<i1', 'fortran_order': False, 'shape': (1100, 2), }\n"
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(header.utf8.count), 0]) + Data(header.utf8)
            + Data(count: 2200)
    }()

    @Test(arguments: [
        (Data("[[1]\(times(" ", 40_000))]".utf8), "a, one JSON value: more than 33554 bytes"),
        (Data(times("[1]\n", 1_100).utf8), "a: more than 1048 latents"),
        (Data("[\(times("[1],", 1_100))[1]]".utf8), "a: more than 1048 latents"), (rows, "a: more than 1048 latents"),
    ])
    func theLimitIsNamed(data: Data, words: String) throws {
        let error = #expect(throws: FormatError.self) { try LatentFile.entries(in: data, path: "a", Self.low) }
        #expect(error?.description == words, "\(error?.description ?? "read")")
        _ = try LatentFile.entries(in: data, path: "a")
    }

    @Test func latentsHaveAMaximumSize() throws {
        let error = #expect(throws: StudioError.self) {
            try LatentFile.entries(in: Data("[\(Self.times("1,", 1 << 16))1]".utf8), path: "a")
        }
        #expect(error?.description.contains("more than 65536 numbers") == true)
    }

    /// Lines may end as on Windows, be blank, or together be longer than one value may be.
    @Test func linesAreReadOneByOne() throws {
        let lines = Self.times("[1,2.5]\r\n\r\n{\"mean\":[3,4],\"source\":\"\(Self.times("b", 90))\"}\n", 400)
        let entries = try LatentFile.entries(in: Data([0xEF, 0xBB, 0xBF]) + Data(lines.utf8), path: "a", Self.low)
        #expect(lines.utf8.count > Self.low[.jsonBytes] && entries.count == 800)
    }
}
