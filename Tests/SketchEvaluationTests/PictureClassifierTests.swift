import Foundation
import SketchCore
import SketchEvaluation
import SketchInference
import TestSupport
import Testing

/// The picture classifier against plain loops, and its file.
@Suite struct PictureClassifierTests {
    static let shape = PictureShape(filters: 3, features: 11, classCount: 4)
    static let names = ["cat", "duck", "eye", "pig"]

    private static func weights(seed: UInt64 = 3) -> [String: Tensor] {
        var random = PhiloxSequence(seed: seed, stream: 1)
        var weights: [String: Tensor] = [:]
        for (name, shape) in shape.tensorShapes {
            let scale = 1 / Float(shape.count == 2 ? shape[0] : 4).squareRoot()
            weights[name] = Tensor(shape: shape, values: random.nextNormals(shape.reduce(1, *)).map { $0 * scale })
        }
        return weights
    }

    static func classifier(judging judged: [String]? = nil) throws -> PictureClassifier {
        try PictureClassifier(
            classes: names, judgedClasses: judged, weights: weights(), metadata: ["license": "CC BY 4.0"])
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

    /// The network as its documentation describes it, in double.
    private func twin(_ drawing: Stroke3) throws -> (features: [Double], logits: [Double]) {
        let weights = Self.weights()
        func values(_ name: String) throws -> [Double] { try #require(weights[name]).values.map(Double.init) }
        var image = PictureRaster(drawing).pixels.map { [Double($0)] }
        var side = PictureRaster.side
        for name in ["conv1", "conv2", "conv3"] {
            let (w, b) = (try values(name + "_w"), try values(name + "_b"))
            let inputs = image[0].count
            func output(_ x: Int, _ y: Int, _ k: Int) -> Double {
                var sum = b[k]
                for dy in 0..<3 {
                    for dx in 0..<3 {
                        let (u, v) = (x + dx - 1, y + dy - 1)
                        guard (0..<side).contains(u), (0..<side).contains(v) else { continue }
                        for i in 0..<inputs {
                            sum += image[v * side + u][i] * w[((dy * 3 + dx) * inputs + i) * b.count + k]
                        }
                    }
                }
                return sum
            }
            var pooled: [[Double]] = []
            for y in 0..<side / 2 {
                for x in 0..<side / 2 {
                    pooled.append(
                        b.indices.map { k in
                            [(0, 0), (1, 0), (0, 1), (1, 1)].map { output(2 * x + $0.0, 2 * y + $0.1, k) }
                                .reduce(0) { max($0, $1) }
                        })
                }
            }
            (image, side) = (pooled, side / 2)
        }
        func dense(_ x: [Double], _ name: String) throws -> [Double] {
            let (w, b) = (try values(name + "_w"), try values(name + "_b"))
            return b.indices.map { k in x.indices.reduce(b[k]) { $0 + x[$1] * w[$1 * b.count + k] } }
        }
        let features = try dense(image.flatMap { $0 }, "features").map { max($0, 0) }
        return (features, try dense(features, "classes"))
    }

    @Test func classificationsAreThoseOfPlainLoops() throws {
        let classifier = try Self.classifier()
        let drawings = Self.drawings([1, 12, 31])
        for (drawing, described) in zip(drawings, try classifier.describe(drawings)) {
            let (features, logits) = try twin(drawing)
            for (own, expected) in zip(described.features, features) { #expect(abs(Double(own) - expected) < 1e-5) }
            #expect(described.features.contains { $0 > 0.05 })
            let total = logits.reduce(0) { $0 + exp($1) }
            for (k, logit) in logits.enumerated() {
                #expect(abs(Double(described.classification.probabilities[k]) - exp(logit) / total) < 1e-5)
            }
        }
        #expect(try classifier.features(of: drawings) == classifier.describe(drawings).map(\.features))
        #expect(try classifier.classify([Stroke3(rows: [])])[0].label == nil)
        let infinite = Stroke3(rows: [Stroke3.Row(dx: .infinity, dy: 0, isLifted: true)])
        #expect(throws: InferenceError.self) { try classifier.classify([infinite]) }
    }

    @Test func classificationsDependNeitherOnOtherDrawingsNorOnTheProcessor() throws {
        let classifier = try Self.classifier()
        let drawings = Self.drawings((0..<60).map { $0 * 7 % 23 })
        let whole = try classifier.describe(drawings, threads: 1).map(\.features)
        #expect(try classifier.features(of: drawings, threads: 3) == whole)
        #expect(try drawings.flatMap { try classifier.features(of: [$0]) } == whole)
        let sameAtLevels = try KernelLevels.agree { try classifier.classify(drawings, threads: 2) }
        #expect(sameAtLevels)
    }

    @Test func theSoftmaxIsOverTheJudgedClasses() throws {
        let all = try Self.classifier()
        let some = try Self.classifier(judging: ["pig", "cat"])
        #expect(all.classes == Self.names && some.classes == ["pig", "cat"] && some.knownClasses == Self.names)
        let drawings = Self.drawings([9, 20])
        for (whole, part) in zip(try all.classify(drawings), try some.classify(drawings)) {
            let sum = whole.probabilities[0] + whole.probabilities[3]
            #expect(abs(part.probabilities[0] - whole.probabilities[3] / sum) < 1e-5)
            #expect(abs(part.probabilities[1] - whole.probabilities[0] / sum) < 1e-5)
        }
        let widened = try some.judging(Self.names)
        #expect(try widened.classify(drawings) == all.classify(drawings))
        #expect(some.fingerprint != all.fingerprint)
        #expect(throws: InferenceError.self) { try all.judging(["cat"]) }
        #expect(throws: InferenceError.self) { try all.judging(["cat", "dog"]) }
    }

    @Test func aFileRoundTripsAndItsFormatDecides() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("classifier-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let classifier = try Self.classifier(judging: ["cat", "pig"])
        try classifier.write(to: file.path)
        let read = try #require(try ClassifierFile.classifier(contentsOf: file.path) as? PictureClassifier)
        #expect(read.knownClasses == Self.names && read.judgedClasses == ["cat", "pig"] && read.featureCount == 11)
        #expect(read.metadata["license"] == "CC BY 4.0" && read.kind == .picture)
        #expect(try read.safetensorsData() == Data(contentsOf: file))
        let strokes = try ClassifierTests.classifier()
        try strokes.write(to: file.path)
        let reread = try ClassifierFile.classifier(nameOrPath: file.path)
        #expect(reread.kind == .strokes && reread.classes == strokes.classes)
    }

    @Test(arguments: [
        ("classes", "cat", "not a JSON array"), ("classes", #"["cat","cat","eye","pig"]"#, "different ones"),
        ("classes", #"["cat","pig"]"#, "expected [11, 2]"), ("judged_classes", #"["cat","dog"]"#, "'dog' is not one of"),
        ("judged_classes", #"["cat"]"#, "it judges 1 class"), ("preprocessing", "{}", "preprocessing"),
        ("format", "sketch-classifier", "its format is"),
    ])
    func wrongMetadataIsRefused(key: String, value: String, reason: String) throws {
        let altered = try SafetensorsFile.altered(
            Self.classifier().safetensorsData(), key: key, value: value, name: "c.safetensors")
        let sentence = ModelFixture.sentence { _ = try PictureClassifier(altered) }
        #expect(sentence.contains(reason) && sentence.contains("c.safetensors"), "\(sentence)")
    }

    @Test func weightsThatCannotBeUsedAreNamed() throws {
        var weights = Self.weights()
        func sentence() -> String {
            ModelFixture.sentence { _ = try PictureClassifier(classes: Self.names, weights: weights) }
        }
        weights["conv2_b"]?.values[1] = .nan
        #expect(sentence().contains("conv2_b") && sentence().contains("element 1"))
        weights["conv2_b"] = Tensor(shape: [2], values: [0, 0])
        #expect(sentence().contains("expected [6]"))
        weights["conv1_w"] = nil
        #expect(sentence().contains("has no tensor conv1_w"))
    }
}
