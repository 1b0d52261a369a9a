import Foundation

/// Where words go: results to stdout, everything else to stderr.
enum Console {
    /// Whether results are dropped: for a command that runs others. Set and read by the main thread alone.
    nonisolated(unsafe) private static var dropsResults = false

    /// Runs `body`, whose results nobody asked for.
    static func withoutResults(_ body: () throws -> Void) rethrows {
        dropsResults = true
        defer { dropsResults = false }
        try body()
    }

    /// A line on stdout; stdout carries results only.
    static func result(_ line: String) {
        guard !dropsResults else { return }
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// A part of a long result on stdout, with its own line breaks.
    static func part(_ bytes: Data) {
        guard !dropsResults else { return }
        FileHandle.standardOutput.write(bytes)
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
