import Foundation
import SketchFormats
import Testing

/// Every cap refuses what is just beyond it with a sentence that names the option, and lets it through when raised.
@Suite struct ReaderLimitsTests {
    /// Caps of a thousandth: 33,554 bytes of JSON, 1000 elements, 2000 points, 4 members.
    static let low = ReaderLimits(factor: 0.001)

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let file: String
        let bytes: [UInt8]
        /// How the sentence ends.
        let words: String
        /// The factor that lets it through.
        var enough = 0.002
        var testDescription: String { name }
    }

    static func svg(_ body: String) -> [UInt8] { Array("<svg xmlns=\"http://www.w3.org/2000/svg\">\(body)</svg>".utf8) }
    static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    static let line = "<path d=\"M0 0L9 9\"/>"

    static let cases = [
        Case(
            name: "a JSON value", file: "a.json", bytes: Array("[[[0,9],[0,9]]\(times(" ", 40_000))]".utf8),
            words: "a.json, line 1, takes more than 33554 bytes; --input-limits 4 allows 128 MiB"),
        Case(
            name: "a line of NDJSON", file: "a.ndjson",
            bytes: Array("[[[0,9],[0,9]]]\n[[[0,9],[0,9]]\(times(" ", 50_000))]".utf8),
            words: "a.ndjson, line 2, takes more than 33554 bytes; --input-limits 4 allows 128 MiB"),
        Case(
            name: "a document", file: "a.svg", bytes: svg(line + times(" ", 70_000)),
            words: "a.svg takes more than 67108 bytes; --input-limits 4 allows 256 MiB"),
        Case(
            name: "elements", file: "a.svg", bytes: svg(line + times("<g/>", 1_000)),
            words: "it has more than 1000 elements; --input-limits 4 allows 4000000 elements"),
        Case(
            name: "elements drawn", file: "a.svg",
            bytes: svg("<defs><g id=\"a\">\(times("<g/>", 400))</g></defs>\(times("<use href=\"#a\"/>", 3))\(line)"),
            words: "counted each time, more than 1000 elements; --input-limits 4 allows 4000000 elements"),
        Case(
            name: "pieces of a path", file: "a.svg", bytes: svg("<path d=\"M0 0\(times("h1", 1_001))\"/>"),
            words: "its paths have more than 1000 pieces; --input-limits 4 allows 4000000 pieces"),
        Case(
            name: "pieces of several paths", file: "a.svg", bytes: svg(times("<path d=\"M0 0\(times("h1", 600))\"/>", 2)),
            words: "its paths have more than 1000 pieces; --input-limits 4 allows 4000000 pieces"),
        Case(
            name: "points of a polyline", file: "a.svg", bytes: svg("<polyline points=\"\(times("1 2 3 1 ", 501))\"/>"),
            words: "its paths have more than 1000 pieces; --input-limits 4 allows 4000000 pieces"),
        Case(
            name: "pieces that a use repeats", file: "a.svg",
            bytes: svg("<path id=\"a\" d=\"M0 0\(times("h1", 600))\"/><use href=\"#a\"/>"),
            words: "have more than 1000 pieces; --input-limits 4 allows 4000000 pieces"),
        Case(
            name: "points of curves", file: "a.svg",
            bytes: svg("<path d=\"M0 0\(times("C0 99 99 0 99 99S0 0 0 0", 20))\"/>"),
            words: "its lines have more than 2000 points; --input-limits 4 allows 8000000 points"),
        Case(
            name: "points of ink", file: "a.inkml",
            bytes: Array("<ink xmlns=\"http://www.w3.org/2003/InkML\"><trace>0 0\(times(",1 2,2 1", 1_100))</trace></ink>".utf8),
            words: "its traces have more than 2000 points; --input-limits 4 allows 8000000 points"),
        Case(
            name: "members of an archive", file: "a.npz", bytes: archive(members: 5, rows: 1),
            words: "it lists 5 members, more than 4 members; --input-limits 4 allows 16384 members"),
        Case(
            name: "a member", file: "a.npz", bytes: archive(members: 1, rows: 50_000),
            words: "bytes when inflated, more than 268435 bytes; --input-limits 4 allows 1 GiB"),
        Case(
            name: "an array", file: "a.npy", bytes: array(rows: 50_000),
            words: "a.npy takes more than 268435 bytes; --input-limits 4 allows 1 GiB"),
        Case(
            name: "arrays that a list repeats", file: "a.npy", bytes: repeated(250),
            words: "the arrays that its list repeats take more than 268435 bytes; --input-limits 4 allows 1 GiB"),
        Case(
            name: "arrays that the lists of an archive repeat", file: "a.npz",
            bytes: NumPyFixture.zip(["train", "test"].map { NumPyFixture.Member($0 + ".npy", repeated(150)) }),
            words: "the arrays that its list repeats take more than 268435 bytes; --input-limits 4 allows 1 GiB"),
    ]

    /// A list that names one array of 1,440 bytes over and over, in two bytes each.
    static func repeated(_ count: Int) -> [UInt8] {
        let array = NumPyFixture.array([Double](repeating: 1, count: 180), type: "i8", big: false, .python2)
        let remembered = array + [0x71, 0]
        let again = [[UInt8]](repeating: [0x68, 0], count: count - 1)
        return NumPyFixture.objects(NumPyFixture.pickle([remembered] + again, .python2), count: count)
    }

    static func array(rows: Int) -> [UInt8] {
        NumPyFixture.npy(descr: "<i2", shape: "\(rows), 3", body: [UInt8](repeating: 1, count: rows * 6))
    }

    static func archive(members: Int, rows: Int) -> [UInt8] {
        NumPyFixture.zip((0..<members).map { NumPyFixture.Member("a\($0).npy", array(rows: rows)) })
    }

    @Test(arguments: cases)
    func aCapNamesTheOptionThatRaisesIt(_ given: Case) throws {
        try DrawingFixture.inFolder { folder in
            let path = folder + "/" + given.file
            try DrawingFixture.write(given.bytes, path)
            let error = #expect(throws: SketchDataError.self) { try SketchReader(path, limits: Self.low).records() }
            let sentence = error?.description ?? ""
            #expect(sentence.hasSuffix(given.words), "\(sentence)")
            #expect(try !SketchReader(path, limits: ReaderLimits(factor: given.enough)).records().isEmpty)
        }
    }

    @Test func theFactorThatHelpsIsNamed() {
        func words(_ factor: Double, found: Int? = nil) -> String {
            ReaderLimits(factor: factor).moreThan(.arrayBytes, found: found)
        }
        #expect(words(1) == "more than 256 MiB; --input-limits 4 allows 1 GiB")
        #expect(words(2.5) == "more than 640 MiB; --input-limits 4 allows 1 GiB")
        #expect(words(4) == "more than 1 GiB; --input-limits 16 allows 4 GiB")
        #expect(words(1, found: 2 << 30) == "more than 256 MiB; --input-limits 16 allows 4 GiB")
        #expect(words(1, found: .max) == "more than 256 MiB; even --input-limits 64 allows only 16 GiB")
        #expect(words(64) == "more than 16 GiB; even --input-limits 64 allows only 16 GiB")
    }

    @Test func whatProtectsStays() throws {
        let most = ReaderLimits(factor: 64)
        func refusal(_ text: String, _ name: String) throws -> String {
            try DrawingFixture.inFolder { folder in
                try DrawingFixture.write(Array(text.utf8), folder + "/" + name)
                let error = try #require(throws: SketchDataError.self) {
                    try SketchReader(folder + "/" + name, limits: most).records()
                }
                return "\(error)"
            }
        }
        #expect(
            try refusal("{\"drawing\":\(Self.times("[", 70))\(Self.times("]", 70))}", "a.json").contains("nested deeper than 64"))
        let deep = Self.times("<g>", 300) + Self.times("</g>", 300)
        #expect(try refusal(String(decoding: Self.svg(deep), as: UTF8.self), "a.svg").contains("deeper than 256"))
        #expect(try refusal("1,2,0\n\(Self.times("1", 100_000))\n", "a.csv").contains("line 2: more than 4096 bytes"))
    }
}
