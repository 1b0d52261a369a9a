import SketchRendering

extension PNGImage {
    /// Returns the number of pixels in the rectangle that are not white.
    package func inkCount(x: Range<Int>, y: Range<Int>) -> Int {
        var count = 0
        for row in y { for column in x where colour(x: column, y: row) != .white { count += 1 } }
        return count
    }
}
