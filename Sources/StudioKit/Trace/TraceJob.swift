import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchRendering
import SketchTracing

/// Traces the lines of a scanned or photographed page, and writes the drawings in a file format that `ConvertJob` writes.
public struct TraceJob: StudioJob {
    /// The PNG or JPEG.
    public var scan = ""
    /// The file to write, or a folder, whose name ends in `/` or which exists, for a file per drawing.
    public var destination = ""
    /// Nil for the format of the destination's extension, or SVG for a folder.
    public var format: DrawingFileFormat?
    /// How the page is traced.
    public var tracing = TracingOptions()
    /// The class of every drawing; nil for none.
    public var className: String?
    /// A PNG of the strokes over the scan; nil for none.
    public var preview: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public var readPaths: [String] { [scan] }

    public var writtenPaths: [String] {
        let drawings = (try? ConvertJob.target(destination, format))?.paths(separatesSplits: false) ?? [destination]
        return drawings + (preview.map { [$0] } ?? [])
    }

    public func validate() throws {
        _ = try ConvertJob.target(destination, format)
        if tracing.drawingDistance != nil, !tracing.separatesDrawings {
            throw UsageError("--drawing-distance needs --split.")
        }
        if let preview, OutputFile(path: preview).fileExtension != "png" {
            throw UsageError("--preview \(preview): must be a PNG file. Use the extension .png.")
        }
    }

    /// - Throws: `TracingError`, `StudioError`, `FileError`, `RenderingError`.
    public func perform(_ reporter: Reporter) throws -> TraceResult {
        let target = try ConvertJob.target(destination, format)
        try preview.map { try OutputFile(path: $0).checkWritable() }
        let name = scan == "-" ? "standard input" : scan
        let page = try Scan(InputFile.contents(of: scan), name: name)
        let result = try ScanTracer(tracing).trace(page)
        if result.isNegative { reporter.warn("\(name): the lines are lighter than the page.") }
        let writer = try DatasetWriter(target)
        let filter = RecordFilter()
        var dropped = SkipReport()
        for sketch in result.drawings {
            var record = SketchRecord(sketch: sketch, kind: .raw)
            record.sketch.name = className ?? ""
            record.key = record.contentKey
            do {
                _ = try filter.prepare(&record, for: target.format)
                try writer.append(record)
            } catch let error as SketchError {
                dropped.add(SkipReport.Reason(error))
            } catch let error as UnwritableDrawing {
                dropped.add(error)
            }
        }
        guard dropped.count < result.drawings.count else {
            throw StudioError.nothingToConvert(read: result.drawings.count, reasons: dropped.sentence)
        }
        try writer.finish()
        if let preview { try write(TracePreview(page, result), to: preview) }
        return TraceResult(paths: writer.paths, preview: preview, format: target.format, tracing: result, dropped: dropped)
    }

    private func write(_ preview: TracePreview, to path: String) throws {
        try OutputFile(path: path).write(preview.picture.data(format: .png, recipe: nil))
    }
}

extension TraceJob {
    public static let manual = CommandManual(
        name: "trace", title: "Tracing", abstract: "Trace a drawing on paper.",
        discussion: """
            Reads a scan or a photograph of dark lines on light paper, PNG or JPEG, and writes the strokes in any format that \
            'studio convert' writes, chosen by the output's extension or --format. Coordinates are pixels of the scan. Grey or \
            shadowed paper, and what the sheet lies on, are recognised. Strokes go straight on through crossings; gaps are \
            joined; specks and spurs are left out and counted; the outline of a filled area is traced. The longest stroke comes \
            first: paper does not show the order of drawing. A page with straight horizontal lines is straightened.

            EXAMPLES
              studio trace scan.png drawing.json
              studio trace scan.png drawing.json --preview strokes.png
              studio trace page.jpg drawings.ndjson --split
              studio trace page.jpg drawings/ --split --format svg
            """,
        output: nil)

    public static let operands: JobOperands<TraceJob>? = JobOperands(
        JobOperands(\.scan, valueName: "scan", help: "PNG or JPEG to read."),
        JobOperands(\.destination, valueName: "out", help: "File or folder to write."))

    public static let options = OptionTable<TraceJob>(own: [
        JobOption.choice("format", \.format, valueName: "format", help: "Output format.")
            .withDefault("chosen by the output's extension"),
        .flag("split", \.tracing.separatesDrawings, help: "Separate the drawings of a page."),
        JobOption.number(
            "drawing-distance", \.tracing.drawingDistance, in: 0...1_000_000, valueName: "pixels",
            help: "Minimum distance between the strokes of two drawings, for --split."
        ).withDefault("chosen for the page"),
        JobOption.number(
            "gap", \.tracing.gap, in: 0...10_000, valueName: "pixels", help: "Maximum gap in a line that is joined; 0 joins none."
        ).withDefault("5 line widths"),
        .number(
            "min-stroke-length", \.tracing.minimumLength, in: 0...1_000_000, valueName: "pixels",
            help: "Leave out shorter strokes."),
        .flag("no-straighten", \.tracing.straightens, presence: false, help: "Keep the skew of the page."),
        .text("class", \.className, valueName: "name", help: "Set the class of every drawing."),
        .text("preview", \.preview, valueName: "png", help: "PNG file to write, with the strokes over the scan."),
    ])
}
