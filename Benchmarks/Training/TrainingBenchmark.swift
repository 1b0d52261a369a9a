import COpenBLAS
import Foundation
import SketchCore
import SketchInference
import SketchTraining

/// `training-benchmark [ROUNDS] [lstm|layer_norm|hyper] [PYTHON]`: a training step at the paper's sizes (encoder 256, decoder
/// 512, Z 128, M 20, 100 drawings of 250 rows) in float32 and bfloat16, its matrix products alone, and PyTorch's step, which
/// take turns in one process, so that other load on the machine affects all alike. Prints medians and ratios.
///
/// The products alone are measured by OpenBLAS, and with weights that are packed once per step, as in the trainer, which is
/// the stricter lower bound.
@main
struct TrainingBenchmark {
    static let batchSize = 100
    static let steps = 250

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let rounds = arguments.first.flatMap { Int($0) } ?? 7
        var configuration = ModelConfiguration()
        configuration.maxLength = steps
        configuration.decoderCell = arguments.dropFirst().first.flatMap(CellKind.init) ?? configuration.decoderCell
        let isPlain = configuration.decoderCell == .lstm
        let torch = isPlain ? arguments.dropFirst(2).first.flatMap { TorchStep(python: $0) } : nil
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let trainings = [ProductPrecision.f32, .bf16].map { precision in
            training(configuration, precision, folder.appendingPathComponent(precision.rawValue).path)
        }
        let products = [Products.Kind.openBLAS, .packed(.f32), .packed(.bf16)].map { Products(configuration, $0) }

        var columns: [(name: String, times: [Double])] = []
        func add(_ place: Int, _ name: String, _ time: Double?, _ round: Int) {
            if columns.count == place { columns.append((name, [])) }
            // The first round fills the caches and the allocators.
            if round > 0, let time { columns[place].times.append(time) }
        }
        for round in 0...rounds {
            add(0, "training step, f32", trainings[0].step(), round)
            add(1, "training step, bf16", trainings[1].step(), round)
            add(2, "products, f32, by OpenBLAS", seconds { products[0].run() }, round)
            add(3, "products, f32, packed once", seconds { products[1].run() }, round)
            add(4, "products, bf16, packed once", seconds { products[2].run() }, round)
            guard let torch else { continue }
            add(5, "PyTorch \(torch.version), f32", torch.step("f32"), round)
            add(6, "PyTorch \(torch.version), bf16 autocast", torch.step("bf16"), round)
        }
        for training in trainings { training.finish() }
        torch?.finish()
        report(configuration, columns, flops: products.map(\.flops))
    }

    private static func training(
        _ configuration: ModelConfiguration, _ precision: ProductPrecision, _ folder: String
    ) -> TurnTaker {
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
        (parameters.model, parameters.precision) = (configuration, precision)
        (parameters.steps, parameters.saveEvery, parameters.pointDropping) = (1_000_000, 1_000_000, 0)
        let data = SketchDataset(train: drawings, validation: [drawings[0]], test: [], maxLength: steps)
        return TurnTaker { [parameters] afterStep, shouldStop in
            do {
                let run = try TrainingRun(parameters: parameters, dataset: data, directory: folder)
                _ = try run.start(progress: { _ in afterStep() }, shouldStop: shouldStop)
            } catch { fatalError("\(error)") }
        }
    }

    private static func report(
        _ configuration: ModelConfiguration, _ columns: [(name: String, times: [Double])], flops: [Double]
    ) {
        let medians = columns.map { median($0.times) }
        print("decoder    \(configuration.decoderCell.rawValue)")
        print("cores      \(ProcessInfo.processInfo.activeProcessorCount)")
        print("OpenBLAS   \(String(cString: openblas_get_corename()))")
        print("rounds     \(columns[0].times.count)")
        for (index, column) in columns.enumerated() {
            let own = [0, 1].contains(index) ? medians[index] / medians[index == 0 ? 3 : 4] : nil
            let notes = [
                own.map { String(format: "%.2f x its packed products", $0) },
                (2...4).contains(index)
                    ? String(format: "%.0f GFLOP/s", flops[index - 2] / 1e9 / medians[index]) : nil,
                String(format: "%.2f x the f32 step", medians[index] / medians[0]),
            ].compactMap { $0 }
            let name = column.name.padding(toLength: 36, withPad: " ", startingAt: 0)
            print(name + String(format: "%.3f s   ", medians[index]) + notes.joined(separator: ", "))
        }
    }

    static func seconds(_ body: () -> Void) -> Double {
        ContinuousClock().measure(body) / .seconds(1)
    }

    static func median(_ values: [Double]) -> Double {
        values.isEmpty ? .nan : values.sorted()[values.count / 2]
    }
}
