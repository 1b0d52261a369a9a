import SketchCore

extension [Sketch] {
    /// Empty sketches, for the size of a sheet before its drawings are made.
    static func placeholders(_ count: Int) -> [Sketch] { Array(repeating: Sketch(strokes: []), count: count) }
}
