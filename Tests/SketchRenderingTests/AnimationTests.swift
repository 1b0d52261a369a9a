import Foundation
import SketchCore
import SketchRendering
import Testing

/// Loops of drawings: their frames, and their files.
@Suite struct AnimationTests {
    private static func polygon(_ corners: Int, turned: Double = 0) -> Sketch {
        Sketch(
            strokes: [
                (0...corners).map { corner -> Point in
                    let angle = 2 * Double.pi * Double(corner) / Double(corners) + turned
                    return Point(x: 100 * cos(angle), y: 100 * sin(angle))
                }
            ])
    }

    private static let keys = [
        Animation.Key(polygon(4), isHeld: true), Animation.Key(polygon(40), colour: Palette.pink),
        Animation.Key(polygon(40, turned: 1), colour: Palette.blue), Animation.Key(polygon(3), isHeld: true),
    ]

    private static func animation(
        _ motion: Animation.Motion, size: Int = 64, rate: Int = 20, seconds: Double = 3, style: SheetStyle = SheetStyle()
    ) -> Animation {
        Animation(keys, motion: motion, size: size, framesPerSecond: rate, seconds: seconds, style: style)
    }

    /// The greatest distance from the ink of one picture to the nearest ink of the other; 0 if either has none.
    private static func jump(from first: [[Point]], to second: [[Point]]) -> Double {
        func reach(_ a: [[Point]], _ b: [[Point]]) -> Double {
            let segments = b.flatMap { line in zip(line, line.count > 1 ? Array(line.dropFirst()) : line) }
            return a.joined().reduce(0) { largest, point in
                max(largest, segments.reduce(.infinity) { min($0, distance(point, $1.0, $1.1)) })
            }
        }
        return first.isEmpty || second.isEmpty ? 0 : max(reach(first, second), reach(second, first))
    }

    private static func distance(_ point: Point, _ a: Point, _ b: Point) -> Double {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let length = dx * dx + dy * dy
        let place = length > 0 ? min(max(((point.x - a.x) * dx + (point.y - a.y) * dy) / length, 0), 1) : 0
        let (x, y) = (point.x - a.x - place * dx, point.y - a.y - place * dy)
        return (x * x + y * y).squareRoot()
    }

    @Test(arguments: [Animation.Motion.morph, .walk, .draw]) func theLoopHasItsLength(motion: Animation.Motion) throws {
        let frames = try AnimationFrames(Self.animation(motion))
        #expect((0..<frames.count).reduce(0) { $0 + frames[$1].frames } == 60)
        let spans = frames.spans
        #expect(spans.first?.times.from == 0 && abs((spans.last?.times.to ?? 0) - 1) < 1e-9)
        #expect(zip(spans, spans.dropFirst()).allSatisfy { abs($0.times.to - $1.times.from) < 1e-9 })
    }

    @Test func theWayBackShowsThePicturesOfTheWay() throws {
        let frames = try AnimationFrames(Self.animation(.morph))
        let strokes = (0..<frames.count).map { frames[$0].strokes }
        // A rest, the way, a rest, the way back.
        let way = (frames.count - 2) / 2
        #expect(frames[0].frames > 1 && frames[way + 1].frames > 1)
        let isMirrored = Array(strokes[1...way]) == strokes[(way + 2)...].reversed()
        #expect(isMirrored && Set(strokes).count == way + 2)
    }

    @Test func theFirstPictureIsTheFirstDrawing() throws {
        for motion in [Animation.Motion.morph, .walk, .draw] {
            let animation = Self.animation(motion, style: SheetStyle(hasCurves: false))
            let frames = try AnimationFrames(animation)
            let drawing = animation.placedStrokes()[0]
            #expect(Self.jump(from: frames[0].strokes, to: drawing) < 0.2, "\(motion)")
            #expect(frames[0].ink == .black)
        }
    }

    /// A loop that moves slowly at its ends moves no point far from one frame to the next.
    @Test func linesGlide() throws {
        let frames = try AnimationFrames(Self.animation(.morph, size: 200, rate: 25, seconds: 6))
        let jump = frames.largestMove()
        #expect(jump > 0.1 && jump < 6, "\(jump)")
        // The same drawings one after the other.
        var hard = Self.animation(.morph, size: 200, rate: 1, seconds: 8)
        hard.keys = [hard.keys[0], hard.keys[3]]
        let cut = try AnimationFrames(hard).largestMove()
        #expect(cut > 2 * jump, "\(cut)")
    }

    @Test func aDrawingIsDrawnInPenOrder() throws {
        let strokes = [[Point(x: 0, y: 0), Point(x: 100, y: 0)], [Point(x: 0, y: 50), Point(x: 100, y: 50)]]
        let animation = Animation(
            [.init(Sketch(strokes: strokes))], motion: .draw, size: 100, framesPerSecond: 10, seconds: 3)
        let frames = try AnimationFrames(animation)
        func length(_ index: Int) -> Double {
            var sum = 0.0
            for stroke in frames[index].strokes { sum += (stroke.last?.x ?? 0) - (stroke.first?.x ?? 0) }
            return sum
        }
        #expect(frames[0].strokes.count == 2)
        let drawn = (1..<frames.count).map(length)
        #expect(drawn == drawn.sorted() && drawn[0] < 20 && drawn[drawn.count - 1] > length(0) * 0.8)
        #expect(frames[frames.count / 3].strokes.count == 1)
    }

