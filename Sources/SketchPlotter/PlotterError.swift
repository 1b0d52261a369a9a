import SketchRendering

/// An error of preparing or writing a plotter file.
public enum PlotterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The text is neither the name of a built-in profile nor a file.
    case unknownProfile(String)
    /// A profile file cannot be used; `reason` is a clause.
    case badProfile(file: String, reason: String)
    /// The page is larger than the profile's area. Sizes are in mm.
    case pageTooLarge(width: Double, height: Double, profile: String, area: PlotterProfile.Area)
    /// A drawing in its true size does not fit on the page. Sizes are in mm.
    case drawingTooLarge(width: Double, height: Double, pageWidth: Double, pageHeight: Double)
    /// There are no strokes.
    case nothingToPlot
    /// There are more points than a plan is made of.
    case tooManyPoints(Int)

    /// The facts as one sentence, without advice.
    public var description: String {
        switch self {
        case .unknownProfile(let name): return "'\(name)' is neither a built-in plotter profile nor a file."
        case .badProfile(let file, let reason): return "\(file): not a plotter profile: \(reason)."
        case .pageTooLarge(let width, let height, let profile, let area):
            return "The page of \(Self.size(width, height)) is larger than the \(Self.size(area.width, area.height)) of the "
                + "profile \(profile)."
        case .drawingTooLarge(let width, let height, let pageWidth, let pageHeight):
            return "The drawing is \(Self.size(width, height)) and does not fit on the page of "
                + "\(Self.size(pageWidth, pageHeight))."
        case .nothingToPlot: return "There are no strokes to plot."
        case .tooManyPoints(let limit): return "The strokes have more than \(limit) points."
        }
    }

    private static func size(_ width: Double, _ height: Double) -> String {
        "\(PlainNumber.text(width, decimals: 1)) x \(PlainNumber.text(height, decimals: 1)) mm"
    }
}
