import Foundation
import SketchCore
import SketchFormats
import Testing

/// Arrays as people save them: lists of lists, object arrays that NumPy stacked, pickle protocols 0 and 1, strokes as arrays.
@Suite struct PickleCarrierTests {
    typealias Fixture = NumPyFixture

    private func ascii(_ text: String) -> [UInt8] { Fixture.ascii(text) }

    /// The rows of `DrawingFixture`, as a list of lists in protocol 2.
    static func listOfRows(float: Bool = false) -> [UInt8] {
        func number(_ value: Double) -> [UInt8] {
            if !float { return [0x4A] + Fixture.little(Int32(value)) }
            return [0x47] + withUnsafeBytes(of: value.bitPattern.bigEndian) { Array($0) }
        }
        var list: [UInt8] = [0x5D, 0x28]
        for row in DrawingFixture.rows {
            list += [0x5D, 0x28] as [UInt8]
            list += number(Double(row.dx)) + number(Double(row.dy)) + number(row.isLifted ? 1 : 0)
            list.append(0x65)
        }
        return list + [0x65]
    }

    @Test(arguments: [false, true]) func listsOfLists(float: Bool) throws {
        let rows = Self.listOfRows(float: float)
        let file = Fixture.objects(
            Fixture.pickle([rows, rows, Fixture.array([1, -2, 1], type: "i2", big: false, .python2)], .python2), count: 3)
        let records = try DrawingFixture.read(file)
        #expect(records.map(\.sketch.stroke3.rows.count) == [4, 4, 1])
        #expect(records[0].sketch.stroke3.rows == DrawingFixture.rows && records[0].kind == .prepared)
    }

    @Test func rowsAsTuplesAndScalars() throws {
        let dtype = Fixture.dtype("i2", order: "<", .python2)
        func scalar(_ value: Float) -> [UInt8] {
            var bytes: [UInt8] = ascii("cnumpy.core.multiarray\nscalar\n") + dtype + [0x55, 2]
            bytes += Fixture.little(Int16(value)) + [0x86, 0x52]
            return bytes
        }
        var list: [UInt8] = [0x5D, 0x28]
        for row in DrawingFixture.rows {
            list += scalar(row.dx) + scalar(row.dy) + scalar(row.isLifted ? 1 : 0)
            list.append(0x87)
        }
        list.append(0x65)
        let file = Fixture.objects(Fixture.pickle([list], .python2))
        #expect(try DrawingFixture.read(file)[0].sketch.stroke3.rows == DrawingFixture.rows)
    }

    /// `np.array(arrays, dtype=object)` of arrays of equal lengths is one array of numbers as objects.
    @Test func stackedObjectArrays() throws {
        let numbers = (DrawingFixture.values + DrawingFixture.values).flatMap { value -> [UInt8] in
            [0x4A] + Fixture.little(Int32(value))
        }
        var pickle: [UInt8] = [0x80, 2]
        pickle += Fixture.empty(.python2)
        pickle += [0x28, 0x4B, 1, 0x4B, 2, 0x4B, 4, 0x4B, 3, 0x87]
        pickle += Fixture.dtype("O8", order: "|", .python2)
        pickle += [0x89, 0x5D, 0x28]
        pickle += numbers
        pickle += [0x65, 0x74, 0x62, 0x2E]
        let records = try DrawingFixture.read(Fixture.npy(descr: "|O", shape: "2, 4, 3", body: pickle))
        #expect(records.count == 2 && records.allSatisfy { $0.sketch.stroke3.rows == DrawingFixture.rows })
        let wrong = pickle.map { $0 == 4 ? 5 : $0 }
        #expect(try DrawingFixture.refusal(Fixture.npy(descr: "|O", shape: "2, 4, 3", body: wrong)) != nil)
    }

