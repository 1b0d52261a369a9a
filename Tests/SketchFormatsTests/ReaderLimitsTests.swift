import Foundation
import SketchFormats
import Testing

/// Input just beyond each limit is rejected with a sentence that states the limit, and accepted when the limit is raised.
@Suite struct ReaderLimitsTests {
    /// A thousandth of the standard limits: 33,554 bytes of JSON, 1000 elements, 2000 points, 4 members.
    static let low = ReaderLimits(factor: 0.001)

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let file: String
        let bytes: [UInt8]
        /// The end of the sentence.
        let words: String
        /// The factor that accepts the input.
        var enough = 0.002
        var testDescription: String { name }
    }

    static func svg(_ body: String) -> [UInt8] {
        Array("<svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"red\">\(body)</svg>".utf8)
    }
    static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
    static let line = "<path d=\"M0 0L9 9\"/>"

    static let cases = [
        Case(
            name: "a JSON value", file: "a.json", bytes: Array("[[[0,9],[0,9]]\(times(" ", 40_000))]".utf8),
            words: "a.json, line 1: more than 33554 bytes"),
        Case(
            name: "a line of NDJSON", file: "a.ndjson",
            bytes: Array("[[[0,9],[0,9]]]\n[[[0,9],[0,9]]\(times(" ", 50_000))]".utf8),
            words: "a.ndjson, line 2: more than 33554 bytes"),
        Case(
            name: "a document", file: "a.svg", bytes: svg(line + times(" ", 70_000)),
            words: "a.svg: more than 67108 bytes"),
        Case(
            name: "elements", file: "a.svg", bytes: svg(line + times("<g/>", 1_000)),
            words: "a.svg, line 1: more than 1000 elements"),
        Case(
            name: "elements drawn", file: "a.svg",
            bytes: svg("<defs><g id=\"a\">\(times("<g/>", 400))</g></defs>\(times("<use href=\"#a\"/>", 3))\(line)"),
            words: "a.svg, line 1: more than 1000 rendered elements"),
        Case(
            name: "pieces of a path", file: "a.svg", bytes: svg("<path d=\"M0 0\(times("h1", 1_001))\"/>"),
            words: "a.svg, line 1: more than 1000 path segments"),
        Case(
            name: "pieces of several paths", file: "a.svg", bytes: svg(times("<path d=\"M0 0\(times("h1", 600))\"/>", 2)),
            words: "a.svg, line 1: more than 1000 path segments"),
        Case(
            name: "points of a polyline", file: "a.svg", bytes: svg("<polyline points=\"\(times("1 2 3 1 ", 501))\"/>"),
            words: "a.svg, line 1: more than 1000 path segments"),
        Case(
            name: "pieces that a use repeats", file: "a.svg",
            bytes: svg("<path id=\"a\" d=\"M0 0\(times("h1", 600))\"/><use href=\"#a\"/>"),
            words: "a.svg, line 1: more than 1000 path segments"),
        Case(
            name: "points of curves", file: "a.svg",
            bytes: svg("<path d=\"M0 0\(times("C0 99 99 0 99 99S0 0 0 0", 20))\"/>"),
            words: "a.svg, stroke 0: more than 2000 points"),
        Case(
            name: "points of ink", file: "a.inkml",
            bytes: Array("<ink xmlns=\"http://www.w3.org/2003/InkML\"><trace>0 0\(times(",1 2,2 1", 1_100))</trace></ink>".utf8),
            words: "a.inkml, line 1: more than 2000 points"),
        Case(
            name: "members of an archive", file: "a.npz", bytes: archive(members: 5, rows: 1),
            words: "a.npz: more than 4 members"),
        Case(
            name: "a member", file: "a.npz", bytes: archive(members: 1, rows: 50_000),
            words: "a.npz, a0.npy: more than 268435 bytes"),
        Case(
            name: "an array", file: "a.npy", bytes: array(rows: 50_000),
            words: "a.npy: more than 268435 bytes"),
        Case(
            name: "arrays that a list repeats", file: "a.npy", bytes: repeated(250),
            words: "a.npy, the array, repeated arrays: more than 268435 bytes"),
        Case(
            name: "arrays that the lists of an archive repeat", file: "a.npz",
            bytes: NumPyFixture.zip(["train", "test"].map { NumPyFixture.Member($0 + ".npy", repeated(150)) }),
            words: "a.npz, test, repeated arrays: more than 268435 bytes"),
    ]

    /// A list that contains one array of 1,440 bytes many times, in two bytes each.
    static func repeated(_ count: Int) -> [UInt8] {
        let array = NumPyFixture.array([Double](repeating: 1, count: 180), type: "i8", big: false, .python2)
        let remembered = array + [0x71, 0]
        let again = [[UInt8]](repeating: [0x68, 0], count: count - 1)
        return NumPyFixture.objects(NumPyFixture.pickle([remembered] + again, .python2), count: count)
    }

    static func array(rows: Int) -> [UInt8] {
        NumPyFixture.npy(
            descr: "<i2", shape: "\(rows), 3", body: [1, 0, 2, 0, 0, 0] + [UInt8](repeating: 0, count: rows * 6 - 6))
    }

    static func archive(members: Int, rows: Int) -> [UInt8] {
        NumPyFixture.zip((0..<members).map { NumPyFixture.Member("a\($0).npy", array(rows: rows)) })
    }

    @Test(arguments: cases)
    func exceedingALimitIsAnErrorUntilItIsRaised(_ given: Case) throws {
        try DrawingFixture.inFolder { folder in
            let path = folder + "/" + given.file
            try DrawingFixture.write(given.bytes, path)
            let error = #expect(throws: FormatError.self) {
                try SketchReader(path, options: ReadOptions(limits: Self.low)).records()
            }
            let sentence = error?.description ?? ""
            #expect(sentence.hasSuffix(given.words), "\(sentence)")
            #expect(try !SketchReader(path, options: ReadOptions(limits: ReaderLimits(factor: given.enough))).records().isEmpty)
        }
    }

    @Test func fixedLimitsAreNotRaised() throws {
        let most = ReaderLimits(factor: 64)
        func refusal(_ text: String, _ name: String) throws -> String {
            try DrawingFixture.inFolder { folder in
                try DrawingFixture.write(Array(text.utf8), folder + "/" + name)
                let error = try #require(throws: FormatError.self) {
                    try SketchReader(folder + "/" + name, options: ReadOptions(limits: most)).records()
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
