import Foundation
import SketchInference
import SketchTraining
import Testing

/// The table of hyperparameters: complete, consistent with the settings, and the form of files and hparams text.
@Suite struct HyperparameterTests {
    /// A setting without a row in the table would be lost in files; one with two rows would have two meanings.
    @Test func everySettingHasOneRow() throws {
        let settings = Mirror(reflecting: TrainingParameters()).children.compactMap(\.label)
        let own = Hyperparameter.all.filter { $0.group != .model }
        #expect(own.count == settings.filter { $0 != "model" && $0 != "initialModel" }.count)
        let classifier = Mirror(reflecting: ClassifierParameters()).children.count
        #expect(ClassifierHyperparameter.all.count == classifier)
        for names in [Hyperparameter.all.map(\.name), Hyperparameter.all.map(\.option)] {
            #expect(Set(names).count == names.count)
        }
        // Every row changes a different setting.
        for (index, row) in Hyperparameter.all.enumerated() {
            var changed = TrainingParameters()
            try row.set(from: Self.otherValue(row), in: &changed)
            for (other, unchanged) in Hyperparameter.all.enumerated() {
                #expect((unchanged.text(of: changed) == unchanged.defaultText) == (other != index), "\(row.name)")
            }
        }
    }

    /// A valid value that is not the default.
    private static func otherValue(_ row: Hyperparameter) -> String {
        switch row.kind {
        case .integer(let range): "\(row.defaultText == "\(range.lowerBound + 3)" ? 5 : range.lowerBound + 3)"
        case .number(let range): "\(min(range.upperBound, range.lowerBound + 0.375))"
        case .choice(let values): values.last ?? ""
        case .flag(let value): "\(value)"
        case .seed: "18446744073709551615"
        }
    }

    @Test(arguments: Hyperparameter.all.map(\.name)) func textAndFilesKeepEveryValue(name: String) throws {
        let row = try #require(Hyperparameter.named(name))
        var parameters = TrainingParameters()
        #expect(row.text(of: parameters) == row.defaultText)
        let value = Self.otherValue(row)
        try row.set(from: value, in: &parameters)
        #expect(row.text(of: parameters) == value)
        try row.validate(parameters)
        let data = try JSONEncoder().encode(parameters)
        #expect(try JSONDecoder().decode(TrainingParameters.self, from: data) == parameters)
        var parsed = TrainingParameters()
        try parsed.apply(hparams: " \(name) = \(value) ,")
        #expect(parsed == parameters)
    }

    /// A run records the precision that it has, so that it continues with it on another processor.
    @Test func automaticPrecisionIsResolved() throws {
        var parameters = TrainingParameters()
        try parameters.apply(hparams: "precision=auto")
        #expect(parameters.precision == .automatic)
        #expect(["f32", "bf16"].contains(try #require(Hyperparameter.named("precision")).text(of: parameters)))
    }

