import LatentOps
import SketchCore
import SketchFormats
import SketchSupport

/// The bank in a model's file: `latent/bank` [K, Z] as F16 and `latent/bank_class` [K], indices of the file's `classes`, as
/// F32.
extension LatentBank {
    private static let pointsName = "latent/bank"
    private static let labelsName = "latent/bank_class"

    /// The number of latents of each class, so that a bank enlarges the model's F16 file by at most a third.
    package static func latentsPerClass(_ configuration: ModelConfiguration, classCount: Int) -> Int {
        let bytes = configuration.parameterCount * 2 / 3
        let each = configuration.latentSize * 2 + 4
        return max(1, min(BankDrawings.classLimit, bytes / each / max(classCount, 1)))
    }

    /// The bank of latents' means; nil for none.
    ///
    /// The values are rounded to F16, so that a bank is the same before and after it is written.
    package init?(_ latents: [Latent], labels: [Int]) {
        let rounded = latents.flatMap { $0.mean.map { Float(Float16($0)) } }
        guard let bank = try? LatentBank(points: rounded, labels: labels, size: latents.first?.size ?? 0) else { return nil }
        self = bank
    }

    /// Reads the bank of a file; nil if it contains none.
    ///
    /// - Throws: `InferenceError` if only one of the tensors is there, or if one is damaged, of another shape, or names a
    ///   class that the file does not have.
    init?(_ file: WeightFile, latentSize z: Int, classCount: Int) throws {
        let names = [Self.pointsName, Self.labelsName]
        guard file.entries.contains(where: { names.contains($0.name) }) else { return nil }
        let (points, labels) = (try file.tensor(Self.pointsName), try file.tensor(Self.labelsName))
        let count = labels.values.count
        func refuse(_ detail: String) -> InferenceError {
            .malformedFile(file: file.name, kind: .safetensors, detail: detail)
        }
        guard labels.shape == [count], points.shape == [count, z] else {
            throw refuse("its latent bank is \(points.shape) with classes \(labels.shape), not [K, \(z)] with [K]")
        }
        let indices = try labels.values.map { value in
            guard let index = Int(exactly: value), (0..<classCount).contains(index) else {
                let number = Int(exactly: value).map(String.init) ?? "\(value)"
                throw refuse(
                    "its latent bank has a latent of class \(number), and the file has "
                        + "\(classCount) class\(classCount == 1 ? "" : "es"), counted from 0")
            }
            return index
        }
        if let index = points.values.firstIndex(where: { !$0.isFinite }) {
            throw InferenceError.nonFiniteWeight(
                file: file.name, name: Self.pointsName, index: index, value: points.values[index])
        }
        guard count > 0 else { return nil }
        try self.init(points: points.values, labels: indices, size: z)
    }

    /// The SHA-256 hash of the latents and their classes, in hexadecimal digits. A model's fingerprint does not include its bank.
    package var fingerprint: String {
        var hash = ContentHash()
        FloatMatrixFile.body([points, labels.map(Float.init)]).withUnsafeBytes { hash.update($0) }
        return hash.text
    }

    func add(to writer: inout SafetensorsWriter) {
        writer.add(Self.pointsName, Tensor(shape: [count, size], values: points), precision: .float16)
        writer.add(Self.labelsName, Tensor(shape: [count], values: labels.map(Float.init)))
    }
}

extension SketchModel {
    /// Encodes drawings and keeps their latents as the model's bank. A model without latent statistics gets those of the same
    /// drawings.
    ///
    /// - Parameter drawings: in model units; names that are not in `classes` are ignored.
    /// - Throws: `InferenceError`.
    package mutating func addLatentBank(from drawings: BankDrawings, threads: Int = Threads.automatic) throws {
        let perClass = LatentBank.latentsPerClass(
            configuration, classCount: classes.filter { !drawings.drawings(named: $0).isEmpty }.count)
        var (rows, labels) = ([Stroke5](), [Int]())
        for (label, name) in classes.enumerated() {
            let own = drawings.drawings(named: name).prefix(perClass)
            rows += own.map(\.stroke5)
            labels += own.map { _ in label }
        }
        guard !rows.isEmpty else { return }
        let latents = try encoder().encode(rows: rows, threads: threads)
        latentBank = LatentBank(latents, labels: labels)
        latentStatistics = latentStatistics ?? LatentStatistics(of: latents)
    }
}
