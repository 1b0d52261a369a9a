import Glibc
import SketchFormats
import SketchModels
import SketchPlotter
import SketchSupport

extension StudioJob {
    /// Whether the job writes files, which `--force` lets replace its input: such a job stores the options of its output.
    package static var writesFile: Bool {
        var job = Self()
        job.outputOptions.replacesInput = true
        return job.outputOptions.replacesInput
    }

    /// The option that selects the output's format; nil if there is no choice. It is `format`, or `output-format` for a job
    /// whose `--format` means something else.
    package static var formatOption: String? {
        guard manual.output != nil, Self.self is any PictureJob.Type || (Self().outputExtensions?.count ?? 0) > 1 else {
            return nil
        }
        return options.named("format") == nil ? "format" : "output-format"
    }

    /// Whether the job writes sheets, which can be written for a plotter.
    package static var canPlot: Bool { self is any SheetJob.Type || self == RecipeJob.self }

    /// The usual extension of files for the plotter; nil without one.
    var plotterExtension: String? {
        outputOptions.plotter.flatMap { try? PlotterProfile(nameOrPath: $0) }?.format.extensions.first
    }

    /// Whether the output, if there is any, goes to standard output: then nothing else may.
    package var writesToStandardOutput: Bool { writtenPaths.contains { OutputPlace.isStandardOutput($0) } }

    /// The output as a file in its format.
    package var outputFile: OutputFile? {
        output.map { path in
            var file = OutputFile(path: path, format: effectiveFormat(of: path))
            file.plotter = try? outputOptions.plotterOutput()
            return file
        }
    }

    /// The format that was asked for, or the only one if the path has no known extension.
    private func effectiveFormat(of path: String) -> String? {
        if let format = outputOptions.format { return format }
        if let plotterExtension { return OutputFile(path: path).isUnnamed ? plotterExtension : nil }
        guard let extensions = outputExtensions, extensions.count == 1, OutputFile(path: path).isUnnamed else { return nil }
        return extensions[0]
    }

    /// Checks that the output's format is known and one of the job's.
    ///
    /// - Throws: `UsageError`.
    func checkOutputFormat() throws {
        if let plotter = try outputOptions.plotterOutput() { return try plotter.checkFormat(of: output, outputOptions.format) }
        guard outputOptions.pens == nil else { throw UsageError("--pens concerns plotter files: add --plotter.") }
        guard let extensions = outputExtensions else { return }
        if let format = outputOptions.format, !extensions.contains(format) {
            throw UsageError("--\(Self.formatOption ?? "format") \(format): must be \(Self.list(extensions)).")
        }
        guard let output else { return }
        let file = OutputFile(path: output)
        let isKnown = extensions.contains(file.fileExtension)
        if let format = outputOptions.format {
            guard !isKnown || file.fileExtension == format else {
                throw UsageError(
                    "\(output): the extension is not that of --\(Self.formatOption ?? "format") \(format). Omit the option, or "
                        + "rename the output.")
            }
        } else if !isKnown, !(file.isUnnamed && extensions.count == 1) {
            throw UsageError(
                file.isUnnamed && Self.formatOption != nil
                    ? "\(output): the format is missing. Add --\(Self.formatOption ?? "") with \(Self.list(extensions))."
                    : "\(output): unknown output format. Use the extension \(Self.list(extensions.map { "." + $0 })).")
        }
    }

    private static func list(_ words: [String]) -> String {
        let first = words.dropLast().joined(separator: ", ")
        return (first.isEmpty ? "" : first + " or ") + (words.last ?? "")
    }

    /// Checks that the job replaces none of its inputs, unless it may.
    ///
    /// - Throws: `StudioError.outputIsInput`.
    package func checkInputs() throws {
        guard !outputOptions.replacesInput else { return }
        let isRecursive = Self.options.named("recursive")?.texts(in: self).isEmpty == false
        for path in writtenPaths { try InputGuard(path)?.check(readPaths, isRecursive: isRecursive) }
    }

    /// The operands and the values of all options but those that name written files: some name no file.
    package var allTexts: [String] {
        (Self.operands?.write(self) ?? [])
            + Self.options.all.flatMap { $0.kind == .flag || $0.isWritten ? [] : $0.texts(in: self) }
    }
}
