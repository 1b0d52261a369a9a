import Foundation
import SketchFormats
import SketchInference
import TestSupport
import Testing

/// Files that are no weight files are refused as what they are.
@Suite struct ForeignFileTests {
    private static func bytes(_ text: String) -> Data { Data(text.utf8) }

    private static let files: [(name: String, data: Data, kind: ForeignFile)] = [
        ("w.safetensors", Data(), .empty),
        ("w.pth", Data([0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E]), .pyTorchPickle),
        ("w.tar", bytes("storages") + Data(count: 249) + bytes("ustar\0"), .pyTorchPickle),
        ("w.tar", bytes("w.pth") + Data(count: 252) + bytes("ustar  "), .other("a tar archive (unpack it first)")),
        ("w.pkl", Data([0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, 0x2E]), .pickle),
        ("w.h5", Data([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]), .hdf5),
        ("model.ckpt-100", Data(repeating: 1, count: 60) + [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB], .tensorFlowV1),
        ("vector-1.meta", Data([0x0A, 0xFD, 0x05, 0x12, 0x40]) + bytes("Add"), .tensorFlowGraph),
        ("graph", Data([0x0A, 0xFD, 0x05, 0x12, 0x40]) + bytes("VariableV2"), .tensorFlowGraph),
        ("w.onnx", Data([0x08, 0x07, 0x12, 0x07]) + bytes("pytorch") + [0x1A, 0], .onnx),
        ("w", Data([0x08, 0x07, 0x12, 0x07]) + bytes("pytorch") + [0x1A, 0], .onnx),
        ("saved_model.pb", Data([0x08, 0x01, 0x12, 0xFF, 0x01]), .savedModel),
        ("w.tflite", Data([0x1C, 0, 0, 0]) + bytes("TFL3"), .tensorFlowLite),
        ("w.gguf", bytes("GGUF") + [3, 0, 0, 0], .gguf),
        ("w.npy", Data([0x93]) + bytes("NUMPY"), .numPyArray),
        ("w", bytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"), .gitLFSPointer),
        ("w.pth", bytes("\n<!DOCTYPE html><html>"), .webPage), ("w.pth", bytes("<HTML><body>404"), .webPage),
        ("w.pth", bytes("<?xml version=\"1.0\"?><Error>"), .xml),
        ("model_config.json", bytes(#"{"data_set": ["cat.npz"], "dec_rnn_size": 512}"#), .configuration),
        ("model_config.json", bytes(#"["data_set", "num_steps"]"#), .configuration),
        ("model.json", bytes(#"{"modelTopology": {}, "weightsManifest": []}"#), .tensorFlowJS),
        ("cat.json", bytes(#"{"drawing": [[[0,9],[0,9]]]}"#), .json), ("cut.json", bytes(#"{"cfg": {"a""#), .json),
        ("README", bytes("Weights of a model.\n"), .text), ("blank", bytes(" \n"), .text),
        ("w.png", Data([0x89]) + bytes("PNG\r\n\u{1A}\n"), .other("a PNG picture")),
        ("w.jpg", Data([0xFF, 0xD8, 0xFF, 0xE0]), .other("a JPEG picture")),
        ("w.gz", Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0]), .other("compressed with gzip (unpack it first)")),
        ("w.pdf", bytes("%PDF-1.7"), .other("a PDF document")),
    ]

    @Test(arguments: files.indices) func theFileIsNamed(index: Int) {
        let (name, data, kind) = Self.files[index]
        #expect(throws: InferenceError.foreignFile(file: name, kind)) { try WeightFile(data: data, name: name) }
        let sentence = ModelFixture.sentence { _ = try WeightFile(data: data, name: name) }
        #expect(sentence == "\(name) is not a weight file that can be read: it is \(kind).", "\(sentence)")
    }

    /// Archives are told apart by their members.
    @Test func archivesAreNamed() throws {
        var archive = Data()
        try NamedArrays.write([.init("mean", [1, 2])]) { archive.append(contentsOf: $0) }
        #expect(throws: InferenceError.foreignFile(file: "a.npz", .numPyArchive)) { try WeightFile(data: archive, name: "a.npz") }
        let cut = ModelFixture.sentence { _ = try WeightFile(data: archive.dropLast(30), name: "cut.pth") }
        #expect(cut.hasPrefix("cut.pth is not a valid PyTorch file: "), "\(cut)")
    }

    @Test func aRunIsItsModel() throws {
        try ModelFixture.withFolder { folder in
            let model = ModelFixture.model()
            try Data("{}".utf8).write(to: URL(fileURLWithPath: folder + "/checkpoint.safetensors"))
            let early = ModelFixture.sentence { _ = try SketchModel(contentsOf: folder) }
            #expect(early.contains("has not written model.safetensors yet"), "\(early)")
            try model.write(to: folder + "/model.safetensors")
            let read = try SketchModel(contentsOf: folder)
            #expect(read.weights == model.weights && read.name == folder.split(separator: "/").last.map(String.init))
        }
    }
}
