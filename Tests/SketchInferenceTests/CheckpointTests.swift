import Foundation
import SketchInference
import TestSupport
import Testing

@Suite struct CheckpointTests {
    private static let config = #"{"conditional":true,"dec_model":"lstm","enc_model":"lstm","max_seq_len":77,"kl_weight":0.5}"#

    @Test func theChecksumIsCastagnolis() {
        // The check value of CRC-32C for "123456789" is E3069283.
        let crc: UInt32 = 0xE306_9283
        let rotated: UInt32 = (crc >> 15) | (crc << 17)
        #expect(CheckpointFixture.maskedChecksum(Data("123456789".utf8)) == rotated &+ 0xA282_EAD8)
    }

    @Test(arguments: CellKind.allCases, [true, false])
    func everyCellComesBackBitForBit(cell: CellKind, conditional: Bool) throws {
        let model = ModelFixture.model(conditional: conditional, cell: cell)
        try ModelFixture.withFolder { folder in
            var fixture = CheckpointFixture(model)
            fixture.sharesPrefixes = conditional
            try fixture.write(to: folder)
            // No config at all: cells and sizes come from names and shapes.
            let read = try SketchModel(contentsOf: folder)
            var expected = model.configuration
            expected.maxLength = ModelConfiguration().maxLength
            if !conditional {
                expected.encoderSize = 256
                expected.latentSize = 128
                expected.encoderCell = .lstm
            }
            #expect(read.configuration == expected)
            #expect(read.weights == model.weights)
            #expect(read.scaleFactor == nil && read.trainingRecord.step == 1200)
            for path in ["/checkpoint", "/vector-1200", "/vector-1200.index", "/vector-1200.data-00000-of-00001"] {
                #expect(try SketchModel(contentsOf: folder + path).weights == model.weights)
            }
            let again = try SketchModel(WeightFile(data: read.safetensorsData(), name: "again"))
            #expect(again.weights == model.weights && again.scaleFactor == nil)
        }
    }

    @Test func configsOfBothKindsAreRead() throws {
        let fixture = CheckpointFixture(ModelFixture.model())
        try ModelFixture.withFolder { folder in
            try fixture.write(to: folder, config: Self.config)
            let read = try SketchModel(contentsOf: folder)
            #expect(read.configuration.maxLength == 77)
            #expect(read.metadata["config"]?.contains("kl_weight") == true)
            try fixture.write(to: folder, config: #"["data_set","num_steps","max_seq_len"]"#)
            #expect(try SketchModel(contentsOf: folder).configuration.maxLength == 250)
            for text in ["7", "{", ""] {
                try fixture.write(to: folder, config: text)
                let sentence = ModelFixture.sentence { _ = try SketchModel(contentsOf: folder) }
                #expect(sentence.contains("model_config.json"), "\(sentence)")
            }
        }
    }

    @Test func errorsNameTheMissingFileOfAFolder() throws {
        try ModelFixture.withFolder { folder in
            func sentence() -> String { ModelFixture.sentence { _ = try WeightFile(contentsOf: folder) } }
            #expect(sentence().contains("it is an empty folder"))
            try Data("[]".utf8).write(to: URL(fileURLWithPath: folder + "/cat.json"))
            #expect(sentence().contains("a folder without a model: it contains neither model.safetensors"))
            try Data().write(to: URL(fileURLWithPath: folder + "/b.pth"))
            #expect(sentence().contains("a folder of weight files; name one of them, for example \(folder)/b.pth"))
            try Data().write(to: URL(fileURLWithPath: folder + "/saved_model.pb"))
            #expect(throws: InferenceError.foreignFile(file: folder, .savedModel)) { try WeightFile(contentsOf: folder) }
            for name in ["cat.json", "b.pth", "saved_model.pb"] {
                try FileManager.default.removeItem(atPath: folder + "/" + name)
            }
            try CheckpointFixture(ModelFixture.model()).write(to: folder)
            try FileManager.default.removeItem(atPath: folder + "/checkpoint")
            _ = try SketchModel(contentsOf: folder)
            try Data().write(to: URL(fileURLWithPath: folder + "/other.index"))
            #expect(ModelFixture.sentence { _ = try WeightFile(contentsOf: folder) }.contains("other, vector-1200"))
            try FileManager.default.removeItem(atPath: folder + "/vector-1200.data-00000-of-00001")
            let sentence = ModelFixture.sentence { _ = try WeightFile(contentsOf: folder + "/vector-1200") }
            #expect(sentence.contains("data-00000-of-00001 cannot be read: no such file"), "\(sentence)")
            try Data("model_checkpoint_path: 7".utf8).write(to: URL(fileURLWithPath: folder + "/checkpoint"))
            #expect(
                ModelFixture.sentence { _ = try WeightFile(contentsOf: folder) }.contains("does not name a model_checkpoint_path")
            )
        }
    }

