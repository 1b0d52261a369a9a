import Foundation
import SketchModels
import StudioKit
import Testing

/// The built-in models against stored losses on twenty drawings that were made for this test.
///
/// After a model has changed:
///
///     cd Tests/StudioKitTests/BuiltIn
///     studio evaluate own-drawings.ndjson --latent mean --output losses.json --model cat ... --model face
@Suite struct BuiltInLossTests {
    private struct Losses: Decodable {
        struct Model: Decodable {
            var model: String
            var sketches: Int
            var skipped: Int
            var offset_loss: Double
            var pen_loss: Double
            var kl_loss: Double
        }
        var models: [Model]
    }

    private static let folder = Bundle.module.resourceURL!.appendingPathComponent("BuiltIn")

    /// The tolerance covers other orders of summation in the matrix library; a changed weight exceeds it.
    @Test func everyModelReproducesItsStoredLosses() throws {
        var job = EvaluateJob()
        job.data = [Self.folder.appendingPathComponent("own-drawings.ndjson").path]
        job.latent = .mean
        job.models = BuiltInModels.names
        let measured = try JSONDecoder().decode(Losses.self, from: Data(job.run(Reporter()).jsonText.utf8))
        let stored = try JSONDecoder().decode(
            Losses.self, from: Data(contentsOf: Self.folder.appendingPathComponent("losses.json")))
        #expect(measured.models.map(\.model) == stored.models.map(\.model))
        for (now, then) in zip(measured.models, stored.models) {
            #expect(now.sketches == 20 && then.sketches == 20 && now.skipped == 0, "\(now.model)")
            #expect(abs(now.offset_loss - then.offset_loss) < 1e-4, "\(now.model)")
            #expect(abs(now.pen_loss - then.pen_loss) < 1e-4, "\(now.model)")
            #expect(abs(now.kl_loss - then.kl_loss) < 1e-4, "\(now.model)")
        }
    }
}
