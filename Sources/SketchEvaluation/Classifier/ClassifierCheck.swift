import FoundationEssentials
import SketchCore
import SketchInference
import SketchSupport

/// Checks what files state about classifiers; `name` is the classifier's name in errors.
struct ClassifierCheck {
    let name: String

    func refusal(_ detail: String) -> InferenceError { .notAClassifier(file: name, detail: detail) }

    /// - Throws: `InferenceError.notAClassifier`.
    func format(of file: SafetensorsFile, is format: String) throws {
        guard file.metadata["format"] == format else {
            throw refusal(
                file.metadata["format"].map { "its format is '\($0)', not '\(format)'" }
                    ?? "its metadata has no 'format'")
        }
    }

    /// The names in a JSON array.
    func names(_ text: String?, key: String) throws -> [String] {
        let listed = text.flatMap { try? JSONDecoder().decode([String].self, from: Data($0.utf8)) }
        guard let listed else { throw refusal("its '\(key)' are not a JSON array of strings") }
        return listed
    }

    func preprocessing(of file: SafetensorsFile) throws -> Preprocessing {
        guard let text = file.metadata["preprocessing"] else { return Preprocessing() }
        let stated = try? JSONDecoder().decode(Preprocessing.self, from: Data(text.utf8))
        guard let stated, stated.isUsable else {
            throw refusal("its preprocessing is '\(text)', not a canvas and an rdp_epsilon in pixels")
        }
        return stated
    }

    func classes(_ classes: [String]) throws {
        guard classes.count >= 2, Set(classes).count == classes.count else {
            throw refusal(
                "it states \(classes.count) class\(classes.count == 1 ? "" : "es"); at least 2 different ones are required")
        }
    }

    /// - Throws: `InferenceError.missingTensor`.
    func tensor(_ tensorName: String, in weights: [String: Tensor]) throws -> Tensor {
        guard let tensor = weights[tensorName] else {
            throw InferenceError.missingTensor(file: name, name: tensorName)
        }
        return tensor
    }

    /// - Throws: `InferenceError.missingTensor`, `.notAClassifier` for a tensor of another shape, `.nonFiniteWeight`.
    func weights(_ weights: [String: Tensor], _ shapes: [(name: String, shape: [Int])]) throws {
        for (tensorName, shape) in shapes {
            let tensor = try tensor(tensorName, in: weights)
            guard tensor.shape == shape, tensor.values.count == shape.reduce(1, *) else {
                throw refusal("\(tensorName) is \(tensor.shape), expected \(shape)")
            }
            if let index = tensor.values.firstIndex(where: { !$0.isFinite }) {
                throw InferenceError.nonFiniteWeight(
                    file: name, name: tensorName, index: index, value: tensor.values[index])
            }
        }
    }
}

extension SafetensorsFile {
    /// Every tensor, by name.
    func tensors() throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for entry in entries { tensors[entry.name] = try tensor(entry.name) }
        return tensors
    }
}

extension SafetensorsWriter {
    /// Adds tensors as F16.
    ///
    /// - Throws: `InferenceError.weightOutOfRange` for a weight too large for F16.
    mutating func addHalves(_ weights: [String: Tensor]) throws {
        let precision = Precision.float16
        for (name, tensor) in weights {
            if let index = tensor.values.firstIndex(where: { abs($0) > precision.largest }) {
                throw InferenceError.weightOutOfRange(
                    name: name, index: index, value: tensor.values[index], type: precision.rawValue)
            }
            add(name, tensor, precision: precision)
        }
    }
}

extension JSONText {
    /// A JSON array of strings.
    static func list(_ names: [String]) -> String { "[" + names.map(quoted).joined(separator: ",") + "]" }
}
