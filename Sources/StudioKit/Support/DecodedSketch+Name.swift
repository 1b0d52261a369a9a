import SketchCore
import SketchInference

extension DecodedSketch {
    /// The drawing in pixels under a name.
    func sketch(named name: String) -> Sketch {
        var sketch = sketch
        sketch.name = name
        return sketch
    }
}
