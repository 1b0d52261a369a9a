import Foundation

/// Where words go: results to stdout, everything else to stderr.
package enum Console {
    /// Whether results are dropped: for a command that runs others. Set and read by the main thread alone.
    nonisolated(unsafe) private static var dropsResults = false

    /// Runs `body`, whose results nobody asked for.
    package static func withoutResults(_ body: () throws -> Void) rethrows {
        dropsResults = true
        defer { dropsResults = false }
        try body()
    }

    /// A line on stdout; stdout carries results only. Where it cannot be written (a full disk), the program ends with
    /// exit status 1 and says why.
    package static func result(_ line: String) {
        part(Data(((isatty(STDOUT_FILENO) == 1 ? shown(line) : line) + "\n").utf8))
    }

    /// A part of a long result on stdout, with its own line breaks; as `result`.
    package static func part(_ bytes: Data) {
        guard !dropsResults, let reason = put(bytes, STDOUT_FILENO) else { return }
        complain("The result cannot be written to standard output: \(reason).")
        exit(1)
    }

    /// An error on stderr.
    package static func complain(_ sentence: String) { message("studio: " + sentence) }

    /// A line on stderr. What cannot be said is not said: the work goes on.
    package static func message(_ line: String) { _ = put(Data((shown(line) + "\n").utf8), STDERR_FILENO) }

    /// A line on stderr in the place of the one that stands there.
    static func live(_ line: String) { _ = put(Data(("\r\u{1B}[K" + shown(line)).utf8), STDERR_FILENO) }

    /// A text as a terminal may have it: names and classes come out of strangers' files, and nothing in them may move
    /// the cursor, colour the text or turn its direction.
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

    /// A parent may have closed standard input, output or error. Their numbers must not go to the next file that is
    /// opened, or messages would be written into it; what takes their place fails as they do.
    package static func reserveStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is the one just found.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// A reader that goes away ends the program at the next write, without a word, as it ends other tools; also where
    /// the parent has this signal ignored, which a program inherits.
    package static func endWithReader() { _ = signal(SIGPIPE, SIG_DFL) }

    /// Writes everything, or says why not.
    private static func put(_ bytes: Data, _ descriptor: Int32) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return String(cString: strerror(errno)).lowercased()
            }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Whether a person watches stderr.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

extension Reporter {
    /// Shows messages on stderr: warnings unless the run is quiet, progress only on a terminal.
    package convenience init(isQuiet: Bool) {
        self.init(isQuiet: isQuiet, showsProgress: Console.isTerminal) { message in
            switch message {
            case .warning(let sentence): Console.message("studio: warning: " + sentence)
            case .note(let line): Console.message(line)
            case .progress(let line): Console.live(line)
            case .output(let bytes): Console.part(bytes)
            }
        }
    }
}