    @Test(arguments: AnimationFormat.allCases) func filesAreAlikeAndStateTheirRecipe(format: AnimationFormat) throws {
        let recipe = Recipe(
            version: "1", command: "interpolate 'k\u{F6}ter <1>.json' b.json " + String(repeating: "x", count: 600))
        for style in [SheetStyle(), SheetStyle(theme: .dark), SheetStyle(isTransparent: true)] {
            let animation = Self.animation(.morph, style: style)
            if style.isTransparent, format == .gif {
                #expect(throws: RenderingError.noAlpha(format: .gif)) { try animation.data(format: format) }
                continue
            }
            let data = try animation.data(format: format, recipe: recipe)
            #expect(try animation.data(format: format, recipe: recipe) == data)
            #expect(RecipeReader.json(in: data) == recipe.jsonText)
            let file = try #require(AnimatedFile([UInt8](data), format))
            #expect(file.width == 64 && file.height == 64)
            guard format != .svg else { continue }
            #expect(file.repeats)
            #expect(abs(file.durations.reduce(0, +) - 3) < 1e-6)
            #expect(file.durations.count == (try AnimationFrames(animation)).count)
        }
    }

    @Test func theFirstPictureOfAnAPNGIsTheDrawing() throws {
        for theme in [Theme.paper, .dark] {
            let style = SheetStyle(theme: theme)
            let image = try PNGImage(Self.animation(.morph, style: style).data(format: .png))
            let frames = try AnimationFrames(Self.animation(.morph, style: style))
            let still = try PNGImage(frames.picture(frames[0]).data(format: .png))
            // 16 levels instead of 256.
            var largest = 0
            for (a, b) in zip(image.pixels, still.pixels) { largest = max(largest, abs(Int(a) - Int(b))) }
            #expect(image.width == 64 && largest <= 9, "\(largest)")
        }
    }

    @Test func framesAreNumberedFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try Self.animation(.morph).writeFrames(to: folder) == 60)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names.count == 60 && names.first == "00000.png" && names.last == "00059.png")
        let image = try PNGImage(Data(contentsOf: URL(fileURLWithPath: folder + "/00030.png")))
        #expect(image.width == 64)
    }

    @Test func limitsAreCheckedBeforeTheWork() {
        var large = Self.animation(.morph, size: 4096, rate: 50, seconds: 600)
        #expect(throws: RenderingError.tooManyFrames(count: 30_000, size: 4096, limit: "2000 million pixels")) {
            try large.data(format: .gif)
        }
        large.keys = []
        #expect(throws: RenderingError.nothingToDraw) { try large.data(format: .gif) }
        for animation in [
            Self.animation(.morph, size: 15), Self.animation(.morph, rate: 51), Self.animation(.morph, seconds: 0.1),
            Self.animation(.morph, rate: 1, seconds: 2), Self.animation(.morph, seconds: .nan),
        ] {
            #expect(throws: RenderingError.self) { try animation.data(format: .gif) }
        }
    }

    @Test(arguments: [[], Array("GIF89a".utf8), [0x21, 0xFE, 255, 1], [0x2C, 0, 0]] as [[UInt8]])
    func damagedGIFsHaveNoRecipe(rest: [UInt8]) {
        let head = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0]
        #expect(RecipeReader.json(in: Data(rest.count > 5 ? rest : head + rest)) == nil)
    }
}

/// The pictures of an animated file, as far as tests need them.
private struct AnimatedFile {
    var width = 0
    var height = 0
    var repeats = false
    /// In seconds.
    var durations: [Double] = []

    init?(_ bytes: [UInt8], _ format: AnimationFormat) {
        func big(_ start: Int, _ count: Int) -> Int {
            var value = 0
            for byte in bytes[start..<start + count] { value = value << 8 | Int(byte) }
            return value
        }
        func little(_ start: Int, _ count: Int) -> Int {
            var value = 0
            for byte in bytes[start..<start + count].reversed() { value = value << 8 | Int(byte) }
            return value
        }
        switch format {
        case .gif:
            (width, height) = (little(6, 2), little(8, 2))
            var place = 13 + 6
            while bytes[place] != 0x3B {
                let isExtension = bytes[place] == 0x21
                if isExtension {
                    if bytes[place + 1] == 0xF9 { durations.append(Double(little(place + 4, 2)) / 100) }
                    if bytes[place + 1] == 0xFF { repeats = little(place + 16, 2) == 0 }
                    place += 2
                } else {
                    let flags = Int(bytes[place + 9])
                    place += 11 + (flags & 0x80 == 0 ? 0 : 3 << ((flags & 7) + 1))
                }
                while bytes[place] != 0 { place += Int(bytes[place]) + 1 }
                place += 1
            }
        case .png:
            (width, height) = (big(16, 4), big(20, 4))
            var place = 8
            while place < bytes.count {
                switch String(decoding: bytes[place + 4..<place + 8], as: UTF8.self) {
                case "acTL": repeats = big(place + 12, 4) == 0
                case "fcTL": durations.append(Double(big(place + 28, 2)) / Double(big(place + 30, 2)))
                default: break
                }
                place += 12 + big(place, 4)
            }
        case .webp:
            var place = 12
            while place < bytes.count {
                switch String(decoding: bytes[place..<place + 4], as: UTF8.self) {
                case "VP8X": (width, height) = (little(place + 12, 3) + 1, little(place + 15, 3) + 1)
                case "ANIM": repeats = little(place + 12, 2) == 0
                case "ANMF": durations.append(Double(little(place + 20, 3)) / 1000)
                default: break
                }
                place += 8 + (little(place + 4, 4) + 1) / 2 * 2
            }
        case .svg:
            let text = String(decoding: bytes, as: UTF8.self)
            guard text.contains("<animate "), text.contains("width=\"64\" height=\"64\"") else { return nil }
            (width, height) = (64, 64)
        }
    }
}
