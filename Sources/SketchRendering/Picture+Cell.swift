extension Picture {
    /// A drawing of the picture, for pictures that save drawings or show one at a time.
    package struct Cell: Hashable, Sendable {
        /// The drawing's pixels per point of the picture.
        package var pixelsPerPoint: Double
        /// The place in a series; nil for a drawing that is in none, such as an input.
        package var place: SeriesPlace?
    }
}

/// The quantity that varies along the drawings of a series.
package enum SeriesAxis: String, Hashable, Sendable {
    /// The position on a path.
    case position = "t"
    /// The sampling temperature.
    case temperature = "T"
}

/// The place of a drawing in a series, such as the steps of a path or one drawing's reconstructions by temperature.
package struct SeriesPlace: Hashable, Sendable {
    package var axis: SeriesAxis
    /// The number of the series in its sheet, from 0.
    package var series: Int
    /// The value on the axis.
    package var value: Double
}
