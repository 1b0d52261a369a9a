import SketchCore

/// What a reader left out, changed or guessed in one file, counted while it is read.
final class ReadingLog {
    /// A finding about a file, with what distinguishes it from others of its kind.
    enum Finding: Hashable {
        /// Rows after a drawing's end.
        case padding
        case emptyStrokes
        case eraserStrokes
        case arrays([String])
        /// The archive has no validation array, so that keys select the validation drawings.
        case noValidationArray
        /// The array's name is not that of the original data sets.
        case renamedArray(String, SketchDataset.Split)
        /// Arrays whose names are the classes of their drawings.
        case classArrays
        /// Drawings without points.
        case emptyDrawings
        /// A member of a record whose value is not understood.
        case unknownValue(member: String)
        /// A key that a spreadsheet rounded.
        case roundedKeys
        /// Drawings of offsets most of whose rows lift the pen.
        case dots
        /// The texts of a CSV file's first column, or of its column `drawing`.
        case namedRows(hasHeader: Bool)
        /// Classes that are numbers, and the file that has their names.
        case namedClasses(file: String)
        /// A class number without a name among those in a file.
        case unnamedClass(Int, file: String)
        /// Pairs of drawings whose numbers fit two forms; the form was taken from the drawing's position on the canvas.
        case guessedForm(SketchReader.InputFormat)
        /// The third number of a point is pressure or time.
        case thirdColumn
        case strokeArrays
        /// Offsets that are stated to be in a model's units, not pixels.
        case modelUnits
        /// Drawings of which points were removed to fit a model.
        case thinnedDrawings(rows: Int)
        /// Numbers such as `1,5` in columns that other characters separate.
        case decimalCommas
    }

    /// Whether rows that are read as offsets look like positions.
    private var watch = PositionWatch()
    /// What was added since `begin`, so that it can be removed again.
    private var journal: [(finding: Finding, amount: Int)] = []
    private var isJournaling = false

    private var counts: [(finding: Finding, drawings: Int, amount: Int, example: String)] = []
    private var places: [Finding: Int] = [:]
    /// Receives the errors of skipped records; nil if an error ends the reading.
    var onError: ((FormatError) -> Void)?
    /// Whether `onError` received an error.
    var hasErrors = false

    /// Counts a finding in a drawing.
    /// - Parameter example: a value for the sentence, which is that of the first drawing.
    func add(_ finding: Finding, amount: Int = 1, example: String = "") {
        if isJournaling { journal.append((finding, amount)) }
        if let place = places[finding] {
            counts[place].drawings += 1
            counts[place].amount += amount
        } else {
            places[finding] = counts.count
            counts.append((finding, 1, amount, example))
        }
    }

    /// Begins a value whose findings `takeBack` removes.
    func begin() {
        isJournaling = true
        if !journal.isEmpty { journal.removeAll(keepingCapacity: true) }
    }

    /// Removes what was added since `begin`, because the value is read again.
    func takeBack() {
        for entry in journal {
            guard let place = places[entry.finding] else { continue }
            counts[place].drawings -= 1
            counts[place].amount -= entry.amount
        }
        journal.removeAll(keepingCapacity: true)
    }

    /// Examines a drawing that is read as offsets although the file does not state that.
    @inline(__always)
    func examine(_ rows: [Stroke3.Row]) {
        guard watch.isOpen else { return }
        watch.add(rows)
        if rows.count >= 6, Self.areDots(rows) { add(.dots) }
    }

    /// Whether most rows lift the pen right after another row did: the pen states are then likely those of pen down.
    private static func areDots(_ rows: [Stroke3.Row]) -> Bool {
        zip(rows, rows.dropFirst()).count { $0.isLifted && $1.isLifted } * 2 > rows.count
    }

    /// Returns sentences without the file's name, in the order of the first findings.
    var sentences: [String] {
        var sentences = counts.filter { $0.drawings > 0 }.map {
            Self.sentence($0.finding, drawings: $0.drawings, amount: $0.amount, example: $0.example)
        }
        if let count = watch.suspects {
            sentences.append(
                "\(count) drawing\(count == 1 ? "" : "s") read as offsets (dx, dy, pen) can be positions (x, y, pen): "
                    + "the rows form closed strokes or rectangles, or never go left or up. State the input format: positions or stroke-3."
            )
        }
        return sentences
    }

    private static func sentence(_ finding: Finding, drawings: Int, amount: Int, example: String) -> String {
        func many(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        return switch finding {
        case .padding: "\(many(amount, "row")) of padding after the end removed from \(many(drawings, "drawing"))."
        case .emptyStrokes: "skipped: \(many(amount, "stroke")) without points in \(many(drawings, "drawing"))."
        case .eraserStrokes: "skipped: \(many(amount, "eraser stroke")) in \(many(drawings, "drawing"))."
        case .arrays(let names):
            "skipped: the array\(names.count == 1 ? "" : "s") \(names.joined(separator: ", ")), which "
                + "\(names.count == 1 ? "is" : "are") not a split of the data set."
        case .noValidationArray:
            "it has no validation array; the keys of the drawings set some of its training drawings aside for validation."
        case .renamedArray(let name, let split): "the array \(name) is read as the \(split.rawValue) split."
        case .classArrays: "the drawings of \(many(amount, "array")) have the array's name as class, for example \(example)."
        case .emptyDrawings: "skipped: \(many(amount, "drawing")) without points."
        case .dots:
            "most rows of the first drawings lift the pen, so that they are dots: p is 1 after the last point of a stroke."
        case .roundedKeys:
            "the keys of \(many(drawings, "drawing")) are rounded numbers and ignored, for example \(example)."
        case .namedRows(let hasHeader):
            "the \(hasHeader ? "column drawing" : "first column") of \(many(drawings, "drawing")) is read as the class, for example \(example)."
        case .unknownValue(let member):
            "\"\(member)\" of \(many(drawings, "drawing")) is not understood and ignored, for example \(example)."
        case .namedClasses(let file):
            "the class numbers of \(many(drawings, "drawing")) are replaced by the names in \(file)."
        case .unnamedClass(let number, let file): "the class \(number) of \(many(drawings, "drawing")) has no name in \(file)."
        case .guessedForm(let format):
            "\(many(drawings, "drawing")) can be read in two ways; read as \(format.rawValue)."
        case .thirdColumn:
            "the third number of the points in \(many(drawings, "drawing")) is read as pressure or time and ignored."
        case .thinnedDrawings(let rows): "\(many(drawings, "drawing")) thinned to at most \(many(rows, "row"))."
        case .decimalCommas: "the commas in the numbers of \(many(drawings, "drawing")) are read as decimal commas."
        case .modelUnits: "the offsets are in model units and read as pixels, so that the drawings are small."
        case .strokeArrays: "\(many(amount, "array")) of points read as the strokes of one drawing."
        }
    }
}
