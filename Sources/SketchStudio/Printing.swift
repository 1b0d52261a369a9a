import StudioKit

/// How a job's result and messages are printed.
struct Printing {
    var json = false
    var quiet = false

    /// Messages and progress for this run.
    var reporter: Reporter { Reporter(isQuiet: quiet) }

    /// Prints a job's result.
    ///
    /// - Parameter omitsLines: whether standard output is left to what the job wrote there.
    func show(_ result: some JobResult, omitsLines: Bool = false) {
        guard result.isPrinted else { return }
        guard !json else { return Console.json(result.jsonText) }
        if !omitsLines {
            for line in result.lines { Console.result(line) }
        }
        for warning in result.warnings { reporter.warn(warning) }
        if let note = result.note { reporter.message("studio: " + note) }
    }
}
