/// The work of one command as a value: fields with the defaults of its options, `run`, and a description of its options
/// from which the command line is read.
public protocol StudioJob: Sendable {
    associatedtype Result: JobResult

    /// The texts of the command's help.
    static var manual: CommandManual { get }
    /// Nil for a job without operands.
    static var operands: JobOperands<Self>? { get }
    static var options: OptionTable<Self> { get }

    /// The defaults, without operands.
    init()

    /// The file to write; nil for a default that the job documents, and always for a job whose manual has no `output`.
    var output: String? { get set }

    /// Checks what no single option can: numbers of operands, options that exclude each other.
    ///
    /// - Throws: `UsageError`.
    func validate() throws

    /// Does the work. Warnings and progress go to `reporter`; nothing is printed.
    func run(_ reporter: Reporter) throws -> Result
}

extension StudioJob {
    public static var operands: JobOperands<Self>? { nil }
    public var output: String? {
        get { nil }
        set {}
    }
    public func validate() throws {}

    /// The job of a command's words, those that name the command left out.
    ///
    /// The words may be anyone's: they can set no output, and nothing in them ends the options.
    /// - Throws: `UsageError` for a word that is not one of the job's options or values.
    public init(words: some Sequence<String>) throws {
        self.init()
        var operands: [String] = []
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                // `-o` is never part of a recipe; `-1*a.json` is an operand.
                guard !word.hasPrefix("-") || word.count == 1 || !word.dropFirst().allSatisfy(\.isLetter) else {
                    throw UsageError("'\(word)' is not an option of '\(Self.manual.name)'.")
                }
                operands.append(word)
                continue
            }
            guard let option = Self.options.named(word.dropFirst(2)) else {
                throw UsageError("'\(word)' is not an option of '\(Self.manual.name)'.")
            }
            if option.kind == .flag {
                try option.set("", in: &self)
            } else if let value = rest.popFirst() {
                try option.set(value, in: &self)
            } else {
                throw UsageError("\(word): the value is missing.")
            }
        }
        guard (Self.operands?.range ?? 0...0).contains(operands.count) else {
            throw UsageError("'\(Self.manual.name)' cannot have \(operands.count) arguments.")
        }
        Self.operands?.set(operands, in: &self)
        try validate()
    }

    /// Checks every field that has an option, as the parser does, and then `validate`: a job that was made in code has
    /// been read by no parser.
    ///
    /// - Throws: `UsageError`.
    package func check() throws {
        var copy = self
        for option in Self.options.all {
            for text in option.texts(in: self) { try option.set(text, in: &copy) }
        }
        try validate()
    }

    /// The command as it can be typed again, without the program's name and the output.
    public var commandText: String {
        let standard = Self()
        var text = CommandLineText(Self.manual.name).words(Self.operands?.write(self) ?? [])
        for option in Self.options.all where option.recording != .never {
            let values = option.texts(in: self)
            if option.recording == .changed, values == option.texts(in: standard) { continue }
            for value in values {
                text = option.kind == .flag ? text.flag(option.name, true) : text.option(option.name, value)
            }
        }
        return text.text
    }
}
