import Foundation
import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchPlotter
import SketchRendering
import SketchTracing
import StudioKit

/// Everything that reads untrusted bytes, one case per format. Fuzzing and the replay of the corpus use it.
enum Reader: String, CaseIterable {
    case json, ndjson, board, svg, inkml, npz, npy, pickle, bin, csv, drawing
    case safetensors, checkpoint, browser, torch, expression, recipe, png, latents, profile, trace

    /// Reads the bytes to the end, as the commands do.
    /// - Throws: the modules' typed errors; any other outcome is a defect.
    func read(_ bytes: [UInt8]) throws {
        switch self {
        case .json, .ndjson, .board, .drawing: try Self.drawings(bytes, nil)
        case .svg:
            try Self.use(SVGReader.record(bytes, file: "a.svg"))
            // As a document that is written again.
            var record = try SVGReader.record(bytes, file: "a.svg", keepsPage: true, textOutliner: .pango)
            record.joinStrokes(within: 1)
            record.reorderNearest()
            record.reverseStrokes()
            record.dropStrokes(shorterThan: 1)
            record.simplifyInPlace()
            _ = record.thin(to: 4)
        case .inkml: try Self.use(InkMLReader.record(bytes, file: "a.inkml"))
        case .npz: try Self.drawings(bytes, .npz)
        case .npy: try Self.drawings(Self.magic + bytes, .npz)
        case .pickle: try Self.drawings(Self.objects + bytes, .npz)
        case .bin: try Self.drawings(bytes, .bin)
        case .csv: try Self.drawings(bytes, .csv)
        case .safetensors, .browser: try Self.model(WeightFile(data: Data(bytes), name: "a"))
        case .checkpoint:
            // Two bytes for the index's length, the index, the data file.
            guard bytes.count > 2 else { return }
            let length = min(Int(bytes[0]) | Int(bytes[1]) << 8, bytes.count - 2)
            try Self.model(
                WeightFile(
                    checkpointIndex: Data(bytes[2..<2 + length]), data: Data(bytes[(2 + length)...]), name: "a"))
        case .torch:
            // The pickle of an archive with one storage.
            try Self.model(WeightFile(pickle: bytes, storages: ["0": [UInt8](repeating: 0x3C, count: 4 * 128)], name: "a"))
        case .expression:
            let expression = try LatentExpression(String(decoding: bytes, as: UTF8.self))
            _ = try expression.value(Dictionary(uniqueKeysWithValues: expression.names.map { ($0, [1, -2]) }))
        case .recipe:
            _ = RecipeReader.json(in: Data(bytes)).flatMap(StoredRecipe.init).map {
                ($0.lines, CommandLineText.words(of: $0.command))
            }
        case .png: _ = try PNGImage(Data(bytes))
        case .profile:
            let profile = try PlotterProfile(json: Data(bytes), file: "a")
            let ink = PlotterInk(points: [.init(x: 1, y: 1), .init(x: 2, y: 3)], colour: .black)
            _ = try PlotterPlan([ink], width: 9, height: 9, profile: profile).data(for: profile)
        case .trace:
            var options = TracingOptions()
            options.separatesDrawings = true
            _ = try ScanTracer(options).trace(Scan(Data(bytes), name: "a", maximumPixels: 1 << 16))
        case .latents: _ = try LatentFile.records(in: Data(bytes), name: "a")
        }
    }

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The header of an array of objects, which a pickle follows.
    private static let objects: [UInt8] = {
        let header = "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n"
        return magic + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    }()

    private static func drawings(_ bytes: [UInt8], _ format: SketchReader.InputFormat?) throws {
        try SketchReader("a", options: ReadOptions(format: format)).forEachRecord(in: bytes, use)
    }

    /// What all commands do with a drawing.
    private static func use(_ record: SketchRecord) throws {
        do { _ = try record.strokesForModel() } catch is SketchError {}
    }

    private static func model(_ file: WeightFile) throws {
        for entry in file.entries { _ = try? file.tensor(entry.name) }
        _ = try SketchModel(file)
    }
}
