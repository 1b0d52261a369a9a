import Foundation
import LatentOps
import SketchCore
import SketchEvaluation
import SketchInference
import Testing

/// A whole measurement of small models with made-up weights.
@Suite struct QualityMeasurementTests {
    private func random(_ shapes: [(name: String, shape: [Int])], seed: UInt64) -> [String: Tensor] {
        var random = PhiloxSequence(seed: seed, stream: 3)
        return shapes.reduce(into: [:]) {
            $0[$1.name] = Tensor(shape: $1.shape, values: random.nextNormals($1.shape.reduce(1, *)).map { $0 * 0.4 })
        }
    }

    private func model(isConditional: Bool = true, classes: [String] = ["cat", "pig"]) -> SketchModel {
        var configuration = ModelConfiguration()
        configuration.isConditional = isConditional
        (configuration.encoderSize, configuration.decoderSize, configuration.latentSize) = (6, 8, 4)
        (configuration.mixtureCount, configuration.maxLength) = (3, 30)
        return SketchModel(
            configuration: configuration, weights: random(configuration.tensorShapes, seed: 1), scaleFactor: 40,
            classes: classes)
    }

    private func classifier(_ classes: [String] = ["cat", "duck", "pig"]) throws -> SketchClassifier {
        try SketchClassifier(
            classes: classes,
            weights: random(SketchClassifier.tensorShapes(size: 5, classCount: classes.count), seed: 2), scaleFactor: 40)
    }

    private func picture(_ classes: [String] = ["cat", "duck", "pig"]) throws -> PictureClassifier {
        let shape = PictureShape(filters: 4, features: 6, classCount: classes.count)
        return try PictureClassifier(classes: classes, weights: random(shape.tensorShapes, seed: 5))
    }

    private func drawings(_ count: Int, names: [String] = ["cat", "pig"]) -> [QualityInput] {
        var random = PhiloxSequence(seed: 6, stream: 0)
        return (0..<count).map { index in
            let rows = (0..<5 + index % 7).map { row in
                Stroke3.Row(dx: Float(random.nextNormal()), dy: Float(random.nextNormal()), isLifted: row % 4 == 3)
            }
            return QualityInput(strokes: Stroke3(rows: rows), name: names[index % names.count], key: "\(index)")
        }
    }

    private func measure(
        _ model: SketchModel, _ classifier: SketchClassifier, _ inputs: [QualityInput], training: [QualityInput],
        threads: Int = 1, seed: UInt64 = 1, picture: PictureClassifier? = nil, procedure: DrawingProcedure? = nil
    ) throws -> (report: QualityReport, drawings: QualityDrawings) {
        var settings = QualityMeasurement.Settings()
        (settings.samples, settings.pairs, settings.analogies, settings.steps) = (12, 6, 5, 4)
        (settings.threads, settings.seed, settings.procedure) = (threads, seed, procedure)
        (settings.samplesPerClass, settings.likenessCount) = (3, 12)
        var report = QualityReport(
            model: .init(name: "m", hash: model.fingerprint, classes: model.classes),
            classifier: .init(name: "c", hash: classifier.fingerprint, classes: classifier.classes), seed: seed,
            split: "test", inputs: inputs, perClass: 200, skipped: 0, maxLength: 30, trainingSketches: training.count,
            losses: .init(reconstructionLoss: 1, maskedReconstructionLoss: 1, klLoss: 1))
        let drawings = try QualityMeasurement(
            model: model, classifier: classifier, picture: picture, settings: settings
        )
        .measure(inputs, training: training, into: &report)
        return (report, drawings)
    }

    @Test func aReportIsTheSameForAnyNumberOfThreads() throws {
        let (inputs, training) = (drawings(20), Array(drawings(40).dropFirst(20)))
        let one = try measure(model(), classifier(), inputs, training: training)
        let three = try measure(model(), classifier(), inputs, training: training, threads: 3)
        #expect(try one.report.json() == three.report.json())
        #expect(one.report.markdown == three.report.markdown)
        let other = try measure(model(), classifier(), inputs, training: training, seed: 2)
        #expect(other.report != one.report)
    }

