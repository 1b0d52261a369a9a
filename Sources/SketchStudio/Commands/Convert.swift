import ArgumentParser
import Foundation
import SketchCore
import SketchFormats
import StudioKit

extension DrawingFileFormat: ExpressibleByArgument {}
extension StrokeOrder: ExpressibleByArgument {}

/// `studio convert IN... OUT`: drawings from one form to another.
struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Drawings from any form to another: JSON, NDJSON, npz, SVG, bin, CSV.",
        discussion: """
            What goes in is told apart by content; a folder stands for every file of drawings in it. What comes out is \
            told by the name's end or by --format. A folder as output (a name that ends in /) receives a file for each \
            drawing.

            Forms of offsets or bytes (npz, bin, csv) hold what models are trained on: raw and free-hand drawings are \
            simplified on their way into them as the data set was, unless --no-simplify. npz holds train, valid and \
            test parts; a drawing's own part or its key decides.

            EXAMPLES
              studio convert cat.ndjson cat.npz
              studio convert sheep.npz sheep.ndjson
              studio convert 'data.npz#train' train.csv
              studio convert raw/ cats.ndjson --where word=cat --recognized --simplify \\
                  --max-points 200
              studio convert cat.ndjson pig.ndjson animals.npz --shuffle --seed 7 \\
                  --split-fractions 0.8,0.1,0.1
              studio convert cat.ndjson cats/ --format svg --limit 20
              studio convert 'cat.ndjson#17' cat-17.svg
              studio convert icons/ icons.npz --keep-going
              studio convert plot.svg plotter.svg --reorder nearest
            """)

    @Argument(help: ArgumentHelp("Files or folders of drawings, and last where to write.", valueName: "in... out"))
    var paths: [String]

    @Option(name: .long, help: ArgumentHelp("The form to write; without it the name's end tells.", valueName: "format"))
    var format: DrawingFileFormat?
    @OptionGroup var input: InputOptions

    @Flag(
        name: .long, inversion: .prefixedNo,
        help: "Simplify raw drawings: 255 pixels, Ramer-Douglas-Peucker. (default: into npz, bin and csv)")
    var simplify: Bool?
    @Option(name: .long, help: ArgumentHelp("Simplify all drawings, with this tolerance in pixels.", valueName: "pixels"))
    var epsilon: Double?
    @Option(name: .long, help: ArgumentHelp("Drop drawings of more points, counted when simplified.", valueName: "n"))
    var maxPoints: Int?
    @Option(
        name: .long,
        help: ArgumentHelp("Put the strokes in another order: nearest shortens the pen's way in the air.", valueName: "order"))
    var reorder: StrokeOrder?
    @Flag(name: .long, help: "Drop drawings that the game did not recognise.")
    var recognized = false
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Keep drawings whose word, countrycode, key_id or split is this; several of one name are alternatives.",
            valueName: "name=value"))
    var conditions: [String] = []
    @Option(name: .long, help: ArgumentHelp("Write this many drawings at most.", valueName: "n"))
    var limit: Int?
    @Option(name: .customLong("class"), help: ArgumentHelp("Call every drawing so.", valueName: "name"))
    var className: String?
    @Flag(name: .long, help: "Write the drawings in an order that the seed chooses; they are held in memory.")
    var shuffle = false
    @OptionGroup var seedOptions: SeedOptions
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Shares of train, valid and test; other forms than npz become three files.", valueName: "a,b,c"))
    var splitFractions: String?
    @Flag(name: .long, help: "Where a file cannot be read to its end, say so, keep what came before, and go on with the next.")
    var keepGoing = false
    @Flag(name: .long, help: "Print the report as JSON on stdout.")
    var json = false
    @Flag(name: [.short, .long], help: "Say nothing but results and errors.")
    var quiet = false

    func validate() throws {
        guard paths.count >= 2 else {
            throw ValidationError("Name at least one file to read, and last the one to write.")
        }
        if let epsilon, !(0...255).contains(epsilon) {
            throw ValidationError("--epsilon \(epsilon): give a number of pixels from 0 to 255.")
        }
        if let maxPoints, maxPoints < 1 { throw ValidationError("--max-points \(maxPoints): give a number from 1.") }
        if let limit, limit < 1 { throw ValidationError("--limit \(limit): give a number from 1.") }
        if epsilon != nil, simplify == false { throw ValidationError("--epsilon and --no-simplify contradict each other.") }
        if let splitFractions, fractions == nil {
            throw ValidationError("--split-fractions \(splitFractions): give three shares, for example 0.9,0.05,0.05.")
        }
        _ = try parsedConditions()
        _ = try output()
    }

    private var fractions: SplitFractions? {
        splitFractions.flatMap { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
            return numbers.count == parts.count ? SplitFractions(weights: numbers) : nil
        }
    }

    private func parsedConditions() throws -> [RecordFilter.Condition] {
        try conditions.map { condition in
            do { return try RecordFilter.Condition(parsing: condition) } catch {
                throw ValidationError("--where \(error).")
            }
        }
    }

    private func output() throws -> DatasetWriter.Destination {
        let path = paths[paths.count - 1]
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path.hasSuffix("/") || exists && isFolder.boolValue { return .folder(path, format ?? .svg) }
        guard let format = format ?? DrawingFileFormat(path: path) else {
            let names = DrawingFileFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
            throw ValidationError("\(path): the name does not tell the form to write. End it in \(names), or use --format.")
        }
        return .file(path, format)
    }

    func run() throws {
        let job = ConvertJob(
            inputs: Array(paths.dropLast()), reading: input.reading, output: try output(),
            filter: RecordFilter(
                recognizedOnly: recognized, conditions: try parsedConditions(), maxPoints: maxPoints,
                simplify: simplify, epsilon: epsilon),
            reorder: reorder, keepsGoing: keepGoing,
            className: className, limit: limit, shuffleSeed: shuffle ? seedOptions.seed : nil, fractions: fractions)
        try job.run(reporter: Reporter(isQuiet: quiet), json: json)
    }
}
