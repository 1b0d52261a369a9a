import FoundationEssentials
import Glibc
import SketchRendering
import SketchSupport

/// Regenerates the gallery and its page, or compares them with the committed files.
public struct GalleryJob: StudioJob {
    /// Whether the files are compared and not written.
    public var checks = false
    /// The folder; nil for `gallery`.
    public var output: String?
    public var outputOptions = OutputOptions()

    public init() {}

    public struct Result: JobResult {
        /// The paths of the files that were written.
        public var files: [String]
        /// One line for each file, or the outcome of the comparison.
        public var lines: [String]
        public var jsonText: String
    }

    /// The files of the gallery.
    public var writtenPaths: [String] { checks ? [] : Self.fileNames.map { FilePath.joined(folder, $0) } }

    /// The drawings and models of the gallery's commands.
    public var readPaths: [String] { Self.entries.flatMap { PictureJobs.job(of: $0.command)?.readPaths ?? [] } }

    private static var fileNames: [String] { entries.flatMap { $0.files.map(\.name) } + ["README.md"] }

    private var folder: String { output ?? "gallery" }

    /// - Throws: `StudioError.galleryDiffers`, or what making the pictures throws.
    public func perform(_ reporter: Reporter) throws -> Result {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("gallery-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: made) }
        try makeFiles(in: made, reporter)
        let names = Self.fileNames
        if checks {
            try compare(names, made: made, folder: folder)
            let line = "\(folder): \(counted(names.count, "file")) match."
            return Result(files: [], lines: [line], jsonText: Self.json(folder, []))
        }
        _ = try CreatedFolders(folder)
        let files = try names.map { name in
            let path = "\(folder)/\(name)"
            try OutputFile(path: path).write(Data(contentsOf: URL(fileURLWithPath: "\(made)/\(name)")))
            return path
        }
        return Result(files: files, lines: files, jsonText: Self.json(folder, files))
    }

    /// Makes every file of the gallery.
    private func makeFiles(in folder: String, _ reporter: Reporter) throws {
        for (index, entry) in Self.entries.enumerated() {
            for file in entry.files {
                guard let job = PictureJobs.job(of: file.command) else { throw StudioError.noRecipe(entry.name) }
                _ = try job.result(output: OutputFile(path: "\(folder)/\(file.name)"), OutputOptions(), Reporter())
            }
            reporter.progress("rendering", done: index + 1, of: Self.entries.count)
        }
        reporter.clear()
        try OutputFile(path: "\(folder)/README.md").write(Data(Self.page.utf8))
    }

    /// The largest difference that a PNG may have: edges and letters depend on the versions of the rendering libraries.
    private static let tolerance = 0.05

    /// SVG and page must be the same bytes, PNG the same recipe and nearly the same pixels, GIF the same recipe and nearly the
    /// same size.
    private func compare(_ names: [String], made: String, folder: String) throws {
        let differing = names.filter { name in
            let new = FileManager.default.contents(atPath: "\(made)/\(name)") ?? Data()
            guard let old = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return true }
            if name.hasSuffix(".gif"), RecipeReader.json(in: old) == RecipeReader.json(in: new) {
                return Double(abs(old.count - new.count)) > Self.tolerance * Double(old.count)
            }
            guard old != new, name.hasSuffix(".png"), RecipeReader.json(in: old) == RecipeReader.json(in: new),
                let before = try? PNGImage(old), let after = try? PNGImage(new)
            else { return old != new }
            return before.difference(from: after) > Self.tolerance
        }
        let unexpected = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            !names.contains($0)
        }
        guard differing.isEmpty, unexpected.isEmpty else {
            throw StudioError.galleryDiffers(differing.sorted(), unexpected: unexpected.sorted())
        }
    }
}