    /// What a drawing's reconstruction is does not depend on what else was measured.
    @Test func aReconstructionDoesNotDependOnOtherDrawings() throws {
        let inputs = drawings(12)
        let all = try measure(model(), classifier(), inputs, training: []).drawings.plain.reconstructions
        let some = try measure(model(), classifier(), Array(inputs[5..<8]), training: []).drawings.plain.reconstructions
        #expect(some.map { $0[1] } == all.map { $0[6] })
    }

    @Test func theNumbersMatchTheDrawings() throws {
        let (model, classifier) = (model(), try classifier())
        let inputs = drawings(20)
        let (report, drawn) = try measure(model, classifier, inputs, training: inputs)
        #expect(report.sketches == 20 && report.sketchesByClass.map(\.sketches) == [10, 10])
        #expect(report.reconstructions.map(\.temperature) == [0.1, 0.3, 0.6])
        for (numbers, own) in zip(report.reconstructions, drawn.plain.reconstructions) {
            let labels = try classifier.classify(own.map { $0.stroke5.stroke3.scaled(by: 40) }).map(\.label)
            let right = zip(inputs, labels).filter { $0.name == $1 }.count
            #expect(numbers.classified == 20 && numbers.accuracy == Double(right) / 20)
            #expect(numbers.degenerate == Double(own.filter(\.isDegenerate).count) / 20)
            #expect(numbers.terminated == Double(own.filter(\.reachedEnd).count) / 20)
        }
        // The inputs are in the collection: each is its own nearest.
        #expect(try #require(report.inputs?.nearest).maximum < 1e-3)
        #expect(report.interpolations?.pairs == 6 && drawn.plain.interpolations.allSatisfy { $0.steps.count == 4 })
        #expect(drawn.plain.interpolations.allSatisfy { inputs[$0.from].name != inputs[$0.to].name })
        for own in drawn.plain.analogies {
            #expect(own.a != own.c && inputs[own.a].name == inputs[own.c].name && inputs[own.b].name != inputs[own.a].name)
        }
        let results = try classifier.classify(drawn.plain.analogies.map { $0.result.stroke5.stroke3.scaled(by: 40) }).map(\.label)
        let right = zip(drawn.plain.analogies, results).filter { inputs[$0.b].name == $1 }.count
        #expect(report.analogies?.accuracy == Double(right) / 5)
        #expect(report.latent?.klByDimension.count == 4)
        #expect(drawn.indicesBySimilarity(of: drawn.plain.reconstructions[0]).sorted() == Array(0..<20))
    }

