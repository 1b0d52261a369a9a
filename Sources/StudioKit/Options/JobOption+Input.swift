import SketchFormats
import SketchModels
import SketchSupport

/// Options of several jobs: model, input, threads.
extension JobOption {
    /// `--model`, one
    static func model(_ path: any WritableKeyPath<Root, String?> & Sendable) -> JobOption {
        JobOption.text(
            "model", path, valueName: "name|file",
            help: "Built-in model, weight file or run; see 'studio model list'."
        ).withDefault(BuiltInModels.defaultName).named("m").recorded(.always, key: nil)
    }

    /// `--force`, of commands that read latents: the parser sets `outputOptions.replacesInput` with it
    static func force(_ path: any WritableKeyPath<Root, Bool> & Sendable) -> JobOption {
        JobOption.flag("force", path, help: "Accept latents of another model, and let the output replace a file that is read.")
            .recorded(.changed, key: nil)
    }

    /// `--model`, any number
    static func models(_ path: any WritableKeyPath<Root, [String]> & Sendable) -> JobOption {
        JobOption.texts(
            "model", path, valueName: "name|file",
            help: "Built-in model, weight file or run; repeat the option for a row per model."
        ).withDefault(BuiltInModels.defaultName).named("m")
    }

    /// `--input-limits`
    static func inputLimits(_ path: any WritableKeyPath<Root, ReaderLimits> & Sendable) -> JobOption {
        JobOption.value(
            "input-limits", path, valueName: "factor",
            help: "Multiply the readers' limits on bytes and counts by this factor, from 1 to 64.",
            parse: { ReaderLimits(factor: try Double.read($0, in: ReaderLimits.factors)) }, text: { $0.factor.plainText }
        ).recorded(.changed, key: nil)
    }

    /// `--threads`
    static func threads(_ path: any WritableKeyPath<Root, Int> & Sendable) -> JobOption {
        JobOption.value(
            "threads", path, valueName: "n",
            help: "Number of threads; affects speed, not results.",
            parse: { try Int.read($0, in: 1...1024) }, text: { $0 == Threads.automatic ? nil : $0.description }
        ).withDefault("all processors").recorded(.never, key: nil)
    }
}

extension ReadOptions {
    public static let options: [JobOption<ReadOptions>] = [
        JobOption.choice(
            "input-format", \.format, valueName: "format",
            help: "Format of the drawings."
        ).withDefault("detected from content").recorded(.always, key: nil),
        .flag("flip-y", \.flipsY, help: "Mirror drawings whose y axis points up.").recorded(.changed, key: nil),
        .flag(
            "keep-background", \.keepsBackground,
            help: "Keep the background of an SVG: a filled rectangle of the page's size below everything else."
        ).recorded(.changed, key: nil),
        .value(
            "text", \.textOutliner, valueName: "skip|outline",
            help:
                "What to do with the text of an SVG: skip leaves it out and counts it, outline draws the outlines of its letters.",
            parse: { text in
                switch text {
                case "skip": nil
                case "outline": TextOutliner.pango
                default: throw OptionRefusal("must be skip or outline")
                }
            }, text: { $0 == nil ? nil : "outline" }
        ).withDefault("skip").recorded(.changed, key: nil),
        .inputLimits(\.limits),
    ]

    /// `--fit-length`
    private static let fitLength = JobOption<ReadOptions>.flag(
        "fit-length", \.fitsLength,
        help: "Thin drawings that are longer than the model's maximum until they fit, instead of skipping or only reporting them."
    ).recorded(.changed, key: nil)

    /// The options of commands that read drawings for a model.
    public static let modelOptions = options + [fitLength]

    /// The options of commands that read any number of drawings for a model.
    public static let modelListOptions = listOptions + [fitLength]

    /// The options of commands that read any number of drawings.
    public static let listOptions: [JobOption<ReadOptions>] =
        options + [
            .flag("recursive", \.isRecursive, help: "Include the subfolders of folders.").recorded(.changed, key: nil),
            .flag(
                "keep-going", \.keepsGoing,
                help: "Skip records and files that cannot be read, and report them, instead of stopping."
            ).recorded(.changed, key: nil),
        ]
}
