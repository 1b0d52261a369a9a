import Foundation
import LatentOps
import SketchFormats
import SketchInference
import SketchPlotter
import SketchRendering
import StudioKit
import Testing

/// Untrusted files, and every file in which fuzzing found a defect: each reader reads it or rejects it with a typed error.
@Suite struct CorpusTests {
    /// Files `READER-DESCRIPTION`, made by this project.
    static let files: [URL] = {
        guard let folder = Bundle.module.url(forResource: "Corpus", withExtension: nil) else { return [] }
        let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    @Test func theCorpusHasFilesForEachReader() {
        #expect(Self.files.count > 30)
        for reader in Reader.allCases {
            #expect(Self.files.contains { $0.lastPathComponent.hasPrefix(reader.rawValue + "-") }, "\(reader)")
        }
    }

    @Test(arguments: files) func everyReaderReadsOrRejectsIt(file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        for reader in Reader.allCases {
            do { try reader.read(bytes) } catch {
                let isTyped =
                    error is FormatError || error is InferenceError || error is LatentExpressionError
                    || error is LatentOpsError || error is StudioError || error is RenderingError
                    || error is PlotterError
                #expect(isTyped, "\(reader): \(type(of: error))")
                #expect(!"\(error)".isEmpty)
            }
        }
        // Files whose names end in `-good` are read by the reader in their name.
        let name = file.deletingPathExtension().lastPathComponent
        if name.hasSuffix("-good"), let reader = Reader.allCases.first(where: { name.hasPrefix($0.rawValue + "-") }) {
            #expect(throws: Never.self) { try reader.read(bytes) }
        }
    }
}
