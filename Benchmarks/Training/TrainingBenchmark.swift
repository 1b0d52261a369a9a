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
        var random = PhiloxSequence(seed: 1, stream: 0)
        let drawings = (0..<batchSize).map { _ in
            Stroke3(
                rows: (0..<steps).map { row in
                    Stroke3.Row(
                        dx: Float(random.nextNormal()), dy: Float(random.nextNormal()),
                        isLifted: row % 10 == 9)
                })
        }
        var parameters = TrainingParameters()
        parameters.model = configuration
        (parameters.steps, parameters.saveEvery, parameters.pointDropping) = (1_000_000, 1_000_000, 0)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try TrainingRun(
            parameters: parameters,
            dataset: SketchDataset(train: drawings, validation: [drawings[0]], test: [], maxLength: steps),
            directory: folder)
        let library = Products(configuration, packsWeights: false)
        let packed = Products(configuration, packsWeights: true)
        var times: [[Double]] = [[], [], []]
        let clock = ContinuousClock()
        var started = clock.now
        _ = try run.start(
            progress: { progress in
                let trained = (clock.now - started) / .seconds(1)
                let bare = [library, packed].map { products in seconds { products.run() } }
                // The first step fills the caches and the allocator.
                if progress.step > 1 {
                    for (index, time) in ([trained] + bare).enumerated() { times[index].append(time) }
                }
                started = clock.now
            }, shouldStop: { times[0].count == rounds })
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
