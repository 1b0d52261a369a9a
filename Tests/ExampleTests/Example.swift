import SketchFormats
import SketchInference
import SketchModels
import SketchRendering

/// The program of Docs/Library.md: two files to an SVG sheet. Only public API, so that it compiles in any package.
func interpolate(_ files: [String], to output: String) throws {
    let drawings = try files.flatMap { try SketchReader($0).records() }
    let model = try BuiltInModels.model(named: "cat-pig-kl100")
    let sketches = try model.interpolate(from: drawings[0], to: drawings[1], steps: 10)
    try SketchSheet(sketches).write(to: output)
}
