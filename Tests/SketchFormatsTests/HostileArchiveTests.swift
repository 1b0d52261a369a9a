import Foundation
import SketchFormats
import Testing

/// Zip archives with wrong directories, truncated archives, and decompression bombs.
@Suite struct HostileArchiveTests {
    typealias Fixture = NumPyFixture

    static var good: Fixture.Member {
        Fixture.Member(
            "train.npy",
            Fixture.npy(descr: "<i2", shape: "4, 3", body: Fixture.data(DrawingFixture.values, type: "i2", big: false)))
    }

    @Test func aDecompressionBombIsRejectedByItsDirectory() throws {
        // 1 GiB of zeros in 6.6 MB: the directory says so, and nothing is inflated.
        var bomb = Fixture.Member("train.npy", Fixture.deflatedZeros(runs: 1000))
        bomb.isDeflated = true
        bomb.size = 1 << 30
        #expect(
            try DrawingFixture.refusal(Fixture.zip([bomb]), as: "bomb.npz")
                == "bomb.npz, train.npy: more than 256 MiB")
    }

    @Test func aWrongSizeInTheDirectoryCostsNoMemory() throws {
        var bomb = Fixture.Member("train.npy", Fixture.deflatedZeros(runs: 100_000))
        bomb.isDeflated = true
        bomb.size = 100
        let message = try DrawingFixture.refusal(Fixture.zip([bomb]), as: "bomb.npz")
        #expect(message?.contains("train.npy: its size differs from the archive's directory") == true, "\(message ?? "read")")
        bomb.size = 200 << 20
        #expect(try DrawingFixture.refusal(Fixture.zip([bomb])) != nil)
    }

    @Test func theInflatedSizeOfAllMembersIsLimited() throws {
        let bombs = (0..<9).map { number -> Fixture.Member in
            var bomb = Fixture.Member("a\(number).npy", Fixture.deflatedZeros(runs: 10))
            bomb.isDeflated = true
            bomb.size = 255 << 20
            return bomb
        }
        #expect(
            try DrawingFixture.refusal(Fixture.zip(bombs))?.hasSuffix("all members: more than 2 GiB")
                == true)
        let crowd = (0..<5000).map { Fixture.Member("\($0).npy", []) }
        #expect(
            try DrawingFixture.refusal(Fixture.zip(crowd))?.hasSuffix(": more than 4096 members") == true)
    }

    @Test func damagedArchivesAreRejected() throws {
        var damaged = Self.good
        damaged.crc ^= 1
        #expect(try DrawingFixture.refusal(Fixture.zip([damaged]))?.contains("the archive is damaged") == true)
        #expect(
            try DrawingFixture.refusal(Fixture.zip([Self.good, Self.good]))?.contains("two members are called train.npy") == true)
        let file = Fixture.zip([Self.good])
        try DrawingFixture.refusesCutsAndFlips(of: file, named: "a.npz")
    }

    /// A member's name is only a label; no file is written.
    @Test func memberNamesAreNotPaths() throws {
        var member = Self.good
        member.name = "../../escaped.npy"
        try DrawingFixture.inFolder { folder in
            let deep = [folder, "inner", "deep"].joined(separator: "/")
            try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
            try DrawingFixture.write(Fixture.zip([member]), deep + "/x.npz")
            #expect(try SketchReader(deep + "/x.npz").records().count == 1)
            #expect(try SketchReader(deep + "/x.npz#../../escaped").records().count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["inner"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: deep) == ["x.npz"])
        }
    }

    @Test func anArchiveWithoutArraysIsUnsupported() throws {
        let message = try DrawingFixture.refusal(
            Fixture.zip([Fixture.Member("word/document.xml", Fixture.ascii("<x/>"))]), as: "a.docx")
        #expect(message == "a.docx is a zip archive, which cannot be read as drawings")
    }
}
