import FoundationEssentials
import Glibc
import SketchRendering
import SketchSupport

/// A job that can write an animation instead of a sheet.
package protocol AnimatedJob: SheetJob {
    var animation: AnimationSettings { get }
}

extension AnimatedJob {
    /// The options of a sheet's layout that animations have.
    private static var layoutOptions: [String] {
        ["margin", "line-width", "title", "style", "background", "color-by", "color", "curves", "no-curves"]
    }

    /// Whether the output is an animation, or the frames of one are written.
    ///
    /// - Throws: `UsageError` for options that contradict each other.
    func isAnimated(_ file: OutputFile) throws -> Bool {
        let isAlways = AnimationSettings.extensions.contains(file.fileExtension)
        guard animation.animates || isAlways || animation.frames != nil else {
            let standard = AnimationSettings()
            var unused = animation.size != standard.size ? ["--size"] : []
            if animation.framesPerSecond != standard.framesPerSecond { unused.append("--fps") }
            if animation.seconds != nil { unused.append("--seconds") }
            guard unused.isEmpty else {
                throw UsageError(
                    "\(unused.joined(separator: ", ")): no animation is made. Add --animate, or write .gif or .webp.")
            }
            return false
        }
        if animation.frames == nil || output != nil, AnimationFormat(rawValue: file.fileExtension) == nil {
            throw UsageError("\(file.path): an animation is a .gif, .webp, .png or .svg.")
        }
        let unused = SheetStyle.options.filter { option in
            !Self.layoutOptions.contains(option.name) && option.texts(in: style) != option.texts(in: SheetStyle())
        }
        guard unused.isEmpty else {
            throw UsageError(
                "\(unused.map { "--" + $0.name }.joined(separator: ", ")): an animation has no such layout.")
        }
        if style.colourBy == .order { throw UsageError("--color-by order: an animation has one colour at a time.") }
        return true
    }

    /// An animation as the options state it.
    ///
    /// - Parameter seconds: the length unless the options state one.
    func animation(_ keys: [Animation.Key], _ motion: Animation.Motion, seconds: Double) -> Animation {
        Animation(
            keys, motion: motion, size: animation.size, framesPerSecond: animation.framesPerSecond,
            seconds: animation.seconds ?? seconds, style: style)
    }

    /// Refuses an animation that is too large or that its files cannot have, before its drawings are decoded.
    ///
    /// - Throws: `RenderingError`, `StudioError.framesExist`.
    func check(_ animation: Animation, for file: OutputFile) throws {
        try animation.validate()
        if writesAnimation(file), let format = AnimationFormat(rawValue: file.fileExtension) { try animation.check(format) }
        guard let folder = self.animation.frames, !outputOptions.replacesInput else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard names.isEmpty else { throw StudioError.framesExist(folder) }
    }

    /// Writes the animation, its frames, or both.
    ///
    /// - Throws: `RenderingError`, `FileError`.
    /// - Returns: The path of what was written.
    func write(_ animation: Animation, to file: OutputFile, recipe: Recipe, _ reporter: Reporter) throws -> String {
        if let folder = self.animation.frames {
            // The frames of a longer animation would follow those of this one.
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where name.count == 9 && name.hasSuffix(".png") && name.prefix(5).allSatisfy(\.isNumber) {
                try FileManager.default.removeItem(atPath: FilePath.joined(folder, name))
            }
            try animation.writeFrames(to: folder)
        }
        guard writesAnimation(file), let format = AnimationFormat(rawValue: file.fileExtension) else {
            return self.animation.frames ?? file.path
        }
        reporter.progress("rendering", done: 0, of: animation.frameCount)
        let data = try animation.data(format: format, recipe: recipe)
        reporter.clear()
        try file.write(data)
        return file.path
    }

    private func writesAnimation(_ file: OutputFile) -> Bool { animation.frames == nil || output != nil }

    /// The colour of a decoded drawing at a place of its path, from 0 to 1.
    func colour(at place: Double) -> Colour { style.colour(at: place) }
}
