import FoundationEssentials
import Glibc
import SketchRendering
import SketchSupport

/// A file that is written completely or not at all, or a pipe, device or standard output (`-`), which is written directly.
package struct OutputFile {
    package let path: String
    /// The format as the extension in lower case, without the dot; empty if it is unknown.
    package let fileExtension: String
    /// The plotter that a sheet is written for; nil for a picture.
    package var plotter: PlotterOutput?

    /// - Parameter format: nil for the format of the path's extension.
    package init(path: String, format: String? = nil) {
        self.path = path
        fileExtension = format ?? Self.fileExtension(of: path)
    }

    /// Checks before the long work that the result can be written.
    ///
    /// - Throws: `FileError`.
    package func checkWritable() throws { try AtomicFile.checkWritable(path) }

    /// Replaces the file; an interrupted run leaves the old file unchanged.
    ///
    /// - Throws: `FileError`.
    package func write(_ data: Data) throws { try AtomicFile.write(data, to: path) }

    /// A writer of the file in parts; the file appears under its name when the writer finishes.
    ///
    /// - Throws: `FileError`.
    package func writer() throws -> AtomicFileWriter { try AtomicFileWriter(path) }

    /// Whether the path is one that nobody gave a name with an extension: `-`, or a descriptor or device.
    package var isUnnamed: Bool {
        path == "-" || Self.fileExtension(of: path).isEmpty && ["/dev/", "/proc/"].contains { path.hasPrefix($0) }
    }

    /// The extension in lower case, without the dot; empty if there is none.
    private static func fileExtension(of path: String) -> String {
        let name = fileName(of: path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    /// A file's name without its folders.
    package static func fileName(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// A file's name without folders, extension and `#n`: `pets/cats.ndjson#17` gives `cats-17`. Standard input gives `drawing`.
    package static func stem(of path: String) -> String {
        let name = fileName(of: path)
        let parts = name.split(separator: "#", maxSplits: 1).map(String.init)
        let file = parts.first.flatMap { $0 == "-" ? "drawing" : $0 } ?? name
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let whole = parts.count == 2 ? stem + "-" + parts[1].replacing("#", with: "-") : stem
        return whole.isEmpty ? "drawing" : whole
    }
}

extension PictureSource {
    /// Refuses a sheet that the file's format cannot have, before its drawings are decoded.
    ///
    /// - Throws: `RenderingError`.
    func checkSize(for file: OutputFile) throws {
        if let plotter = file.plotter { return try plotter.checkPage(of: picture()) }
        try checkSize(for: file.fileExtension.isEmpty ? file.path : "a." + file.fileExtension)
    }

    /// Writes the picture in the file's format, with a warning for text that is not shown as it should be.
    ///
    /// - Throws: `RenderingError`, `FileError`.
    func write(to file: OutputFile, recipe: Recipe? = nil, _ reporter: Reporter) throws {
        if let plotter = file.plotter { return try plotter.write(picture(), to: file, reporter) }
        guard let format = PictureFormat(rawValue: file.fileExtension) else {
            throw RenderingError.unknownFormat(path: file.path)
        }
        let picture = try picture()
        let data = try picture.data(format: format, recipe: recipe)
        for warning in picture.warnings { reporter.warn(warning) }
        try file.write(data)
    }
}
