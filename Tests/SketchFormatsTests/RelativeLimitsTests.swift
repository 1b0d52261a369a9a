import Foundation
import SketchCore
import SketchFormats
import Testing

/// A small file cannot become a large one: limits that are relative to the file's size.
@Suite struct RelativeLimitsTests {
    typealias Fixture = NumPyFixture

    /// The end of the error's sentence; nil if the file is read.
    private func refusal(_ bytes: [UInt8], as name: String = "a", factor: Double = 1) throws -> String? {
        try DrawingFixture.inFolder { folder in
            let path = folder + "/" + name
            try DrawingFixture.write(bytes, path)
            do {
                _ = try SketchReader(path, options: ReadOptions(limits: ReaderLimits(factor: factor))).records()
                return nil
            } catch let error as FormatError { return String(error.description.dropFirst(folder.count + 1)) }
        }
    }

    /// An array [drawings, rows, 3] of int8 whose rows are (1, 0, 0).
    private func stack(_ drawings: Int, _ rows: Int) -> [UInt8] {
        Fixture.npy(
            descr: "|i1", shape: "\(drawings), \(rows), 3",
            body: [UInt8]([[UInt8]](repeating: [1, 0, 0], count: drawings * rows).joined()))
    }

    /// An archive of one deflated member.
    private func deflated(_ content: [UInt8]) throws -> [UInt8] {
        let file = try CarrierTests.gzip(content)
        var member = Fixture.Member("a.npy", content)
        (member.content, member.isDeflated) = (Array(file[10..<file.count - 8]), true)
        return Fixture.zip([member])
    }

    @Test(arguments: [(9, "Deflate64"), (12, "bzip2"), (14, "LZMA"), (93, "Zstandard"), (95, "xz"), (97, "method 97")])
    func onlyStoredAndDeflatedMembersAreInflated(method: UInt8, name: String) throws {
        var archive = Fixture.zip([Fixture.Member("a.npy", stack(1, 2))])
        #expect(try refusal(archive) == nil)
        // The method's place in the local header and in the directory.
        let entry = try #require(archive.indices.first { archive[$0...].starts(with: Fixture.ascii("PK") + [1, 2]) })
        (archive[8], archive[entry + 10]) = (method, method)
        let sentence = try #require(try refusal(archive))
        #expect(sentence.hasSuffix("a.npy is compressed with \(name); supported are stored and deflated members"), "\(sentence)")
    }

    @Test func theInflatedSizeOfAnArchiveIsRelativeToItsSize() throws {
        // One row and 9 MB of padding.
        let array = Fixture.npy(descr: "|i1", shape: "3000000, 3", body: [1, 0, 1] + [UInt8](repeating: 0, count: 8_999_997))
        let archive = try deflated(array)
        #expect(archive.count < 1 << 16)
        #expect(try refusal(archive) == "a, all members: more than 128 times its size (at least 64 KiB)")
        #expect(try refusal(archive, factor: 2) == nil)
        // The same array as it is.
        #expect(try refusal(array) == nil)
    }

    @Test func theInflatedSizeOfTextIsRelativeToItsSize() throws {
        let text = Fixture.ascii("[[[0,9],[0,9]],[[1,2,3,4],[1,2,3,4]]]") + [UInt8](repeating: 0x20, count: 3 << 20)
        let file = try CarrierTests.gzip(text)
        #expect(try refusal(text) == nil)
        #expect(try refusal(file) == "a, compressed with gzip: more than 32 times its size (at least 64 KiB)")
        #expect(try refusal(file, factor: 2) == nil)
    }

    @Test func theSizeOfAPickleIsRelativeToThatOfItsArchive() throws {
        // Frames have no effect.
        let frames = [UInt8]([[UInt8]](repeating: [0x95] + [UInt8](repeating: 0, count: 8), count: 300_000).joined())
        let pickle = Fixture.pickle([Fixture.array(DrawingFixture.values, type: "i2", big: false, .protocol3)], .protocol3)
        let archive = try deflated(Fixture.objects(Array(pickle[..<2]) + frames + pickle[2...]))
        #expect(try refusal(archive) == "a, a, its pickle: more than 32 times its size (at least 64 KiB)")
        #expect(try refusal(archive, factor: 2) == nil)
    }

