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
    public var outputExtensions: [String]? { nil }
    public func validate() throws {}

    /// Checks the job and does its work. Warnings and progress go to `reporter`; nothing is printed.
    ///
    /// - Throws: `UsageError` for a job that is not valid, and what the work throws.
    public func run(_ reporter: Reporter) throws -> Result {
        try check()
        return try perform(reporter)
    }

    /// The job of a command's words, those that name the command left out.
    ///
    /// The words are untrusted: they cannot set the output, and `--` does not end the options.
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
        try Self.checkOperands(operands.count)
        Self.operands?.set(operands, in: &self)
        try validate()
    }

    private static func checkOperands(_ count: Int) throws {
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
        if let output, let names = outputExtensions?.map({ "." + $0 }), let last = names.last,
            !names.contains("." + OutputFile(path: output).fileExtension)
        {
            throw UsageError(
                "\(output): unknown output format. Use the extension \(names.dropLast().joined(separator: ", ")) or \(last).")
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
