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
            enum CodingKeys: String, CodingKey {
                case name = "model"
                case drawings = "sketches"
                case offset = "offset_loss"
                case pen = "pen_loss"
                case kl = "kl_loss"
            }
            var name: String
            var drawings: Int
            var offset: Double
            var pen: Double
            var kl: Double
        }
        var models: [Model]
    }

    /// The tolerance covers other orders of summation in the matrix library; a changed weight exceeds it.
    @Test func everyModelReproducesItsStoredLosses() throws {
        let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("BuiltIn")
        var job = EvaluateJob()
        job.data = [folder.appendingPathComponent("own-drawings.ndjson").path]
        job.latent = .mean
        job.models = BuiltInModels.names
        let measured = try JSONDecoder().decode(Losses.self, from: Data(job.run(Reporter()).jsonText.utf8))
        let stored = try JSONDecoder().decode(
            Losses.self, from: Data(contentsOf: folder.appendingPathComponent("losses.json")))
        #expect(measured.models.map(\.name) == stored.models.map(\.name))
        for (now, then) in zip(measured.models, stored.models) {
            #expect(now.drawings == 20 && then.drawings == 20, "\(now.name)")
            #expect(abs(now.offset - then.offset) < 1e-4, "\(now.name)")
            #expect(abs(now.pen - then.pen) < 1e-4, "\(now.name)")
            #expect(abs(now.kl - then.kl) < 1e-4, "\(now.name)")
        }
    }
}
