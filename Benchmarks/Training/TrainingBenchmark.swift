import COpenBLAS
import Dispatch
import Foundation
import SketchCore
import SketchInference
import SketchTraining

/// `training-benchmark [ROUNDS] [lstm|layer_norm|hyper]`: a training step at the paper's sizes (encoder 256, decoder 512,
/// Z 128, M 20, 100 drawings of 250 rows) and its matrix products alone, in turn in the same run, so that other load on the
/// machine affects both alike. Prints medians and their ratios. The products are computed twice: each by OpenBLAS, and with
/// those of single time steps using weights packed once, as in the trainer, which is the stricter lower bound.
@main
struct TrainingBenchmark {
    static let batchSize = 100
    static let steps = 250

    static func main() throws {
        let rounds = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 7
        var configuration = ModelConfiguration()
        configuration.maxLength = steps
        configuration.decoderCell =
            CommandLine.arguments.dropFirst(2).first.flatMap(CellKind.init) ?? configuration.decoderCell
        let trainer = try Trainer<Float>(
            configuration, weights: configuration.initialWeights(seed: 1))
        var random = PhiloxSequence(seed: 1, stream: 0)
        let drawings = (0..<batchSize).map { _ in
            Stroke3(
                rows: (0..<steps).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()),
                        isLifted: row % 10 == 9)
                })
        }
        let batch = SketchBatch(drawings, maxLength: steps)
        let library = Products(configuration, packsWeights: false)
        let packed = Products(configuration, packsWeights: true)
        var times: [[Double]] = [[], [], []]
        for round in 0...rounds {
            var step = Trainer<Float>.Step()
            step.noise = random.nextNormals(batchSize * configuration.latentSize)
            step.klWeight = 0.5
            step.dropout = (keep: 0.9, seed: 1, step: round)
            let trained = seconds { _ = trainer.trainSpecialized(batch, step, number: round) }
            let bare = [library, packed].map { products in seconds { products.run() } }
            // The first round fills the caches and the allocator.
            guard round > 0 else { continue }
            for (index, time) in ([trained] + bare).enumerated() { times[index].append(time) }
        }
        let (step, matrices, floor) = (median(times[0]), median(times[1]), median(times[2]))
        print("decoder               \(configuration.decoderCell.rawValue)")
        print("cores                 \(ProcessInfo.processInfo.activeProcessorCount)")
        print("OpenBLAS              \(String(cString: openblas_get_corename()))")
        print(String(format: "training step         %.3f s, %.1f sketches/s", step, Double(batchSize) / step))
        for (name, products, time) in [("by OpenBLAS    ", library, matrices), ("packed once    ", packed, floor)] {
            let giga = products.flops / 1e9
            print(
                String(
                    format: "products, %@ %.3f s, %.0f GFLOP, %.0f GFLOP/s; step / products %.2f", name, time, giga,
                    giga / time, step / time))
        }
    }

    static func seconds(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body) / .seconds(1)
    }

    static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
