import FoundationEssentials
import Glibc
import SketchCore
import SketchFormats
import SketchRendering

extension ConvertJob {
    public static let manual = CommandManual(
        name: "convert", title: "Conversion", abstract: "Convert drawings between file formats.",
        discussion: """
            Reads JSON, NDJSON, npz, npy, SVG, InkML, Excalidraw, tldraw, Obsidian notes, bin and CSV, also compressed \
            with gzip or from standard input (-); input formats are detected from content, and a folder means every file \
            of drawings in it. Writes ndjson, json, npz, svg, bin or csv, chosen \
            by the output's extension or --format. If the output is a folder (a name ending in /), each drawing becomes \
            a file in it.

            npz, bin and csv store training data: raw and free-hand drawings are simplified as the Quick, Draw! data set \
            was, unless --no-simplify is given. An npz file has train, valid and test parts; a drawing keeps the part it \
            came from, otherwise its key decides. These formats keep no classes. 'file#N' selects a drawing, counting from 0; \
            'file#7,9', 'file#3..5' and 'file#10..' select several, each once and in the file's order.

            An SVG that is written as SVG stays the document that it is: its page, units, groups, layers, styles and \
            curves are kept, and the strokes are reordered within their group and style. Only visible lines are in it. \
            With --simplify or --epsilon, points are removed where they are, with a tolerance in pixels of a drawing of \
            255 pixels. Lengths of --join and --min-stroke-length are in the drawing's pixels; in an SVG, 96 pixels are an \
            inch.

            A drawing whose numbers can be read in two ways is refused; --input-format states what it is.

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
              studio convert plot.svg plotter.svg --join 0.2mm --reorder nearest
            """,
        output: nil)

    public static let operands: JobOperands<ConvertJob>? = JobOperands(
        \.paths, valueName: "in... out", help: "Files or folders to read, then the file or folder to write.")

    public static let options = OptionTable<ConvertJob>(
        own: [
            JobOption.choice(
                "format", \.format, valueName: "format",
                help: "Output format."
            ).withDefault("chosen by the output's extension"),
            JobOption.simplification(
                true,
                help: "Simplify raw drawings: scale to 255 pixels, then Ramer-Douglas-Peucker."
            ).withDefault("only for npz, bin and csv"),
            .simplification(false, help: "Keep raw drawings as they are."),
            .number(
                "epsilon", \.epsilon, in: 0...255, valueName: "pixels",
                help: "Simplify all drawings with this tolerance, in pixels."),
            .number(
                "max-points", \.maxPoints, in: 1...Int.max,
                help: "Remove the points that matter least until a drawing has at most this many, counted after "
                    + "simplification; drawings with too many strokes for that are dropped."),
            .pixels(
                "join", \.joinDistance, help: "Join strokes whose ends are at most this far apart, before simplification."),
            .pixels(
                "min-stroke-length", \.minimumStrokeLength,
                help: "Drop strokes shorter than this, after joining and before simplification."),
            .choice(
                "reorder", \.reorder, valueName: "order",
                help: "Reorder strokes: nearest shortens the pen's travel between strokes."),
            .reversal(
                true,
                help: "Draw strokes from their end where that shortens the pen's travel; --reorder does so, too."),
            .reversal(false, help: "With --reorder, keep the direction of every stroke."),
            .flag("recognized", \.recognizedOnly, help: "Drop drawings that the game did not recognise."),
            conditions,
            .number("limit", \.limit, in: 1...Int.max, help: "Maximum number of drawings to write."),
            .text("class", \.className, valueName: "name", help: "Set the class of every drawing."),
            .flag(
                "shuffle", \.shuffles, help: "Shuffle the drawings with --seed; keeps all of them in memory."),
            .seed(\.seed),
            splitFractions,
        ], input: ReadOptions.listOptions.at(\.reading), general: [.shard(\.shard)])

    private static let conditions = JobOption<ConvertJob>(
        name: "where", kind: .values, valueName: "name=value",
        help: "Keep drawings whose word, countrycode, key_id or split has this value; several values of one name are "
            + "alternatives.", settingKey: nil,
        read: { job, text in
            do {
                job.conditions.append(try RecordFilter.Condition(parsing: text))
            } catch FormatError.badCondition(_, let names) {
                throw OptionRefusal(
                    "must be NAME=VALUE, where NAME is \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
            }
        }, write: { $0.conditions.map { "\($0.field.rawValue)=\($0.value)" } }, setting: { _ in nil })

    private static let splitFractions = JobOption<ConvertJob>.value(
        "split-fractions", \.fractions, valueName: "a,b,c",
        help: "Fractions of train, valid and test; formats other than npz are written as three files.",
        parse: { text in
            let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Double($0.trimmed) }
            guard numbers.count == parts.count, let fractions = SplitFractions(weights: numbers) else {
                throw OptionRefusal("must be three fractions, for example 0.9,0.05,0.05")
            }
            return fractions
        }, text: { $0.map { "\($0.train),\($0.validation),\($0.test)" } })
}

extension JobOption<ConvertJob> {
    /// A length whose value is in pixels.
    fileprivate static func pixels(
        _ name: String, _ path: any WritableKeyPath<ConvertJob, Double?> & Sendable, help: String
    ) -> JobOption<ConvertJob> {
        .value(
            name, path, valueName: "length", help: help,
            parse: { text in
                guard let length = try? Length(parsing: text) else {
                    throw OptionRefusal("must be a number with px, mm, cm or in, for example 2px or 0.5mm")
                }
                return length.points / Length.Unit.pixels.points
            }, text: { $0.map { Length.pixels($0).description } })
    }

    /// `--reverse` or `--no-reverse`
    fileprivate static func reversal(_ isOn: Bool, help: String) -> JobOption {
        JobOption(
            name: isOn ? "reverse" : "no-reverse", kind: .flag, valueName: "", help: help, settingKey: nil,
            read: { job, _ in
                guard job.reverses != !isOn else { throw UsageError("--reverse and --no-reverse cannot be combined.") }
                job.reverses = isOn
            }, write: { $0.reverses == isOn ? [""] : [] }, setting: { _ in nil })
    }

    /// `--simplify` or `--no-simplify`
    fileprivate static func simplification(_ isOn: Bool, help: String) -> JobOption {
        JobOption(
            name: isOn ? "simplify" : "no-simplify", kind: .flag, valueName: "", help: help, settingKey: nil,
            read: { job, _ in job.simplify = isOn }, write: { $0.simplify == isOn ? [""] : [] }, setting: { _ in nil })
    }
}
