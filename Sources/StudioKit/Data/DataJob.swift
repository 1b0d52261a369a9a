import SketchInference
import SketchRendering
import SketchSupport

/// A job that makes a sheet of decoded drawings, and can write the drawings as data instead and their latents as well.
public protocol DataJob: PictureJob {
    /// A `.json`, `.ndjson`, `.npz` or `.npy` file for the latents of the decoded drawings, in the drawings' order; nil writes
    /// none.
    var latentsPath: String? { get set }
}

extension DataJob {
    /// Pictures, and drawings as data.
    public var outputExtensions: [String]? { PictureFormat.allCases.map(\.rawValue) + DecodedDataWriter.extensions }

    /// The output and the latents.
    public var writtenPaths: [String] {
        let latents = latentsPath.map { LatentFile.Format(path: $0) == .npy ? [$0, LatentFile.sidecar(of: $0)] : [$0] } ?? []
        return (output.map { [$0] } ?? []) + latents
    }

    /// A recipe writes no second file.
    public var makesPicture: Bool { latentsPath == nil }

    /// - Throws: `UsageError`.
    func checkData() throws {
        guard let latentsPath else { return }
        let fileExtension = OutputFile(path: latentsPath).fileExtension
        guard LatentFile.Format.extensions.contains(fileExtension) else {
            throw UsageError("--latents \(latentsPath): the extension must be .json, .ndjson, .npz or .npy.")
        }
        if latentsPath == output { throw UsageError("--latents and --output name the same file: \(latentsPath).") }
    }

    /// The writer of drawings and latents, after the check that they can be written.
    ///
    /// - Throws: `FileError`, `StudioError.noLatents`.
    func dataWriter(_ file: OutputFile, _ session: ModelSession) throws -> DecodedDataWriter {
        if latentsPath != nil, !session.isConditional { throw StudioError.noLatents(session.loaded.name, option: "--latents") }
        return try DecodedDataWriter(file, latents: latentsPath, model: session.loaded.latentModel)
    }
}

extension JobOption where Root: DataJob {
    /// `--latents`
    static var latents: JobOption {
        JobOption.text(
            "latents", \.latentsPath, valueName: "file",
            help: "File for the latents of the decoded drawings: .json, .ndjson, .npz or .npy."
        ).recorded(.never, key: nil).written()
    }
}
