import SketchPlotter

extension PlotterError: Advised {
    package var advice: String? {
        switch self {
        case .unknownProfile(let name):
            (Suggestion.nearest(name, among: PlotterProfile.builtIn.map(\.name)).map { "Did you mean '\($0)'? " } ?? "")
                + "Built-in: \(PlotterProfile.builtIn.map(\.name).joined(separator: ", "))."
        case .badProfile: "Docs/Plotter.md lists the keys."
        case .pageTooLarge: "Use a smaller --page, or correct the profile's area."
        case .drawingTooLarge: "Omit --true-size, or choose a larger --page."
        case .nothingToPlot: "Give drawings with lines, or lower --min-length."
        case .tooManyPoints: "Give fewer drawings, or simplify them."
        }
    }
}