    /// Every cut and every flipped bit of the index; blocks carry checksums, so that only the footer's padding
    /// can change unnoticed.
    @Test func aDamagedIndexIsRefused() throws {
        let model = ModelFixture.model(conditional: false, decoder: 3, mixtures: 1)
        var fixture = CheckpointFixture(model)
        fixture.variables.removeAll { $0.name.contains("Adam") }
        let (index, data) = fixture.files()
        try ModelFixture.withFolder { folder in
            func read(_ index: Data, _ data: Data) throws -> SketchModel {
                try index.write(to: URL(fileURLWithPath: folder + "/m.index"))
                try data.write(to: URL(fileURLWithPath: folder + "/m.data-00000-of-00001"))
                return try SketchModel(contentsOf: folder + "/m")
            }
            let whole = try read(index, data)
            #expect(whole.weights == model.weights)
            for count in 0..<index.count {
                #expect(throws: InferenceError.self, "\(count)") { _ = try read(index.prefix(count), data) }
            }
            var flipped = index
            for bit in 0..<index.count * 8 {
                flipped[bit / 8] ^= 1 << (bit % 8)
                let isPadding = bit / 8 >= index.count - 48 && bit / 8 < index.count - 8
                if isPadding {
                    if let read = try? read(flipped, data) { #expect(read.weights == model.weights) }
                } else {
                    #expect(throws: InferenceError.self, "\(bit)") { _ = try read(flipped, data) }
                }
                flipped[bit / 8] ^= 1 << (bit % 8)
            }
            let used = fixture.variables.filter { $0.name.contains("RNN/") }.map(\.bytes.count).reduce(0, +)
            var refused = 0
            for byte in 0..<data.count {
                var damaged = data
                damaged[byte] ^= 0x10
                if (try? read(index, damaged)) == nil { refused += 1 }
            }
            // The model's tensors and the step; the trainer's other state is not read.
            #expect(refused == used + 4)
            #expect(throws: InferenceError.self) { try read(index, data.prefix(data.count / 2)) }
        }
    }

    @Test func errorsNameInvalidEntries() throws {
        let model = ModelFixture.model(conditional: false)
        let name = "vector_rnn/RNN/output_b"
        func sentence(_ change: (inout CheckpointFixture.Variable) -> Void) throws -> String {
            var fixture = CheckpointFixture(model)
            for index in fixture.variables.indices where fixture.variables[index].name == name {
                change(&fixture.variables[index])
            }
            var result = ""
            try ModelFixture.withFolder { folder in
                try fixture.write(to: folder)
                result = ModelFixture.sentence { _ = try SketchModel(contentsOf: folder) }
            }
            return result
        }
        #expect(try sentence { $0.offset = 0 }.contains("overlap"))
        #expect(try sentence { $0.shape = [1 << 40, 1 << 40] }.contains("invalid shape"))
        #expect(try sentence { $0.shape = [-21] }.contains("invalid shape"))
        #expect(try sentence { $0.bytes.append(Data(count: 4)) }.contains("does not have the 88 bytes"))
        #expect(try sentence { $0.type = 7 }.contains("unknown element type 7"))
        #expect(try sentence { $0.type = 3 }.contains("floating-point"))
        #expect(try sentence { $0.offset = 1 << 40 }.contains("truncated"))
        #expect(try sentence { $0.bytes.replaceSubrange(16..<20, with: [0, 0, 0xC0, 0x7F]) }.contains("element 4"))
        #expect(try sentence { $0.name += "_" }.contains("(nearest in the file: \(name)_)"))
    }
}