    /// The keys of checkpoints and model files, which older files have and other programs read.
    @Test func keysInFilesStay() throws {
        let data = try JSONEncoder().encode(TrainingParameters())
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "augment_stroke_prob", "batch_size", "decay_rate", "ema_decay", "grad_clip",
                "gradient_slices", "kl_decay_rate", "kl_tolerance", "kl_weight", "kl_weight_start", "learning_rate",
                "learning_rate_schedule",
                "min_learning_rate", "mirror", "model", "num_steps", "patience", "precision",
                "random_scale_factor", "recurrent_dropout_prob", "rotate", "save_every", "seed", "shear", "warmup_steps",
            ])
        #expect((object["model"] as? [String: Any])?["dec_rnn_size"] as? Int == 512)
        #expect(object["mirror"] as? Bool == false && object["num_steps"] as? Int == 6000)
    }

    @Test(arguments: [
        ("num_steps", "0", 0.0, 1.0, 1e9), ("batch_size", "10001", 10_001, 1, 10_000),
        ("recurrent_dropout_prob", "0", 0, 0.01, 1), ("rotate", "181", 181, 0, 180), ("dec_rnn_size", "0", 0, 1, 16_384),
        ("max_seq_len", "65537", 65_537, 2, 65_536), ("num_mixture", "1001", 1001, 1, 1000),
    ])
    func valuesOutOfRangeAreRefused(
        name: String, text: String, value: Double, lower: Double, upper: Double
    ) throws {
        var parameters = TrainingParameters()
        try parameters.apply(hparams: "\(name)=\(text)")
        #expect(throws: TrainingError.outOfRange(name: name, value: value, lower: lower, upper: upper)) {
            try parameters.validate()
        }
    }

    /// A run accepts the sizes that its model's file may state, and no others.
    @Test func sizesOfAModelAreThoseOfItsFile() throws {
        for row in Hyperparameter.all where row.group == .model {
            guard case .integer(let range) = row.kind else { continue }
            for (value, isAccepted) in [
                (range.lowerBound - 1, false), (range.lowerBound, true), (range.upperBound, true),
                (range.upperBound + 1, false),
            ] {
                var parameters = TrainingParameters()
                try row.set(from: "\(value)", in: &parameters)
                #expect(((try? parameters.model.validate()) != nil) == isAccepted, "\(row.name) = \(value)")
            }
        }
        var parameters = TrainingParameters()
        parameters.model.hyperUnits = 0
        #expect(throws: InferenceError.unsupportedConfiguration(detail: "hyper_units is 0, outside 1 to 16384")) {
            try parameters.validate()
        }
    }

    @Test func theLowerBoundOfTheLearningRateIsBelowIt() throws {
        var parameters = TrainingParameters()
        try parameters.apply(hparams: "learning_rate=0.001,min_learning_rate=0.002")
        let expected = TrainingError.outOfRange(name: "min_learning_rate", value: 0.002, lower: 0, upper: 0.001)
        #expect(throws: expected) { try parameters.validate() }
        #expect("\(expected)" == "min_learning_rate is 0.002, but must be from 0 to 0.001")
    }

    @Test(arguments: [
        ("num_steps=1.5", "num_steps=1.5", "the value must be a whole number"),
        ("kl_weight=nan", "kl_weight=nan", "the value must be a number"),
        ("dec_model=gru", "dec_model=gru", "the value must be one of lstm, layer_norm, hyper"),
        ("conditional=yes", "conditional=yes", "the value must be true or false"),
        ("use_input_dropout=1", "use_input_dropout=1", "dropout of inputs and outputs is not supported"),
        ("data_set=[a.npz,b.npz],num_steps=2", "data_set=[a.npz,b.npz]", "name them as data"),
        ("num_steps", "num_steps", "it is not of the form name=value"),
        ("widht=3", "widht=3", "it is unknown; the hyperparameters are augment_stroke_prob, batch_size"),
    ])
    func unusableTextIsRefused(text: String, setting: String, reason: String) throws {
        var parameters = TrainingParameters()
        let error = #expect(throws: TrainingError.self) { try parameters.apply(hparams: text) }
        guard case .invalidHyperparameter(let named, let why) = try #require(error) else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(named == setting && why.contains(reason), "\(why)")
    }

    @Test func theOriginalsSwitchesAreUnderstood() throws {
        var parameters = TrainingParameters()
        try parameters.apply(hparams: "use_recurrent_dropout=False,use_input_dropout=False,conditional=0,dec_model=hyper")
        #expect(parameters.recurrentKeep == 1 && !parameters.model.isConditional && parameters.model.decoderCell == .hyper)
    }

    /// Those that `studio train --help` lists first, with `--output`, `--resume` and `--init`.
    @Test func sevenAreCommon() {
        #expect(
            Set(Hyperparameter.all.filter(\.isCommon).map(\.option)) == [
                "num-steps", "batch-size", "learning-rate", "kl-weight", "decoder", "decoder-only", "max-seq-len",
            ])
    }
}
