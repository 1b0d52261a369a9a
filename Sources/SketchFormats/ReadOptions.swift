import SketchCore

/// How files of drawings are read.
public struct ReadOptions: Hashable, Sendable {
    /// The format of the file; nil detects it from the content.
    public var format: SketchReader.InputFormat?
    /// The limits on what is accepted.
    public var limits: ReaderLimits
    /// Whether reading continues after a record, or a file, that cannot be read. The error goes to
    /// `ReadingObserver.error` instead of being thrown.
    public var keepsGoing = false
    /// Whether y runs up in the files. Each drawing is mirrored within its bounds.
    public var flipsY = false
    /// Whether a folder stands for the files in its subfolders too.
    public var isRecursive = false

    /// Whether a filled rectangle as large as an SVG's page, before everything else, is part of the drawing. By default it is the
    /// page's background, which is skipped.
    public var keepsBackground = false
    /// Whether the drawing of an SVG has the page that it is from, with its groups, styles and background, so that the document
    /// can be written again.
    public var keepsPages = false

    /// Whether drawings that are longer than a model's maximum are thinned until they fit; `lengthLimit` states the maximum.
    public var fitsLength = false
    /// The limit to which drawings are thinned; nil leaves them as they are.
    public var lengthLimit: LengthLimit?

    /// The maximum length of drawings for a model.
    public struct LengthLimit: Hashable, Sendable {
        /// The number of stroke-3 rows.
        public var rows: Int
        /// How raw drawings are simplified before their rows are counted.
        public var preprocessing: Preprocessing

        /// Creates a limit.
        public init(rows: Int, preprocessing: Preprocessing = Preprocessing()) {
            (self.rows, self.preprocessing) = (rows, preprocessing)
        }
    }

    /// Outlines the text of SVG; nil skips it.
    package var textOutliner: TextOutliner?

    /// Creates options; by default the format is detected and the limits are standard.
    public init(format: SketchReader.InputFormat? = nil, limits: ReaderLimits = .standard) {
        self.format = format
        self.limits = limits
    }

    /// A reader of `name`, which may select drawings or a part; see `SketchReader.init`.
    public func reader(of name: String) -> SketchReader { SketchReader(name, options: self) }
}
