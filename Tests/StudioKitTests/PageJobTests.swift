import Foundation
import SketchInference
import SketchModels
import StudioKit
import Testing

/// The jobs that write pages.
@Suite struct PageJobTests {
    private static func page(_ words: [String], _ folder: JobFolder) throws -> (result: PageResult, text: String) {
        let path = folder.path("page.html")
        var job = try PageJob(words: words)
        job.output = path
        let result = try job.run(Reporter())
        return (result, String(decoding: try folder.data("page.html"), as: UTF8.self))
    }

    @Test func aPageHasItsModelAndNamesAreEscaped() throws {
        try JobFolder.with { folder in
            let (result, text) = try Self.page(["--model", "cat", "--title", "</script><b>cats & 'dogs'"], folder)
            #expect(result.models == ["cat"] && result.bytes == text.utf8.count)
            #expect(result.lines == ["\(folder.path("page.html")): \(result.bytes) bytes"])
            #expect(text.contains("<title>&lt;/script&gt;&lt;b&gt;cats &amp; 'dogs'</title>"))
            #expect(text.contains(#""title":"\u003c/script>\u003cb>cats & 'dogs'""#))
            #expect(!text.contains("<b>"))
            // F16 in base64, plus 100 kB.
            let path = try BuiltInModels.path(of: "cat")
            let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
            #expect(result.bytes < size * 4 / 3 + 100_000)
        }
    }

    /// The policy allows nothing but the file's own style and script.
    @Test func thePolicyForbidsRequests() throws {
        try JobFolder.with { folder in
            var job = DrawJob()
            job.output = folder.path("pad.html")
            #expect(try job.run(Reporter()).bytes < 30_000)
            let text = String(decoding: try folder.data("pad.html"), as: UTF8.self)
            #expect(text.contains("content=\"default-src 'none'; script-src 'sha256-"))
            #expect(!text.contains("unsafe-inline") && !text.contains("src=") && !text.contains("href=\""))
            #expect(text.contains("<title>Drawing pad</title>"))
        }
    }

    @Test func decoderOnlyModelsOfferNoViewThatEncodes() throws {
        #expect(throws: (any Error).self) { try PageJob(words: ["--model", "cat", "--view", "interpolate"]).run(Reporter()) }
        try JobFolder.with { folder in
            let (_, text) = try Self.page(["--model", "cat", "--view", "continue", "--examples", "0"], folder)
            #expect(text.contains(#""views":["continue"]"#) && text.contains(#""examples":[]"#))
        }
        #expect(throws: UsageError("page.txt: unknown output format. Use the extension .html.")) {
            var job = PageJob()
            job.output = "page.txt"
            _ = try job.run(Reporter())
        }
    }

    @Test func roundingIsStated() throws {
        try JobFolder.with { folder in
            var model = try BuiltInModels.model(named: "cat")
            model.weights["vector_rnn/RNN/output_b"]?.values[0] = 0.1
            let path = folder.path("odd.safetensors")
            try model.write(to: path)
            var warnings: [String] = []
            var job = PageJob()
            (job.models, job.exampleCount, job.output) = ([path], 0, folder.path("page.html"))
            _ = try job.run(
                Reporter(isQuiet: false, showsProgress: false) { if case .warning(let text) = $0 { warnings.append(text) } })
            #expect(warnings.count == 1 && warnings[0].contains("has weights that are not F16"))
        }
    }
}
