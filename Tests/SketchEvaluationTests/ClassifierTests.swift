import Foundation
import SketchCore
import SketchEvaluation
import SketchInference
import SketchModels
import TestSupport
import Testing

/// The classifier against plain loops, and its file.
@Suite struct ClassifierTests {
    static func classifier(
        size: Int = 7, classes: [String] = ["cat", "duck", "pig"], seed: UInt64 = 3
    ) throws -> SketchClassifier {
        try SketchClassifier(
            classes: classes, weights: weights(size: size, classes: classes.count, seed: seed), scaleFactor: 40,
            metadata: ["license": "CC BY 4.0"])
    }

    private static func weights(size: Int, classes: Int, seed: UInt64 = 3) -> [String: Tensor] {
        var random = PhiloxSequence(seed: seed, stream: 1)
        var weights: [String: Tensor] = [:]
        for (name, shape) in SketchClassifier.tensorShapes(size: size, classCount: classes) {
            weights[name] = Tensor(shape: shape, values: random.nextNormals(shape.reduce(1, *)).map { $0 * 0.5 })
        }
        return weights
    }

    private static func drawings(_ lengths: [Int]) -> [Stroke3] {
        var random = PhiloxSequence(seed: 5, stream: 2)
        return lengths.map { count in
            Stroke3(
                rows: (0..<count).map { row in
                    Stroke3.Row(
                        dx: Float(40 * random.nextNormal()), dy: Float(40 * random.nextNormal()),
                        isLifted: row % 3 == 2)
                })
        }
    }

    /// The cell and the head as the paper writes them, in double.
    private func twin(_ drawing: Stroke3, _ classifier: SketchClassifier) throws -> [Double] {
        func values(_ name: String) throws -> [Double] {
            try #require(classifier.weights["vector_rnn/" + name]).values.map(Double.init)
        }
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        var hidden: [Double] = []
        for direction in ["fw", "bw"] {
            let folder = "ENC_RNN/\(direction)/LSTMCell/"
            let (wx, wh, bias) = (try values(folder + "W_xh"), try values(folder + "W_hh"), try values(folder + "bias"))
            let n = bias.count / 4
            var (h, c) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
            for row in direction == "fw" ? drawing.rows : drawing.rows.reversed() {
                let pen: [Double] = row.isLifted ? [0, 1, 0] : [1, 0, 0]
                let x: [Double] = [Double(row.dx / 40), Double(row.dy / 40)] + pen
                var a = bias
                for k in 0..<4 * n {
                    for i in 0..<5 { a[k] += x[i] * wx[i * 4 * n + k] }
                    for i in 0..<n { a[k] += h[i] * wh[i * 4 * n + k] }
                }
                for k in 0..<n {
                    c[k] = c[k] * sigmoid(a[2 * n + k] + 1) + sigmoid(a[k]) * tanh(a[n + k])
                    h[k] = tanh(c[k]) * sigmoid(a[3 * n + k])
                }
            }
            hidden += h
        }
        let (w, b) = (try values("classes/super_linear_w"), try values("classes/super_linear_b"))
        var logits = b
        for k in b.indices {
            for i in hidden.indices { logits[k] += hidden[i] * w[i * b.count + k] }
        }
        return logits
    }

    @Test func classificationsAreThoseOfPlainLoops() throws {
        let classifier = try Self.classifier()
        let drawings = Self.drawings([1, 12, 5, 31, 5])
        for (drawing, judgement) in zip(drawings, try classifier.classify(drawings)) {
            let logits = try twin(drawing, classifier)
            let total = logits.reduce(0) { $0 + exp($1) }
            for (k, logit) in logits.enumerated() {
                #expect(abs(Double(judgement.probabilities[k]) - exp(logit) / total) < 1e-5)
            }
            #expect(judgement.label == classifier.classes[try #require(logits.indices.max { logits[$0] < logits[$1] })])
        }
        let nothing = try classifier.classify([Stroke3(rows: [])])[0]
        #expect(nothing.label == nil)
    }

