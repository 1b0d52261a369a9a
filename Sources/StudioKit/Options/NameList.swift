/// A list of names as an option states it: separated by commas. A backslash before a comma or a backslash makes it a part of the
/// name, since classes can have such names.
enum NameList {
    /// - Throws: `OptionRefusal` for an empty list or name.
    static func parse(_ text: String) throws -> [String] {
        let names = parts(of: text).map { $0.trimmed }
        guard !names.contains("") else {
            throw OptionRefusal("must be names separated by commas; write \\, for a comma in a name")
        }
        return names
    }

    /// The texts between commas, which can be empty.
    static func parts(of text: String) -> [String] {
        var names = [""]
        var isEscaped = false
        for character in text {
            if isEscaped {
                if character != ",", character != "\\" { names[names.count - 1].append("\\") }
                names[names.count - 1].append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," {
                names.append("")
            } else {
                names[names.count - 1].append(character)
            }
        }
        if isEscaped { names[names.count - 1].append("\\") }
        return names
    }

    static func text(_ names: [String]) -> String {
        names.map { $0.replacing("\\", with: "\\\\").replacing(",", with: "\\,") }.joined(separator: ",")
    }
}

extension JobOption {
    /// A list of names, or none.
    static func names(
        _ name: String, _ path: any WritableKeyPath<Root, [String]?> & Sendable, help: String
    ) -> JobOption {
        .value(
            name, path, valueName: "name,name", help: help + " Write \\, for a comma in a name.",
            parse: { try NameList.parse($0) }, text: { $0.map(NameList.text) })
    }
}