    /// As Python 2 and Python 3 write protocol 0: text, one value per line.
    @Test(arguments: [false, true]) func protocolZero(isPython3: Bool) throws {
        let data = Fixture.data(DrawingFixture.values, type: "i2", big: false)
        func string(_ text: String) -> String { isPython3 ? "V\(text)\n" : "S'\(text)'\n" }
        func bytes(_ bytes: [UInt8]) -> [UInt8] {
            guard isPython3 else {
                return ascii("S'") + bytes.flatMap { ascii("\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)) } + ascii("'\n")
            }
            // Latin-1, with escapes for what ends a line.
            let text = bytes.flatMap { byte -> [UInt8] in
                let needsEscape = [0, 10, 13, 26, 92].contains(byte)
                return needsEscape ? ascii("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)) : [byte]
            }
            return ascii("c_codecs\nencode\n(V") + text + ascii("\nVlatin1\ntR")
        }
        let empty =
            ascii("cnumpy.core.multiarray\n_reconstruct\np0\n(cnumpy\nndarray\np1\n(I0\nt") + bytes(ascii("b")) + ascii("tR")
        func dtype(_ name: String, _ order: String) -> [UInt8] {
            ascii("cnumpy\ndtype\n(\(string(name))I0\nI1\ntR(I3\n\(string(order))NNNI-1\nI-1\nI0\ntb")
        }
        var array: [UInt8] = empty + ascii("(I1\n(I4\nI3\nt") + dtype("i2", "<")
        array += ascii("I00\n") + bytes(data) + ascii("tb")
        var pickle: [UInt8] = empty + ascii("(I1\n(I2\nt") + dtype("O8", "|") + ascii("I00\n(lp2\n")
        pickle += array + ascii("a") + array + ascii("atb.")
        let records = try DrawingFixture.read(Fixture.objects(pickle, count: 2))
        #expect(records.count == 2 && records.allSatisfy { $0.sketch.stroke3.rows == DrawingFixture.rows })
        // A list of lists with numbers as text.
        let rows = "(l(lF1.5\naI-2\naL0L\naa(lI3\naI4\naI1\naa"
        let lists: [UInt8] = empty + ascii("(I1\n(I1\nt") + dtype("O8", "|") + ascii("I00\n(l\(rows)atb.")
        #expect(try DrawingFixture.read(Fixture.objects(lists))[0].sketch.stroke3.rows.map(\.dx) == [1.5, 3])
    }

    @Test func arraysThatAreStrokes() throws {
        func points(_ values: [Double]) -> [UInt8] {
            Fixture.npy(descr: "<f4", shape: "\(values.count / 2), 2", body: Fixture.data(values, type: "f4", big: false))
        }
        let strokes = [[Point(x: 1, y: 2), Point(x: 3, y: 4)], [Point(x: 5, y: 6), Point(x: 7, y: 8), Point(x: 9, y: 1)]]
        let files = [[1.0, 2, 3, 4], [5, 6, 7, 8, 9, 1]].enumerated().map {
            Fixture.Member("stroke_\($0.offset).npy", points($0.element))
        }
        let (records, notes) = try StrokeFormTests.notes(Fixture.zip(files))
        #expect(records.map(\.sketch.strokes) == [strokes] && notes == ["2 arrays of points read as the strokes of one drawing."])
        #expect(try DrawingFixture.read(points([1, 2, 3, 4])).map(\.sketch.strokes) == [[strokes[0]]])
        // The same as a list of arrays, here lists, in one array; and a list of such drawings.
        func list(_ values: [UInt8]) -> [UInt8] {
            var list: [UInt8] = [0x5D, 0x28]
            for place in stride(from: 0, to: values.count, by: 2) {
                list += [0x5D, 0x28, 0x4B, values[place], 0x4B, values[place + 1], 0x65] as [UInt8]
            }
            return list + [0x65]
        }
        let both = [list([1, 2, 3, 4]), list([5, 6, 7, 8, 9, 1])]
        let one = Fixture.objects(Fixture.pickle(both, .python2), count: 2)
        #expect(try DrawingFixture.read(one).map(\.sketch.strokes) == [strokes])
        let drawing: [UInt8] = [0x5D, 0x28] + both[0] + both[1] + [0x65]
        let two = Fixture.objects(Fixture.pickle([drawing, drawing], .python2), count: 2)
        #expect(try DrawingFixture.read(two).map(\.sketch.strokes) == [strokes, strokes])
        // A stack can be strokes or drawings.
        let stack = Fixture.npy(
            descr: "<f4", shape: "2, 2, 2", body: Fixture.data([1, 2, 3, 4, 5, 6, 7, 8], type: "f4", big: false))
        #expect(try DrawingFixture.refusal(stack)?.contains("2 strokes of one drawing or 2 drawings") == true)
    }

    @Test func dictionariesAreNamed() throws {
        for pickle in [[0x80, 2, 0x7D, 0x71, 0] as [UInt8], ascii("(dp0\n.")] {
            let message = try DrawingFixture.refusal(Fixture.npy(descr: "|O", shape: "", body: pickle))
            #expect(message?.contains("a dictionary, not a list of arrays; save its arrays with np.savez(path, train=") == true)
        }
    }

    /// Values that are cheap to repeat in a pickle must not cost time or memory.
    @Test(.timeLimit(.minutes(1)), arguments: [[0x5D, 0x71, 0, 0x4B, 1, 0x61], [0x29, 0x71, 0]] as [[UInt8]])
    func repeatedListsAreLimited(start: [UInt8]) throws {
        // Lists of references to one list or tuple, three levels deep.
        var pickle: [UInt8] = start
        for level in 1...3 as ClosedRange<UInt8> {
            pickle += [0x5D, 0x71, level, 0x28] as [UInt8]
            for _ in 0..<20_000 { pickle += [0x68, level - 1] as [UInt8] }
            pickle.append(0x65)
        }
        #expect(try DrawingFixture.refusal(Fixture.objects(pickle + [0x2E])) != nil)
        var array: [UInt8] = Fixture.empty(.python2) + [0x28, 0x4B, 1, 0x4B, 1, 0x85]
        array += Fixture.dtype("O8", order: "|", .python2)
        array += [0x89, 0x5D, 0x68, 3, 0x61, 0x74, 0x62, 0x2E] as [UInt8]
        #expect(try DrawingFixture.refusal(Fixture.objects(pickle + array)) != nil)
    }

    /// Bytes are written so that both Pythons read them: protocol 2, and `_codecs.encode` of Latin-1 text.
    @Test func writtenArraysNeedNoEncoding() throws {
        try DrawingFixture.inFolder { folder in
            let rows = DrawingFixture.rows + [Stroke3.Row(dx: -300, dy: 12_345, isLifted: true)]
            let record = SketchRecord(sketch: Stroke3(rows: rows).sketch(), kind: .prepared, key: "1")
            var fraction = record
            fraction.sketch.strokes[0][1].x += 0.25
            try DatasetTests.write([record, fraction, record], folder + "/a.npz", .npz)
            let records = try SketchReader(folder + "/a.npz").records()
            #expect(records.map(\.sketch.stroke3.rows.count) == [5, 5, 5] && records[0].sketch.stroke3.rows == rows)
            #expect(records[1].sketch.stroke3.rows[0].dx == 3.25)
        }
    }
}
