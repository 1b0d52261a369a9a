import Foundation
import Testing

/// Files of all NumPy versions are read exactly.
@Suite struct NumPyTests {
    typealias Fixture = NumPyFixture

    static let types = ["i1", "i2", "i4", "i8", "f2", "f4", "f8"]

    @Test(arguments: Fixture.Style.allCases)
    func everyTypeAndByteOrderInEveryPickle(style: Fixture.Style) throws {
        for type in Self.types {
            for big in [false, true] {
                let arrays = (0..<3).map { _ in Fixture.array(DrawingFixture.values, type: type, big: big, style) }
                let records = try DrawingFixture.read(Fixture.objects(Fixture.pickle(arrays, style), count: 3))
                #expect(records.count == 3, "\(style) \(type)")
                for record in records { #expect(record.sketch.stroke3.rows == DrawingFixture.rows, "\(style) \(type) \(big)") }
            }
        }
    }

    @Test(arguments: [("u1", 255.0), ("u2", 65535), ("u4", 1_000_000), ("i8", -1_000_000), ("f2", -0.5), ("f8", 0.1)])
    func extremeValues(type: String, value: Double) throws {
        let values = [value, 0, 1]
        for big in [false, true] {
            let order = type == "u1" ? "|" : big ? ">" : "<"
            let file = Fixture.npy(descr: order + type, shape: "1, 3", body: Fixture.data(values, type: type, big: big))
            #expect(try DrawingFixture.read(file)[0].sketch.stroke3.rows[0].dx == Float(value))
        }
    }

    @Test func plainArraysAndStacksInBothOrders() throws {
        let values = DrawingFixture.values
        func expect(_ file: [UInt8], count: Int) throws {
            let records = try DrawingFixture.read(file)
            #expect(records.count == count)
            for record in records { #expect(record.sketch.stroke3.rows == DrawingFixture.rows) }
        }
        func numbers(_ values: [Double]) -> [UInt8] { Fixture.data(values, type: "i2", big: false) }
        try expect(Fixture.npy(descr: "<i2", shape: "4, 3", body: numbers(values)), count: 1)
        try expect(Fixture.npy(descr: "<i2", shape: "2, 4, 3", body: numbers(values + values)), count: 2)
        let columns: [Double] = (0..<12).map { values[$0 % 4 * 3 + $0 / 4] }
        try expect(Fixture.npy(descr: "<i2", shape: "4L, 3L", isFortran: true, body: numbers(columns)), count: 1)
        let doubled: [Double] = (0..<24).map { columns[$0 / 2] }
        try expect(Fixture.npy(descr: "<i2", shape: "2, 4, 3", isFortran: true, body: numbers(doubled)), count: 2)
        let five = DrawingFixture.rows.reduce(into: [Double]()) { values, row in
            values += [Double(row.dx), Double(row.dy), row.isLifted ? 0 : 1, row.isLifted ? 1 : 0, 0]
        }
        let end = [0.0, 0, 0, 0, 1]
        try expect(Fixture.npy(descr: "<i2", shape: "6, 5", body: numbers(five + end + end)), count: 1)
    }

    /// The splits of the original data sets are read in their order, independently of the archive's order, or selected.
    @Test func partsOfAnArchive() throws {
        func member(_ name: String, _ dx: Double) -> Fixture.Member {
            Fixture.Member(
                name + ".npy",
                Fixture.objects(
                    Fixture.pickle([Fixture.array([dx, 0, 0, dx, 1, 1], type: "i2", big: false, .python2)], .python2)))
        }
        let file = Fixture.zip([member("valid", 2), member("other", 4), member("test", 3), member("train", 1)])
        func offsets(_ fragment: String) throws -> [Float] {
            try DrawingFixture.read(file, as: "sheep.npz", fragment).map { $0.sketch.stroke3.rows[0].dx }
        }
        #expect(try offsets("") == [1, 2, 3])
        #expect(try offsets("#1") == [2])
        #expect(try offsets("#other") == [4])
        #expect(try offsets("#valid#0") == [2])
        let records = try DrawingFixture.read(file, as: "sheep.npz")
        #expect(records.map(\.split) == [.train, .validation, .test])
        #expect(Set(records.map(\.sketch.name)) == ["sheep"])
        #expect(records.allSatisfy { $0.kind == .prepared })
        #expect(
            try DrawingFixture.refusal(file, as: "sheep.npz", "#dev")
                == "sheep.npz#dev: no such part; the file contains valid, other, test, train")
        #expect(
            try DrawingFixture.refusal(file, as: "sheep.npz", "#train#1")?.contains("contains 1 drawing; #1 does not exist")
                == true)
    }

    /// Arrays without drawings are ignored.
    @Test func otherArraysAreIgnored() throws {
        let drawings = Fixture.Member(
            "sketches.npy",
            Fixture.npy(descr: "<i2", shape: "4, 3", body: Fixture.data(DrawingFixture.values, type: "i2", big: false)))
        let counts = Fixture.Member(
            "counts.npy", Fixture.npy(descr: "<i4", shape: "2,", body: Fixture.data([1, 2], type: "i4", big: false)))
        #expect(try DrawingFixture.read(Fixture.zip([counts, drawings])).count == 1)
        let message = try DrawingFixture.refusal(Fixture.zip([counts]))
        #expect(message?.contains("its arrays counts: none is a list of arrays") == true)
        #expect(
            try DrawingFixture.refusal(Fixture.zip([counts, drawings]), as: "file", "#counts")?.contains("its shape is [2]")
                == true)
    }

    @Test(arguments: [
        ("|S4", "3, 3", "its type is '|S4'"), ("<c8", "3, 3", "its type is '<c8'"), ("<f16", "3, 3", "its type is '<f16'"),
        ("<i2", "3, 4", "its shape is [3, 4]"), ("<i2", "", "its shape is []"),
        ("<i2", "4611686018427387904, 3", "does not match"),
        ("<i2", "3, 3, 3, 3", "its shape is"), ("<i2", "5, 3", "does not match its 18 bytes"),
    ])
    func unsupportedArraysAreErrors(type: String, shape: String, words: String) throws {
        let size = shape == "3, 4" ? 24 : shape == "" ? 2 : shape == "3, 3, 3, 3" ? 162 : 18
        let message = try DrawingFixture.refusal(Fixture.npy(descr: type, shape: shape, body: [UInt8](repeating: 0, count: size)))
        #expect(message?.contains(words) == true, "\(message ?? "read")")
    }

    /// The dimensions of an array without elements are not limited by its data, and must not cost memory.
    @Test func emptyArraysCostNoMemory() throws {
        let hollow = try DrawingFixture.refusal(Fixture.npy(descr: "<f4", shape: "3000000000, 0, 3", body: []))
        #expect(hollow?.contains("its shape is [3000000000, 0, 3], drawings without rows") == true, "\(hollow ?? "read")")
        for shape in ["0, 4611686018427387904, 3", "4611686018427387904, 0, 0, 3", "0, 0, 5"] {
            #expect(try DrawingFixture.refusal(Fixture.npy(descr: "<f4", shape: shape, body: [])) != nil)
        }
    }

    @Test func offsetsAreLimited() throws {
        for value in [Double.nan, .infinity, 2e6] {
            let file = Fixture.npy(descr: "<f8", shape: "1, 3", body: Fixture.data([value, 0, 1], type: "f8", big: false))
            #expect(try DrawingFixture.refusal(file)?.contains("row 0 has the offset") == true)
        }
    }
}