    @Test func classificationsDoNotDependOnOtherDrawings() throws {
        let classifier = try Self.classifier()
        let drawings = Self.drawings((0..<80).map { $0 * 7 % 23 })
        let whole = try classifier.classify(drawings, threads: 1)
        #expect(try classifier.classify(drawings, threads: 3) == whole)
        #expect(try drawings.flatMap { try classifier.classify([$0]) } == whole)
    }

    @Test func aFileRoundTrips() throws {
        let data = try Self.classifier().safetensorsData()
        let read = try SketchClassifier(SafetensorsFile(data: data, name: "c"))
        #expect(read.classes == ["cat", "duck", "pig"] && read.scaleFactor == 40)
        #expect(read.metadata["license"] == "CC BY 4.0")
        #expect(try read.safetensorsData() == data)
        // Not a model: the readers of each refuse the other's file.
        let asModel = ModelFixture.sentence { _ = try WeightFile(data: data, name: "c.safetensors") }
        #expect(asModel.contains("it is a classifier"), "\(asModel)")
        let model = try SafetensorsFile(data: ModelFixture.model().safetensorsData(), name: "m.safetensors")
        let asClassifier = ModelFixture.sentence { _ = try SketchClassifier(model) }
        #expect(asClassifier.contains("its format is 'sketch-rnn'"), "\(asClassifier)")
    }

    @Test(arguments: [
        ("classes", "cat", "not a JSON array"), ("classes", #"["cat","cat","pig"]"#, "different ones"),
        ("classes", #"["cat","pig"]"#, "expected [14, 2]"), ("scale_factor", "-3", "not a number from 1e-06 to 1000000"),
        ("preprocessing", "{}", "preprocessing"),
    ])
    func wrongMetadataIsRefused(key: String, value: String, reason: String) throws {
        let altered = try SafetensorsFile.altered(
            Self.classifier().safetensorsData(), key: key, value: value, name: "c.safetensors")
        let sentence = ModelFixture.sentence { _ = try SketchClassifier(altered) }
        #expect(sentence.contains(reason) && sentence.contains("c.safetensors"), "\(sentence)")
    }

    @Test func weightsThatCannotBeUsedAreNamed() throws {
        var weights = Self.weights(size: 4, classes: 2)
        let head = SketchClassifier.head + "_b"
        weights[head]?.values[1] = .nan
        func sentence() -> String {
            ModelFixture.sentence { _ = try SketchClassifier(classes: ["a", "b"], weights: weights, scaleFactor: 1) }
        }
        #expect(sentence().contains(head) && sentence().contains("element 1"))
        weights[head] = nil
        #expect(sentence().contains("has no tensor \(head)"))
    }

    @Test func aConfusionTableCounts() {
        var table = ConfusionTable()
        #expect(table.accuracy == nil)
        for (truth, label) in [
            ("cat", "cat"), ("cat", "pig"), ("cat", "pig"), ("cat", nil), ("pig", "pig"), ("pig", "pig"), ("pig", "cat"),
        ] as [(String, String?)] { table.add(truth: truth, label: label) }
        #expect(table.count == 7 && table.count(of: "cat") == 4)
        #expect(table.accuracy(of: "cat") == 0.25 && table.accuracy == 3 / 7.0)
        #expect(table.meanClassAccuracy == (0.25 + 2 / 3.0) / 2)
        #expect(table.mostFrequentError(for: "cat")?.label == "pig")
        #expect(table.mostFrequentError(for: "cat")?.share == 0.5)
    }

    @Test func theBuiltInClassifierIsNotAModel() throws {
        let classifier = try SketchClassifier.builtIn()
        #expect(classifier.classes.contains("cat") && classifier.classes.contains("pig"))
        #expect(classifier.metadata["license"]?.contains("CC BY 4.0") == true)
        #expect(classifier.metadata["training"]?.contains("validation") == true)
        #expect(!BuiltInModels.names.contains("drawings"))
    }

    @Test func classificationsAreTheSameAtEachLevel() throws {
        let classifier = try Self.classifier(size: 19)
        let drawings = Self.drawings(Array(1...64))
        let sameAtLevels = try KernelLevels.agree { try classifier.classify(drawings, threads: 2) }
        #expect(sameAtLevels)
    }
}
