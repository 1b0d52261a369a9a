import SketchCore
import SketchFormats
import SketchPlotter
import SketchRendering
import SketchSupport

/// Writes drawings as a file for a pen plotter. Needs no model.
public struct PlotterJob: StudioJob {
    /// Files or folders of drawings.
    public var files: [String] = []
    /// The name of a built-in profile or a profile file; nil for the standard one of the output's format.
    public var profile: String?
    /// Pens, joining and order.
    public var settings = PlotterSettings()
    /// Whether a drawing keeps its size, 96 pixels an inch. By default a drawing from a page does, if it fits.
    public var isTrueSize = false
    /// Whether a drawing from a page is scaled to fill the page within its margins, as others are.
    public var fitsPage = false
    /// Whether the page is the document's own.
    private var isOwnPage = false
    /// Maximum number of drawings; nil for all.
    public var limit: Int?
    public var reading = ReadOptions()
    /// The layout; without a page, that of a document alone, or A4.
    public var style = SheetStyle()
    /// Nil writes `NAME.svg` or the profile's format, or `sheet.svg` for several files.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The path of the file.
        public var output: String
        /// Drawings on the page.
        public var sketches: Int
        let summary: PlotterSummary

        public var lines: [String] { [output] }
        public var note: String? { summary.sentence }
        public var jsonText: String {
            JSONValue.object([("output", .string(output)), ("sketches", .integer(sketches))] + summary.members).text
        }
    }

    public var outputExtensions: [String]? { PlotterProfile.Format.allCases.flatMap(\.extensions) }

    public func validate() throws {
        if isTrueSize, fitsPage { throw UsageError("--true-size and --fit-page cannot be combined.") }
        if profile != nil { try plotter().checkFormat(of: output, outputOptions.format) }
    }

    /// - Throws: `FormatError`, `RenderingError`, `PlotterError`, `UsageError`.
    public func perform(_ reporter: Reporter) throws -> Result {
        let plotter = try plotter()
        let name = files.count == 1 ? OutputFile.stem(of: files[0]) : "sheet"
        let file = outputFile ?? OutputFile(path: name + "." + (outputOptions.format ?? plotter.profile.format.extensions[0]))
        try file.checkWritable()
        var job = self
        job.reading.keepsPages = true
        let drawings = try Drawing.read(files, job.reading, limit: limit, reporter: reporter)
        if style.page == nil {
            // A document is plotted on its own page.
            let document = drawings.count == 1 && !fitsPage ? DocumentInk(drawings[0].record) : nil
            if document != nil, document?.size == nil {
                reporter.warn(
                    "\(drawings[0].sketch.source): its page has no size between 0.4 mm and 5 m. The drawing is put on A4; choose another "
                        + "--page.")
            }
            job.isOwnPage = document?.size != nil
            job.style.page = try document?.size ?? Page(parsing: "A4")
        }
        guard drawings.count == 1 || !isTrueSize else {
            throw UsageError(
                "--true-size places one drawing, and \(drawings.count) were given. Select one with 'file#N', or omit it.")
        }
        let plan =
            drawings.count == 1 && style.title.isEmpty
            ? try job.plan(of: drawings[0], plotter, reporter) : try job.plan(ofSheet: drawings, plotter, reporter)
        try file.write(plan.data(for: plotter.profile))
        return Result(output: file.path, sketches: drawings.count, summary: PlotterSummary(plan, plotter.profile))
    }

    /// The profile of that name, or the standard one of the output's format.
    private func plotter() throws -> PlotterOutput {
        let named = try profile.map { try PlotterProfile(nameOrPath: $0) }
        let fileExtension = outputOptions.format ?? output.map { OutputFile(path: $0).fileExtension } ?? "svg"
        guard let profile = named ?? PlotterProfile.standard(forExtension: fileExtension) ?? PlotterProfile.builtIn("svg") else {
            throw PlotterError.unknownProfile(fileExtension)
        }
        return PlotterOutput(profile: profile, settings: settings)
    }

    private func plan(ofSheet drawings: [Drawing], _ plotter: PlotterOutput, _ reporter: Reporter) throws -> PlotterPlan {
        let isEncoded = [.step, .order].contains(style.colourBy)
        let sheet = SketchSheet(
            drawings.map(\.sketch), colours: [isEncoded ? Palette.blue : .black], style: style)
        let picture = try sheet.picture()
        for warning in picture.warnings { reporter.warn(warning) }
        return try plotter.plan(of: picture, reporter)
    }

    /// The plan of a drawing alone on its page.
    private func plan(of drawing: Drawing, _ plotter: PlotterOutput, _ reporter: Reporter) throws -> PlotterPlan {
        var settings = settings
        if let width = style.lineWidth { settings.lineWidth = width.points * PagePlacement.millimetres }
        let placement = try PagePlacement(style: style, penWidth: settings.lineWidth, isOwnPage: isOwnPage)
        let ink = try placement.ink(of: drawing.record, size: isTrueSize ? .kept : fitsPage ? .fitted : .standard) {
            reporter.warn($0)
        }
        return try plotter.plan(
            ink, width: placement.width, height: placement.height, title: drawing.sketch.name, settings, reporter)
    }
}