    @Test func aReportHasItsKeys() throws {
        let inputs = drawings(8)
        let report = try measure(model(), classifier(), inputs, training: inputs).report
        let object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
        for key in [
            "model", "classifier", "seed", "split", "sketches", "sketches_by_class", "per_class", "skipped", "max_seq_len",
            "training_sketches", "losses", "latent", "inputs", "reconstructions", "samples", "interpolations", "analogies",
        ] { #expect(object[key] != nil, "\(key)") }
        let first = try #require((object["reconstructions"] as? [[String: Any]])?.first)
        for key in [
            "temperature", "sketches", "ended", "degenerate", "judged", "right", "classes", "nearest", "nearer_than_unseen",
        ] {
            #expect(first[key] != nil, "\(key)")
        }
        let ways = try #require(object["interpolations"] as? [String: Any])
        #expect(ways["ends_right"] != nil && (ways["largest_over_mean_step"] as? [String: Any])?["p10"] != nil)
        #expect((object["latent"] as? [String: Any])?["active_dimensions"] != nil)
        #expect(try JSONDecoder.snake.decode(QualityReport.self, from: report.json()) == report)
    }

    @Test func aDecoderOnlyModelHasAPartialReport() throws {
        let inputs = drawings(8, names: ["cat"])
        let report = try measure(model(isConditional: false, classes: ["cat"]), classifier(), inputs, training: []).report
        #expect(report.reconstructions.isEmpty && report.latent == nil && report.interpolations == nil)
        #expect(report.samples.count == 3 && report.samples[0].classified == 12 && report.samples[0].nearest == nil)
        #expect(report.markdown.contains("## Samples") && !report.markdown.contains("## Reconstructions"))
    }

    /// Both procedures in one report; the plain numbers do not depend on the other procedure.
    @Test func aReportComparesTwoProcedures() throws {
        let inputs = drawings(20)
        var model = model()
        var selection = BankDrawings()
        for input in drawings(40) { selection.add(input.strokes, name: input.name, key: input.key) }
        try model.addLatentBank(from: selection)
        let picture = try picture()
        let training = Array(drawings(60).dropFirst(20))
        let both = try measure(
            model, classifier(), inputs, training: training, picture: picture, procedure: .standard)
        let plain = try measure(model, classifier(), inputs, training: training, picture: picture)
        var report = both.report
        let chosen = try #require(report.chosen)
        report.chosen = nil
        #expect(report == plain.report && plain.report.chosen == nil)
        #expect(both.drawings.plain.samples == plain.drawings.plain.samples)
        #expect(both.drawings.chosen?.samples != plain.drawings.plain.samples)
        #expect(chosen.procedure.contains("latent bank") && chosen.samples.count == 3)
        for results in [chosen.reconstructions[0], report.reconstructions[0]] {
            #expect(results.picture?.right?.count == 20 && results.inputDistance?.count == 20)
            let (top1, top10) = (try #require(results.retrievalTop1), try #require(results.retrievalTop10))
            #expect(top1.value <= top10.value)
        }
        #expect(report.realLikeness?.real == 12 && chosen.samples[0].likeness?.compared == 12)
        #expect(chosen.interpolations?.picture?.stepsRight?.count == 6 && chosen.analogies?.picture?.count == 5)
        #expect(Set(chosen.sampledClasses.map(\.name)) == ["cat", "pig"])
        #expect(chosen.sampledClasses.allSatisfy { $0.sketches == 3 })
        #expect(both.drawings.chosen?.sampledClasses.map(\.name) == chosen.sampledClasses.map(\.name))
        #expect(try JSONDecoder.snake.decode(QualityReport.self, from: both.report.json()) == both.report)
        #expect(both.report.markdown.contains("## Samples by class, recognised"))
    }

    @Test func aShareHasItsInterval() throws {
        let share = try #require(Share([true, true, true, false]))
        #expect(share.value == 0.75 && share.count == 4)
        // s^2 = (3 * 0.25^2 + 0.75^2) / 3 = 0.25.
        #expect(abs(share.interval - 1.96 * 0.5 / 2) < 1e-12)
        #expect(Share([Bool]()) == nil)
    }

    /// Drawings of other classes are not counted.
    @Test func unknownClassesAreNotClassified() throws {
        let inputs = drawings(8, names: ["comet", "tree"])
        let report = try measure(model(classes: ["comet", "tree"]), classifier(), inputs, training: []).report
        #expect(report.inputs?.classified == 0 && report.inputs?.accuracy == nil)
        #expect(report.reconstructions.allSatisfy { $0.accuracy == nil } && report.samples.allSatisfy { $0.accuracy == nil })
        #expect(report.analogies?.accuracy == nil && report.interpolations?.endpointAccuracy == nil)
        #expect(report.interpolations?.pairs == 6)
        // With only one class, pairs are of that class and there is no analogy.
        let cats = try measure(model(), classifier(), drawings(8, names: ["cat"]), training: [])
        #expect(cats.report.analogies == nil && cats.drawings.plain.interpolations.allSatisfy { $0.from != $0.to })
    }
}

extension JSONDecoder {
    fileprivate static var snake: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
