import ArgumentParser
import Foundation
import SketchCore
import SketchRendering
import SketchSupport
import StudioKit

/// `studio plot RUN...`: the losses of training runs.
struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "The losses of training runs as a picture.",
        discussion: """
            Reads log.jsonl in each run's folder (or the file itself). The strong line is the loss on drawings that the \
            training did not see, the pale one the mean of the training batches around each step.

            EXAMPLES
              studio plot run
              studio plot kl-025 kl-050 kl-100 --output losses.svg \\
                  --title 'Three KL weights'
            """)

    @Argument(help: ArgumentHelp("Folders that 'train' wrote.", valueName: "run"))
    var runs: [String]
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func run() throws {
        let name = runs.count == 1 ? OutputFile.stem(of: runs[0]) + "-losses.png" : "losses.png"
        let parameters = PlotParameters(
            runs: runs, layout: layout.sheet(units: unitOptions.units), output: OutputFile(path: common.output ?? name))
        try parameters.run(json: common.json)
    }
}

/// Everything that decides what `studio plot` draws.
struct PlotParameters {
    var runs: [String]
    var layout: SheetLayout
    var output: OutputFile

    private static let colours = [
        Palette.blue, Palette.red, Palette.green, Colour(rgb: 0x9966CC), Colour(rgb: 0xCC8800), Colour(rgb: 0x808080),
    ]

    func run(json: Bool) throws {
        try draw()
        output.report(json: json, details: [("runs", .array(runs.map(JSONValue.string)))])
    }

    func draw() throws {
        try output.checkPicture()
        let logs = try runs.map(LossLog.init)
        func panel(_ title: String, faint: (LossLog) -> [Point], strong: (LossLog) -> [Point]) -> LinePlot.Panel {
            LinePlot.Panel(
                title: title,
                series: logs.enumerated().flatMap { index, log -> [LinePlot.Series] in
                    let colour = Self.colours[index % Self.colours.count]
                    return [
                        .init(colour: colour, points: faint(log), isFaint: true),
                        .init(label: logs.count > 1 ? log.name : "", colour: colour, points: strong(log)),
                    ]
                })
        }
        var panels = [
            panel(
                "Reconstruction loss", faint: { $0.smoothed(\.reconstruction) },
                strong: { $0.points(\.valid_reconstruction) })
        ]
        // A decoder alone has no KL loss, whatever its log says of the weight.
        if logs.contains(where: { $0.points(\.kl).contains { $0.y > 0 } }) {
            panels.append(panel("KL loss", faint: { $0.smoothed(\.kl) }, strong: { $0.points(\.valid_kl) }))
            panels.append(panel("KL weight", faint: { _ in [] }, strong: { $0.points(\.kl_weight) }))
        }
        let plot = LinePlot(panels: panels, axis: "step", style: layout.style)
        let recipe = layout.recipe(
            CommandLineText("plot").words(runs), inputs: logs.map { Recipe.Source(name: $0.name, content: $0.data) })
        try plot.write(to: output.path, recipe: recipe)
    }
}

/// The losses that a training run wrote down.
struct LossLog {
    struct Line: Decodable {
        var step: Double
        var reconstruction: Double?
        var kl: Double?
        var kl_weight: Double?
        var valid_reconstruction: Double?
        var valid_kl: Double?
    }

    /// The run's folder without its own.
    let name: String
    let data: Data
    private let lines: [Line]
    /// A million steps of training, each written down.
    private static let mostLines = 1 << 20

    /// - Throws: `StudioError.noSuchFile`, `.tooLarge`, `.badLog`.
    init(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw StudioError.noSuchFile(path)
        }
        let file = isFolder.boolValue ? path + "/log.jsonl" : path
        let data = try InputFile.contents(of: file)
        let texts = data.split(separator: UInt8(ascii: "\n"), maxSplits: Self.mostLines)
        guard texts.count <= Self.mostLines else {
            throw StudioError.tooLarge(file, limit: "more than \(Self.mostLines) lines; give it in parts")
        }
        // The last line may be half written while the run goes on.
        let lines = texts.enumerated().compactMap { index, text -> Line?? in
            let line = try? JSONDecoder().decode(Line.self, from: text)
            return line == nil && index == texts.count - 1 ? nil : .some(line)
        }
        guard !lines.isEmpty, !lines.contains(where: { $0 == nil }) else { throw StudioError.badLog(file) }
        self.data = data
        self.lines = lines.compactMap { $0 }
        name = URL(fileURLWithPath: isFolder.boolValue ? path : file).lastPathComponent
    }

    func points(_ value: (Line) -> Double?) -> [Point] {
        lines.compactMap { line in value(line).map { Point(x: line.step, y: $0) } }
    }

    /// Means over 21 lines around each.
    func smoothed(_ value: (Line) -> Double?) -> [Point] {
        let points = points(value)
        return points.indices.map { index in
            let part = points[max(index - 10, 0)...min(index + 10, points.count - 1)]
            return Point(x: points[index].x, y: part.reduce(0) { $0 + $1.y } / Double(part.count))
        }
    }
}
