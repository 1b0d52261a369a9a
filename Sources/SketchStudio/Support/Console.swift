import Foundation

/// Where words go: results to stdout, everything else to stderr.
enum Console {
    /// A line on stdout; stdout carries results only.
    static func result(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// An error on stderr.
    static func complain(_ sentence: String) { message("studio: " + sentence) }

    /// A line on stderr.
    static func message(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Whether a person watches stderr.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
