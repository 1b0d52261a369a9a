import SketchPlotter
import SketchRendering
import SketchSupport

/// A plotter for which strokes are written.
package struct PlotterOutput {
    package var profile: PlotterProfile
    package var settings = PlotterSettings()

    /// - Throws: `UsageError` if a file of this path or format has another language than the profile's.
    func checkFormat(of output: String?, _ format: String?) throws {
        let extensions = profile.format.extensions
        let advice = "Use \(extensions.map { "." + $0 }.joined(separator: " or ")), or another profile."
        if let format, !extensions.contains(format) {
            throw UsageError("--format \(format): the profile \(profile.name) writes \(extensions[0]). \(advice)")
        }
        guard let output else { return }
        let file = OutputFile(path: output)
        if !extensions.contains(file.fileExtension), !(file.isUnnamed) {
            throw UsageError("\(output): the profile \(profile.name) writes \(extensions[0]). \(advice)")
        }
    }

    private static let millimetres = 25.4 / 72

    /// Checks the size of the page before the long work.
    ///
    /// - Throws: `PlotterError.pageTooLarge`.
    func checkPage(of picture: Picture) throws {
        try profile.checkPage(width: picture.width * Self.millimetres, height: picture.height * Self.millimetres)
    }

    /// Writes a sheet, with a message on lengths and time.
    ///
    /// - Throws: `PlotterError`, `FileError`.
    func write(_ picture: Picture, to file: OutputFile, _ reporter: Reporter) throws {
        for warning in picture.warnings { reporter.warn(warning) }
        let plan = try plan(of: picture, reporter)
        try file.write(plan.data(for: profile))
        reporter.message("studio: " + PlotterSummary(plan, profile).sentence)
    }

    /// Returns the plan of a sheet, with warnings for what it lacks.
    func plan(of picture: Picture, _ reporter: Reporter) throws -> PlotterPlan {
        var missing: Set<Character> = []
        let ink = PlotterInk.ink(of: picture, missing: &missing)
        if !missing.isEmpty {
            let list = missing.sorted().prefix(10).map { "'\($0)'" }.joined(separator: ", ")
            reporter.warn("There are no single-stroke letters for \(list); they are left out.")
        }
        var settings = settings
        if let width = Self.lineWidth(in: picture) { settings.lineWidth = width * Self.millimetres }
        return try plan(
            ink, width: picture.width * Self.millimetres, height: picture.height * Self.millimetres, title: picture.title,
            settings, reporter)
    }

    /// Returns the plan of strokes in mm, with a warning if some are cut.
    func plan(
        _ ink: [PlotterInk], width: Double, height: Double, title: String, _ settings: PlotterSettings, _ reporter: Reporter
    ) throws -> PlotterPlan {
        let plan = try PlotterPlan(
            ink, width: width, height: height, title: title, profile: profile, settings: settings)
        if plan.report.cut > 0 {
            let isOne = plan.report.cut == 1
            reporter.warn(
                "\(counted(plan.report.cut, "stroke")) \(isOne ? "reaches" : "reach") outside the page and "
                    + "\(isOne ? "is" : "are") cut at its edge.")
        }
        return plan
    }

    private static func lineWidth(in picture: Picture) -> Double? {
        for item in picture.flatItems {
            switch item {
            case .lines(_, _, let width), .curves(_, _, let width): return width
            default: continue
            }
        }
        return nil
    }
}

extension OutputOptions {
    /// The plotter that the output is written for; nil for none.
    ///
    /// - Throws: `PlotterError` for a profile that cannot be read.
    func plotterOutput() throws -> PlotterOutput? {
        guard let plotter else { return nil }
        var output = PlotterOutput(profile: try PlotterProfile(nameOrPath: plotter))
        output.settings.pens = pens
        return output
    }
}
