import SketchSupport

/// The result of a job that writes one sheet of a model's drawings.
public struct SheetResult: JobResult {
    /// The path of the sheet.
    public var output: String
    /// The model's name.
    public var model: String
    /// Drawings on the sheet that the model decoded.
    public var sketches: Int

    public var lines: [String] { [output] }
    public var jsonText: String {
        JSONValue.object([("output", .string(output)), ("model", .string(model)), ("sketches", .integer(sketches))]).text
    }
}
