import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

extension AnimationFrames {
    /// The loop without frames.
    package var spans: [AnimationTimeline.Span] { animation.timeline.spans(efforts: efforts) }

    /// How much changes from each key to the next.
    var efforts: [Double] {
        changes.compactMap { if case .morph(let morph) = $0 { morph.longestMove } else { nil } }
    }
}

extension Animation {
    /// Returns the content of an animation's file. The same animation and recipe give the same bytes.
    ///
    /// - Parameter recipe: How the animation was made, stored in its metadata; `nil` stores nothing.
    /// - Throws: `RenderingError`.
    public func data(format: AnimationFormat, recipe: Recipe? = nil) throws -> Data {
        try check(format)
        let frames = try AnimationFrames(self)
        return switch format {
        case .gif: try GIFWriter.data(frames, recipe: recipe)
        case .webp: try WebPWriter.data(frames, recipe: recipe)
        case .png: try APNGWriter.data(frames, recipe: recipe)
        case .svg: AnimatedSVGWriter.data(frames, recipe: recipe)
        }
    }

    /// Checks that a format can have the animation.
    ///
    /// - Throws: `RenderingError.noAlpha` for a transparent GIF.
    public func check(_ format: AnimationFormat) throws {
        if style.isTransparent, !format.hasAlpha { throw RenderingError.noAlpha(format: format) }
    }

    /// Writes the frames of the loop as numbered PNG files, `00000.png` and so on, into a folder, which is created if it does
    /// not exist. A rest is as many equal files.
    ///
    /// - Throws: `RenderingError`, or an error that names the path if a file cannot be written.
    /// - Returns: The number of files.
    @discardableResult public func writeFrames(to folder: String) throws -> Int {
        let frames = try AnimationFrames(self)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var number = 0
        for index in 0..<frames.count {
            let frame = frames[index]
            let content = try frames.picture(frame).data(format: .png)
            for _ in 0..<frame.frames {
                let digits = String(number)
                let name = String(repeating: "0", count: max(5 - digits.count, 0)) + digits + ".png"
                try AtomicFile.write(content, to: folder + "/" + name)
                number += 1
            }
        }
        return number
    }
}

extension AnimationFrames {
    /// Returns a frame as a picture of pixels.
    package func picture(_ frame: Frame) -> Picture {
        var picture = Picture(
            width: Double(animation.size), height: Double(animation.size),
            items: [.lines(frame.strokes, colour: frame.ink, width: animation.lineWidth)], unit: .pixels, dpi: 72)
        picture.background = animation.style.isTransparent ? nil : paper
        return picture
    }
}
