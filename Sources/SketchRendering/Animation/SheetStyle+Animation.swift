extension SheetStyle {
    /// Returns the colour that a decoded drawing has in an animation.
    ///
    /// - Parameter place: its place on its path, from 0 to 1.
    package func colour(at place: Double) -> Colour {
        if !colours.isEmpty { return Palette.gradient(colours, at: place) }
        switch colourBy {
        case .sheet, .step, .order: return Palette.interpolation(place)
        case .temperature: return temperature.map(Palette.temperature) ?? Palette.interpolation(place)
        case .none: return .black
        }
    }
}
