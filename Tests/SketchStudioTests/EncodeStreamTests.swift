import Foundation
import TestSupport
import Testing

/// `encode` with more drawings than one batch.
@Suite struct EncodeStreamTests {
    /// A few more than one batch.
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

    /// Lines of standard input state nothing that depends on other lines, so that parts can be encoded by several processes.
    @Test func partsOfStandardInputAreThoseOfTheWhole() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(lines(40).joined(separator: "\n") + "\n", "all.ndjson")
            let whole = try studio.shell(#""$studio" encode - --format ndjson --input-format quickdraw < all.ndjson"#)
            #expect(whole.status == 0 && whole.output.split(separator: "\n").count == 40, "\(whole.errors)")
            let parts = try studio.shell(
                #"split -l 7 all.ndjson part-; for part in part-*; do "$studio" encode - -o - --format ndjson --input-format quickdraw < $part; done"#
            )
            #expect(parts.output == whole.output)
            #expect(!whole.output.contains("\"index\"") && whole.output.contains(#""source":"-","word":"drawing","key":""#))
            // A file has positions, and so has the document of standard input.
            let file = try studio.shell(#""$studio" encode all.ndjson --format ndjson; "$studio" encode - < all.ndjson"#)
            #expect(
                file.output.contains(#""source":"all.ndjson#39","index":39"#)
                    && file.output.contains(#""source":"-#39","index":39"#))
        }
    }

    /// An error in the second batch leaves no file.
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

    /// Arrays of any order and type are read; others are refused with the reason.
    @Test func arraysOfLatentsInAnyForm() throws {
        func npy(_ type: String, _ shape: String, isFortran: Bool = false, _ body: Data) -> Data {
            let order = isFortran ? "True" : "False"
            let header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': (\(shape)), }\n"
            var file = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, UInt8(header.utf8.count), 0])
            file.append(Data(header.utf8))
            file.append(body)
            return file
        }
        func bytes<Word: FixedWidthInteger>(_ words: [Word]) -> Data {
            var data = Data()
            for word in words { withUnsafeBytes(of: word) { data.append(contentsOf: $0) } }
            return data
        }
        func number(_ row: Int, _ column: Int) -> Float { Float((column * 7 + row * 5) % 11) / 4 - 1 }
        let numbers: [Float] = (0..<256).map { number($0 / 128, $0 % 128) }
        let columns: [Float] = (0..<256).map { number($0 % 2, $0 / 2) }
        let plain = bytes(numbers.map(\.bitPattern.littleEndian))
        var faulty = numbers
        faulty[255] = .nan
        try StudioProcess.inFolder { studio in
            func decode(_ file: Data) throws -> StudioProcess.Result {
                try file.write(to: studio.folder.appendingPathComponent("a.npy"))
                return try studio.run("decode", "a.npy", "--json", "--greedy", "--steps", "3")
            }
            let expected = try decode(npy("<f4", "2, 128", plain))
            #expect(expected.status == 0 && expected.text.contains("sketches"), "\(expected.errors)")
            let others: [Data] = [
                npy(">f8", "2, 128", bytes(numbers.map { Double($0).bitPattern.bigEndian })),
                npy("<f4", "2, 128", isFortran: true, bytes(columns.map(\.bitPattern.littleEndian))),
                npy("<f2", "2, 128", bytes(numbers.map { Float16($0).bitPattern.littleEndian })),
            ]
            for file in others { #expect(try decode(file).text == expected.text) }
            #expect(try decode(npy("<f4", "256,", plain)).errors.contains("the latent has 256 values"))
            let refusals: [(Data, String)] = [
                (npy("|O", "2,", plain), "the .npy array contains objects, not numbers"),
                (npy("<f4", "3, 128", plain), "shape [3, 128] with 4 bytes per number does not match its 1024 bytes"),
                (npy("<f4", "9223372036854775807, 9", plain), "does not match its 1024 bytes"),
                (npy("<c8", "2, 64", plain), "its type is '<c8'"),
                (npy("<f4", "2, 128", bytes(faulty.map(\.bitPattern.littleEndian))), "number 127 of latent 1 is NaN"),
            ]
            for (file, words) in refusals {
                let refused = try decode(file)
                #expect(refused.status == 1 && refused.errors.contains(words), "\(refused.errors)")
                #expect(refused.errors.hasPrefix("studio: a.npy is not a list of latents ("))
            }
        }
    }
}
