import FoundationEssentials
import SketchSupport

/// The names of classes that a file gives as numbers: from the file itself, or from a list next to it.
final class ClassNames {
    /// Names of text files with a class per line.
    private static let lists = ["categories.txt", "classes.txt", "class_names.txt", "labels.txt", "names.txt"]
    /// Names of JSON files with a list of names, or with the features of a Hugging Face data set.
    private static let documents = [
        "categories.json", "classes.json", "class_names.json", "labels.json", "names.json", "dataset_info.json",
        "dataset_infos.json",
    ]
    private static let largest = 1 << 20

    private let folder: String?
    private var found: (names: [String], place: String)?
    private var hasSearched = false

    /// - Parameter path: the file of drawings; nil if it has no folder to search.
    init(besides path: String?) { folder = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } }

    /// Class names that the record itself states.
    init(_ names: [String], place: String) { (folder, found, hasSearched) = (nil, (names, place), true) }

    /// Where the names are from.
    var place: String { found?.place ?? "" }

    /// Sets the names that the file itself contains.
    func set(_ names: [String], place: String) { (found, hasSearched) = ((names, place), true) }

    /// Returns nil for a number without a name.
    func name(of index: Int) -> String? {
        if !hasSearched {
            hasSearched = true
            found = search()
        }
        guard let names = found?.names, names.indices.contains(index) else { return nil }
        return names[index]
    }

    private func search() -> (names: [String], place: String)? {
        guard let folder else { return nil }
        func contents(_ name: String) -> Data? { try? BoundedFile.contents(of: folder + "/" + name, limit: Self.largest) }
        for name in Self.lists {
            guard let data = contents(name), let text = String(data: data, encoding: .utf8) else { continue }
            var lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }
            while lines.last?.isEmpty == true { lines.removeLast() }
            lines = Self.withoutNumbers(lines)
            if !lines.isEmpty, !lines.contains("") { return (lines, name) }
        }
        guard let parser = try? JSONParser() else { return nil }
        for name in Self.documents {
            guard let data = contents(name) else { continue }
            let bytes = [UInt8](data) + [UInt8](repeating: 0x20, count: JSONParser.padding)
            let names = try? bytes.withUnsafeBytes { try parser.withDocument($0) { Self.names(in: $0, depth: 0) } }
            if let names { return (names, name) }
        }
        return nil
    }

    /// Removes the numbers of lines that all begin with theirs: `0 ant`, `1 bee`.
    private static func withoutNumbers(_ lines: [String]) -> [String] {
        let names = lines.enumerated().compactMap { index, line -> String? in
            guard line.hasPrefix("\(index)"), let mark = line.dropFirst("\(index)".count).first, " \t,:;".contains(mark) else {
                return nil
            }
            return line.dropFirst("\(index)".count + 1).trimmed
        }
        return names.count == lines.count ? names : lines
    }

    /// Returns the names of `{"0": "ant", "1": "bee"}` or `{"ant": 0, "bee": 1}`, numbered from 0 without a gap; nil for others.
    private static func names(numberedIn object: JSONView) -> [String]? {
        var names: [Int: String] = [:]
        var count = 0
        object.forEachMember { key, value in
            count += 1
            let key = String(decoding: key, as: UTF8.self)
            if let name = value.string {
                if let number = Int(key) { names[number] = name }
            } else if let number = value.number.flatMap({ Int(exactly: $0) }) {
                names[number] = key
            }
        }
        guard count > 0, names.count == count, names.keys.allSatisfy((0..<count).contains) else { return nil }
        return (0..<count).compactMap { names[$0] }
    }

    /// Returns a list of names: the value itself, a list under `names`, `classes`, `categories` or `labels`, or the `names` of
    /// the feature `word` or `label` of a data set.
    static func names(in value: JSONView, depth: Int = 0) -> [String]? {
        if value.isArray {
            // The features of Hugging Face's dataset server: objects with a name and a type.
            let features = value.elements.filter { ["word", "label"].contains($0.string("name")) }
            if let type = features.first?.member("type") { return names(in: type, depth: depth + 1) }
            let names = value.elements.map { $0.string }
            return names.isEmpty || names.contains(nil) ? nil : names.compactMap { $0 }
        }
        guard value.isObject, depth < 6 else { return nil }
        if let names = names(numberedIn: value) { return names }
        for name in [
            "names", "classes", "categories", "class_names", "labels", "word", "label", "class_label", "features", "id2label",
            "label2id", "class_to_idx",
        ] {
            var member: JSONView?
            value.forEachMember { key, value in if key.elementsEqual(name.utf8) { member = value } }
            if let member, let names = names(in: member, depth: depth + 1) { return names }
        }
        // `dataset_infos.json` has an object per configuration.
        guard depth == 0 else { return nil }
        var names: [String]?
        value.forEachMember { _, value in if names == nil, value.isObject { names = Self.names(in: value, depth: depth + 1) } }
        return names
    }
}
