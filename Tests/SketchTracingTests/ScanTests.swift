import Foundation
import SketchTracing
import Testing

@Suite("Pictures are decoded to grey, or refused")
struct ScanTests {
    /// 24 x 16 pixels: white, with a black square in the top left quarter.
    private static let jpeg = JPEGFixture.square

    private func error(_ data: Data, _ limit: Int = Scan.maximumPixels) -> TracingError? {
        do {
            _ = try Scan(data, name: "a", maximumPixels: limit)
            return nil
        } catch let error as TracingError {
            return error
        } catch {
            Issue.record(error)
            return nil
        }
    }

    @Test("A JPEG is decoded")
    func decodes() throws {
        let scan = try Scan(Self.jpeg, name: "a")
        #expect(scan.width == 24 && scan.height == 16)
        #expect(scan.pixels[0] < 20)
        #expect(scan.pixels[23] > 235)
        #expect(scan.pixels[15 * 24] > 235)
    }

    @Test("The orientation that a camera notes is applied", arguments: 1...8)
    func orientation(value: Int) throws {
        let scan = try Scan(JPEGFixture.oriented(value), name: "a")
        #expect(scan.width == (value < 5 ? 24 : 16) && scan.height == (value < 5 ? 16 : 24))
        func isBlack(_ x: Int, _ y: Int) -> Bool { scan.pixels[y * scan.width + x] < 128 }
        let corners = [
            isBlack(0, 0), isBlack(scan.width - 1, 0), isBlack(scan.width - 1, scan.height - 1), isBlack(0, scan.height - 1),
        ]
        // The corner where the first row and the first column of the file meet.
        let place = [0, 1, 2, 3, 0, 1, 2, 3][value - 1]
        #expect(corners.indices.filter { corners[$0] } == [place])
    }

    @Test("A truncated JPEG is refused")
    func truncated() {
        for count in [3, 20, Self.jpeg.count / 2, Self.jpeg.count - 12] {
            guard case .unreadable(_, "JPEG", let reason) = error(Self.jpeg.prefix(count)) else {
                Issue.record("\(count) bytes")
                continue
            }
            #expect(!reason.isEmpty)
        }
    }

    @Test("A JPEG and a PNG of more pixels than the limit are refused from the header")
    func sizes() {
        #expect(error(Self.jpeg, 383) == .tooLarge(name: "a", width: 24, height: 16, limit: 383))
        // A header of 31,623 x 31,623 pixels, 10^9, and no pixels.
        let header: [UInt8] = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x7B, 0x87, 0, 0, 0x7B, 0x87, 8, 0, 0, 0, 0]
        let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + header)
        #expect(error(png) == .tooLarge(name: "a", width: 31623, height: 31623, limit: Scan.maximumPixels))
        var huge = Self.jpeg
        if let frame = huge.firstRange(of: Data([0xFF, 0xC0])) {
            huge.replaceSubrange(frame.lowerBound + 5..<frame.lowerBound + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
        }
        #expect(error(huge) == .tooLarge(name: "a", width: 65500, height: 65500, limit: Scan.maximumPixels))
    }

    @Test("Other files are not pictures")
    func others() {
        for text in ["", "hello", "<svg/>", "GIF89a"] { #expect(error(Data(text.utf8)) == .notPicture(name: "a")) }
    }

    @Test("Damaged bytes never end the program")
    func damage() {
        for position in stride(from: 2, to: Self.jpeg.count, by: 1) {
            for value: UInt8 in [0, 0xFF] {
                var data = Self.jpeg
                data[position] = value
                _ = error(data, 1_000_000)
            }
        }
    }
}
