import SketchCore
import SketchFormats
import SketchRendering
import SketchSupport

/// Renders drawings as a sheet, a cell per drawing. Needs no model.
public struct RenderJob: AnimatedJob {
    /// Files of drawings.
    public var files: [String] = []
    /// Maximum number of drawings; nil for all.
    public var limit: Int?
    public var reading = ReadOptions()
    public var style = SheetStyle()
    public var animation = AnimationSettings()
    /// Nil writes `NAME.png`, or `sheet.png` for several files.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The path of the sheet.
        public var output: String
        /// Drawings on the sheet.
        public var sketches: Int

        public var lines: [String] { [output] }
        public var jsonText: String {
            JSONValue.object([("output", .string(output)), ("sketches", .integer(sketches))]).text
        }
    }

    public var outputExtensions: [String]? { PictureFormat.allCases.map(\.rawValue) + AnimationSettings.extensions }

    public var makesPicture: Bool { animation.frames == nil }

    /// The default length of the time in which a drawing is drawn.
    static let secondsPerDrawing = 3.0

    /// - Throws: `FormatError`, `RenderingError`, `StudioError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let file = try pictureFile(default: files.count == 1 ? OutputFile.stem(of: files[0]) + ".png" : "sheet.png")
        let drawings = try read(reporter)
        if try isAnimated(file) {
            var job = self
            job.animation.animates = true
            let colour = style.colours.first ?? .black
            let drawn = animation(
                drawings.map { Animation.Key($0.sketch, colour: colour, isHeld: true) }, .draw,
                seconds: min(Self.secondsPerDrawing * Double(drawings.count), Animation.lengths.upperBound))
            try check(drawn, for: file)
            let recipe = job.recipe(inputs: drawings.map { $0.source(as: $0.sketch.source) })
            return Result(output: try write(drawn, to: file, recipe: recipe, reporter), sketches: drawings.count)
        }
        // Given drawings are black, unless colour encodes something in each of them.
        let isEncoded = [.step, .order].contains(style.colourBy)
        try SketchSheet(drawings.map(\.sketch), colours: [isEncoded ? Palette.blue : .black], style: style)
            .write(to: file, recipe: recipe(inputs: drawings.map { $0.source(as: $0.sketch.source) }), reporter)
        return Result(output: file.path, sketches: drawings.count)
    }

    /// The drawings up to the limit; the rest of a long file is not read.
    private func read(_ reporter: Reporter) throws -> [Drawing] {
        try Drawing.read(files, reading, limit: limit, reporter: reporter)
    }
}