    @Test func rowsAreLimitedInAllDrawingsOfAFile() throws {
        #expect(try refusal(stack(10_240, 1)) == nil)
        // A drawing of one row counts as eight.
        #expect(try refusal(stack(10_241, 1)) == "a, drawing 10240: more than 81920 rows in 64 KiB of the file")
        #expect(try refusal(deflated(stack(100, 1_000))) == "a, drawing 81: more than 81920 rows in 64 KiB of the file")
        #expect(try refusal(deflated(stack(1, 100_000))) == "a, drawing 0: more than 81920 rows in 64 KiB of the file")
        #expect(try refusal(deflated(stack(100, 1_000)), factor: 2) == nil)
        // A larger file has more.
        #expect(try refusal(stack(100, 1_000)) == nil)
    }

    @Test func rowsOfCompressedTextAreLimited() throws {
        let text = Fixture.ascii(String(repeating: "[[1,0,1]]\n", count: 10_241))
        #expect(try refusal(text) == nil)
        #expect(try refusal(CarrierTests.gzip(text)) == "a, drawing 10240: more than 81920 rows in 64 KiB of the file")
    }

    @Test func pointsOfADrawingInAnArrayAreLimited() throws {
        #expect(try refusal(stack(1, 2_000_000)) == nil)
        #expect(try refusal(stack(1, 2_000_001)) == "a, the array: more than 2000000 points")
        let points = Fixture.npy(descr: "|i1", shape: "2000001, 2", body: [UInt8](repeating: 1, count: 4_000_002))
        #expect(try refusal(points) == "a, the array: more than 2000000 points")
    }

    /// Rows are converted in portions.
    @Test func aDrawingOfManyRowsIsReadExactly() throws {
        let count = 10_001
        let rows = (0..<count).map { row in
            Stroke3.Row(dx: Float(row * 37 % 100 - 50), dy: Float(row % 7), isLifted: row % 50 == 49 || row == count - 1)
        }
        let values = rows.flatMap { row -> [Double] in [Double(row.dx), Double(row.dy), row.isLifted ? 1 : 0] }
        var columns: [Double] = []
        for column in 0..<3 { columns += (0..<count).map { values[3 * $0 + column] } }
        for (isFortran, numbers) in [(false, values), (true, columns)] {
            let file = Fixture.npy(
                descr: "<i2", shape: "\(count), 3", isFortran: isFortran, body: Fixture.data(numbers, type: "i2", big: false))
            #expect(try DrawingFixture.read(file)[0].sketch.stroke3.rows == rows)
        }
    }

    @Test func numbersOfLatentsAreRelativeToTheSizeOfTheirArchive() throws {
        func rows(_ count: Int, factor: Double = 1) throws -> [[Float]]? {
            let matrix = Fixture.npy(
                descr: "|i1", shape: "\(count), 128", body: [UInt8](repeating: 0, count: count * 128))
            return try NamedArrays(Data(deflated(matrix)), name: "l.npz", limits: ReaderLimits(factor: factor)).rows("a")
        }
        #expect(try rows(1024)?.count == 1024)
        let error = #expect(throws: FormatError.self) { try rows(1025) }
        #expect(error?.description == "l.npz, a: more than 131072 numbers in 64 KiB of the file")
        #expect(try rows(1025, factor: 2)?.count == 1025)
    }

    @Test func defaultsOfAttributesAreLimited() throws {
        func document(_ count: Int, _ value: String) -> [UInt8] {
            Fixture.ascii(
                "<!DOCTYPE svg [<!ATTLIST g style CDATA \"\(value)\" id CDATA #IMPLIED>]>"
                    + "<svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\">" + String(repeating: "<g/>", count: count)
                    + "<path d=\"M0 0L9 9\"/></svg>")
        }
        #expect(try refusal(document(1000, "fill:none")) == nil)
        let long = String(repeating: "a", count: 5000)
        #expect(try refusal(document(300, long)) == "a, line 1: more than 1000000 bytes of default values of attributes")
        #expect(try refusal(document(300, long), factor: 2) == nil)
        let many = (0..<10_001).map { "a\($0) CDATA #IMPLIED" }.joined(separator: " ")
        let declared =
            "<!DOCTYPE svg [<!ATTLIST b \(many)>]><svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\"><path d=\"M0 0L9 9\"/></svg>"
        let error = #expect(throws: FormatError.self) { try SVGReader.record(Fixture.ascii(declared), file: "a") }
        #expect(error?.description == "a, line 1: it declares more than 10000 attributes")
    }
}
