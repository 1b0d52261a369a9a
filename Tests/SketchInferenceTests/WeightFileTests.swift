import Foundation
import SketchInference
import TestSupport
import Testing

@Suite struct WeightFileTests {
    /// A file with the given header text and data.
    private func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> Data {
        var bytes = withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
        bytes.append(contentsOf: header.utf8)
        bytes.append(contentsOf: data)
        return bytes
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#, "not JSON"),
        (#"[1,2]"#, "does not begin"),
        (#"{"a":{"dtype":"F32","shape":[1]}}"#, "lacks 'data_offsets'"),
        (#"{"a":{"dtype":"F32","shape":["x"],"data_offsets":[0,4]}}"#, "wrong type"),
        (#"{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}"#, "unknown element type 'F99'"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "not a range of bytes"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,-4]}}"#, "not a range of bytes"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "truncated"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "needs 8 bytes"),
        (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, "invalid shape"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, "invalid shape"),
        (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, "of the data, which has 4"),
        (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#, "leaves a gap"),
        (
            #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#,
            "overlaps"
        ),
        (#"{"a":[[[[[[[[[[[["#, "nested more than 4 levels deep"),
        (#"{"__metadata__":{"k":1}}"#, "wrong type"),
        (
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            "contains the key 'a' twice"
        ),
        // The same key with an escape, and in another normal form of Unicode.
        (
            #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"\u0061":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}"#,
            "contains the key 'a' twice"
        ),
        (
            "{\"\u{E9}\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"e\u{301}\":{}}", "twice"
        ),
        (#"{"__metadata__":{"format":"a","format":"b"}}"#, "contains the key 'format' twice"),
        (#"{"__metadata__":{},"__metadata__":{}}"#, "contains the key '__metadata__' twice"),
        (#"{"a":{"dtype":"U8","dtype":"F32","shape":[4],"data_offsets":[0,4]}}"#, "contains the key 'dtype' twice"),
    ])
    func refusesBrokenHeaders(header: String, reason: String) {
        let sentence = ModelFixture.sentence {
            _ = try SafetensorsFile(data: file(header, data: [0, 0, 0, 0]), name: "w.safetensors")
        }
        #expect(sentence.hasPrefix("w.safetensors") && sentence.contains(reason), "\(sentence)")
    }

    @Test func invalidHeaderLengthsAreErrors() {
        for (data, reason) in [
            (Data(), "empty"), (Data([1, 2, 3]), "only 3 bytes"),
            (file("{}", length: 1 << 60), "1152921504606846976"), (file("{}", length: .max), "more than"),
            (file("{" + String(repeating: " ", count: 4 << 20) + "}"), "more than the limit of 4194304"),
            (file("{}", length: 3), "truncated"), (file("", length: 0), "does not begin"),
        ] {
            let sentence = ModelFixture.sentence { _ = try SafetensorsFile(data: data, name: "w") }
            #expect(sentence.contains(reason), "\(sentence)")
        }
        let missing = ModelFixture.sentence { _ = try SketchModel(contentsOf: "/nowhere/m.safetensors") }
        #expect(missing.contains("/nowhere/m.safetensors") && missing.contains("no such file"), "\(missing)")
    }

    @Test func truncatedFilesAreErrors() throws {
        let whole = try ModelFixture.model().safetensorsData()
        for count in stride(from: 0, to: whole.count, by: 97) {
            #expect(throws: InferenceError.self) {
                _ = try SafetensorsFile(data: whole.prefix(count), name: "cut")
            }
        }
        _ = try SafetensorsFile(data: whole, name: "whole")
    }

    @Test func halfPrecisionRoundsToNearestAndRoundTrips() throws {
        let values: [Float] = [
            0, -0, 1, -1.5, 65504, -65504, 0x1p-14, 0x1p-24, 0x1p-25, 0x1.8p-24, 1 + 0x1p-11, 1 + 0x1.8p-10,
            2047.5, 0.1, 65519, 0x1.ffep-15,
        ]
        var writer = SafetensorsWriter()
        writer.add("a", Tensor(shape: [values.count], values: values), precision: .float16)
        let read = try SafetensorsFile(data: writer.data(), name: "h").tensor("a").values
        #expect(
            read == [
                0, -0, 1, -1.5, 65504, -65504, 0x1p-14, 0x1p-24, 0, 0x1p-23, 1, 1 + 0x1p-9, 2048,
                0.0999755859375, 65504, 0x1p-14,
            ])
        var again = SafetensorsWriter()
        again.add("a", Tensor(shape: [values.count], values: read), precision: .float16)
        #expect(try SafetensorsFile(data: again.data(), name: "h").tensor("a").values == read)
    }

    @Test func brainFloatsRoundToNearestAndRoundTrip() throws {
        let values: [Float] = [0, -0, 1, -1.5, 1 + 0x1p-8, 1 + 0x1.8p-7, 1 + 0x1.8p-8, -0x1p-133, 3.0e38, 0x1p-140]
        var writer = SafetensorsWriter()
        writer.add("a", Tensor(shape: [values.count], values: values), precision: .bfloat16)
        let read = try SafetensorsFile(data: writer.data(), name: "b").tensor("a").values
        let expected: [Float] = [0, -0, 1, -1.5, 1, 1 + 0x1p-6, 1 + 0x1p-7, -0x1p-133, 0x1.c4p127, 0]
        #expect(read == expected)
        var model = ModelFixture.model()
        let halves = try SketchModel(WeightFile(data: model.safetensorsData(dtype: .bfloat16), name: "b"))
        #expect(try halves.safetensorsData(dtype: .bfloat16) == model.safetensorsData(dtype: .bfloat16))
        model.weights["vector_rnn/RNN/output_b"]?.values[2] = .greatestFiniteMagnitude
        let sentence = ModelFixture.sentence { _ = try model.safetensorsData(dtype: .bfloat16) }
        #expect(sentence.contains("Element 2 of vector_rnn/RNN/output_b") && sentence.contains("BF16"), "\(sentence)")
    }

    /// Damage to a header ends in an error of ours or in a file that is still whole, never in a crash.
    @Test func aCorruptedHeaderIsAnErrorOrAModel() throws {
        var bytes = try ModelFixture.model(conditional: false).safetensorsData()
        let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
        for bit in 0..<header * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8)
            let sentence = ModelFixture.sentence { _ = try SketchModel(WeightFile(data: bytes, name: "flipped")) }
            #expect(!sentence.hasPrefix("not an"), "bit \(bit): \(sentence)")
            bytes[bit / 8] ^= 1 << (bit % 8)
        }
    }
}
