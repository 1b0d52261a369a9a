import FoundationEssentials
import Glibc
import SketchSupport
import StudioKit

/// The terminal: results go to standard output, everything else to standard error.
enum Console {
    /// Prints a line of a result; a line break in a name of it becomes U+FFFD. If it cannot be written (a full disk), the
    /// program ends with exit status 1 and the reason.
    static func result(_ line: String) { json(SingleLine.text(line)) }

    /// Prints a result as JSON, in which a line break of a name is escaped; otherwise as `result`.
    static func json(_ text: String) {
        part(Data(((isatty(STDOUT_FILENO) == 1 ? shown(text) : text) + "\n").utf8))
    }

    /// Prints a part of a long result, with its own line breaks; otherwise as `result`.
    static func part(_ bytes: Data) {
        guard let reason = put(bytes, STDOUT_FILENO) else { return }
        complain("The result cannot be written to standard output: \(reason).")
        exit(1)
    }

    /// An error on stderr.
    static func complain(_ sentence: String) { message("studio: " + sentence) }

    /// A line on stderr. If it cannot be written, the work continues.
    static func message(_ line: String) { _ = put(Data((shown(line) + "\n").utf8), STDERR_FILENO) }

    /// Replaces the last line on stderr.
    static func live(_ line: String) { _ = put(Data(("\r\u{1B}[K" + shown(line)).utf8), STDERR_FILENO) }

    /// A text that is safe for a terminal: names and classes come from untrusted files and must not move the cursor,
    /// colour the text or change its direction.
    private static func shown(_ text: String) -> String {
        func isSafe(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.properties.generalCategory {
            case .control: scalar == "\n" || scalar == "\t"
            case .format: !scalar.properties.isBidiControl
            default: true
            }
        }
        guard !text.unicodeScalars.allSatisfy(isSafe) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isSafe($0) ? $0 : "\u{FFFD}" }))
    }

    /// Occupies standard descriptors that the parent process has closed. Otherwise the next file that is opened would get
    /// their number, and messages would be written into it. Reading and writing them still fails.
    static func reserveStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // `open` returns the lowest free number, which is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Lets SIGPIPE end the program without a message when the reader of a pipe is gone, as is usual for tools; also if
    /// the parent process ignores the signal, which is inherited.
    static func endWithReader() { _ = signal(SIGPIPE, SIG_DFL) }

    /// Lets a file that would exceed `ulimit -f` be an error of the write, not the end of the program.
    static func keepFileSizeErrors() { _ = signal(SIGXFSZ, SIG_IGN) }

    /// Writes everything, or returns the reason why not.
    private static func put(_ bytes: Data, _ descriptor: Int32) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return SystemError.last
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Whether stderr is a terminal.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

extension Reporter {
    /// Shows messages on stderr: warnings unless the run is quiet, progress only on a terminal.
    convenience init(isQuiet: Bool) {
        self.init(isQuiet: isQuiet, showsProgress: Console.isTerminal) { message in
            switch message {
            case .warning(let sentence): Console.message("studio: warning: " + SingleLine.text(sentence))
            case .note(let line): Console.message(SingleLine.text(line))
            case .progress(let line): Console.live(SingleLine.text(line))
            case .output(let bytes): Console.part(bytes)
            }
        }
    }
}
