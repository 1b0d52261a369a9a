import ArgumentParser
import Foundation
import StudioKit

/// Options that share a heading.
protocol OptionSection {
    associatedtype Job: StudioJob
    static var options: [JobOption<Job>] { get }
}

enum OwnSection<Job: StudioJob>: OptionSection {
    static var title: String { Job.manual.title }
    static var options: [JobOption<Job>] { Job.options[.own] }
}

enum InputSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.title(of: Job.options[.input]) }
    static var options: [JobOption<Job>] { Job.options[.input] }
}

enum SamplingSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.Section.sampling.rawValue }
    static var options: [JobOption<Job>] { Job.options[.sampling] }
}

enum LayoutSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.Section.layout.rawValue }
    static var options: [JobOption<Job>] { Job.options[.layout] }
}

enum GeneralSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.Section.general.rawValue }
    static var options: [JobOption<Job>] { Job.options[.general] }
}

/// The options of a section as the parser needs them, which takes a type's properties from its mirror and its values
/// from `init(from:)`: here both come from the job's table. Values stay texts; the table reads them.
struct SectionOptions<Section: OptionSection>: ParsableArguments, CustomReflectable {
    /// The options that were given, each with its text; a flag's text is empty.
    let values: [(option: JobOption<Section.Job>, text: String)]

    init() { values = [] }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: OptionKey.self)
        values = try Section.options.flatMap { option in
            let key = OptionKey(stringValue: option.name)
            let texts =
                switch option.kind {
                case .flag: try container.decode(Flag<Bool>.self, forKey: key).wrappedValue ? [""] : []
                case .value: try container.decode(Option<String?>.self, forKey: key).wrappedValue.map { [$0] } ?? []
                case .values: try container.decode(Option<[String]>.self, forKey: key).wrappedValue
                }
            return texts.map { (option, $0) }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Section.options.map { (label: $0.name, value: Self.definition($0)) })
    }

    private static func definition(_ option: JobOption<Section.Job>) -> Any {
        let help = ArgumentHelp(help(option), valueName: option.valueName)
        let completion: CompletionKind = option.choices.isEmpty ? .default : .list(option.choices)
        switch option.kind {
        case .flag: return Flag(wrappedValue: false, name: names(option), help: help)
        case .value:
            return Option<String?>(wrappedValue: nil, name: names(option), parsing: .next, help: help, completion: completion)
        case .values:
            return Option<[String]>(wrappedValue: [], name: names(option), help: help, completion: completion)
        }
    }

    private static func names(_ option: JobOption<Section.Job>) -> NameSpecification {
        let letters = option.letter.map { [NameSpecification.Element.customShort($0)] } ?? []
        return NameSpecification(letters + ([option.name] + option.aliases).map { .customLong($0) })
    }

    /// The help with the values, unless the value's name lists them, and the default, in one pair of parentheses.
    private static func help(_ option: JobOption<Section.Job>) -> String {
        let isValue = option.kind == .value
        let standard = option.defaultText ?? (isValue ? option.texts(in: Section.Job()).first : nil)
        let facts = [
            isValue && !option.choices.isEmpty && !option.valueName.contains("|")
                ? "values: " + option.choices.joined(separator: ", ") : nil,
            standard.map { "default: " + $0 },
        ].compactMap(\.self)
        return facts.isEmpty ? option.help : option.help + " (" + facts.joined(separator: "; ") + ")"
    }
}

/// An option's name as the parser's key.
struct OptionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
