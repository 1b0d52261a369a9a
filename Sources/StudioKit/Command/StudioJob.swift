/// The work of one command as a value: fields with the defaults of its options, the work, and a description of its options
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

    /// The output's format, and whether it may replace an input.
    var outputOptions: OutputOptions { get set }

    /// The files that are written, as far as they are known before; `output` unless the job says otherwise.
    var writtenPaths: [String] { get }

    /// What may name files that are read: every operand and option value, unless the job says otherwise.
    var readPaths: [String] { get }

    /// The extensions that `output` can have, without the dot; nil for any.
    var outputExtensions: [String]? { get }

    /// Checks what no single option can: options that exclude each other.
    ///
    /// - Throws: `UsageError`.
    func validate() throws

    /// Does the work of a job that `run` has checked. Warnings and progress go to `reporter`; nothing is printed.
    func perform(_ reporter: Reporter) throws -> Result
}

extension StudioJob {
    public static var operands: JobOperands<Self>? { nil }
    public var output: String? {
        get { nil }
        set {}
    }
    public var outputOptions: OutputOptions {
        get { OutputOptions() }
        set {}
    }
    public var writtenPaths: [String] { output.map { [$0] } ?? [] }
    public var readPaths: [String] { allTexts }
    public var outputExtensions: [String]? { nil }
    public func validate() throws {}

    /// Checks the job and does its work. Warnings and progress go to `reporter`; nothing is printed.
    ///
    /// - Throws: `UsageError` for a job that is not valid, `StudioError.outputIsInput`, and what the work throws.
    public func run(_ reporter: Reporter) throws -> Result {
        try check()
        try checkInputs()
        return try perform(reporter)
    }

    /// The job of a command's words, those that name the command left out.
    ///
    /// The words are untrusted: they cannot set the output or let it replace an input.
    /// - Throws: `UsageError` for a word that is not one of the job's options or values.
    public init(words: some Sequence<String>) throws { self = try ParsedJob<Self>(recipe: words).job }

    static func checkOperands(_ count: Int) throws {
        guard (operands?.range ?? 0...0).contains(count) else {
            throw UsageError("'\(manual.name)' cannot have \(counted(count, "argument")).")
        }
    }

    /// Checks the operands, every field that has an option and the output's extension, then `validate`. A job that was
    /// made in code has not been checked by a parser.
    ///
    /// - Throws: `UsageError`.
    package func check() throws {
        try Self.checkOperands(Self.operands?.write(self).count ?? 0)
        var copy = self
        for option in Self.options.all {
            for text in option.texts(in: self) { try option.set(text, in: &copy) }
        }
        try checkOutputFormat()
        // Of a job without `--output`, the last operand is the output.
        let operands = Self.operands?.write(self) ?? []
        try Self.checkStandardInput(Self.writesFile && Self.manual.output == nil ? operands.dropLast() : operands[...])
        try validate()
    }

    /// - Throws: `UsageError` if several of the inputs are standard input.
    static func checkStandardInput(_ inputs: some Sequence<String>) throws {
        let names = inputs.filter { $0 == "-" || $0.hasPrefix("-#") }
        guard names.count > 1 else { return }
        throw UsageError(
            "Standard input is given \(names.count) times (\(names.joined(separator: ", "))), but can be read only once. Use a file."
        )
    }

    /// The command as it can be typed again, without the program's name and the output.
    public var commandText: String {
        let standard = Self()
        let operands = Self.operands?.write(self) ?? []
        // Operands that look like options follow `--`, after all options.
        let areLast = operands.contains(where: ParsedJob<Self>.looksLikeOption)
        var text = CommandLineText(Self.manual.name).words(areLast ? [] : operands)
        for option in Self.options.all where option.recording != .never {
            let values = option.texts(in: self)
            if option.recording == .changed, values == option.texts(in: standard) { continue }
            for value in values {
                text = option.kind == .flag ? text.flag(option.name, true) : text.option(option.name, value)
            }
        }
        return areLast ? text.words(["--"] + operands).text : text.text
    }
}
