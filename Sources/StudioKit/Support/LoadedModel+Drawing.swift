import SketchCore
import SketchInference

extension LoadedModel {
    /// Until the drawing ends, or is cut.
    package var untilEnd: DecodeLength { .untilEnd(limit: model.configuration.longestDrawn) }

    /// What came of decoding, in pixels.
    package func sketch(_ decoded: DecodedSketch, name: String) -> Sketch {
        decoded.stroke5.stroke3.sketch(scale: model.pixelsPerUnit, name: name)
    }
}
