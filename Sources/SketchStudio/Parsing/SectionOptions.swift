import ArgumentParser
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

enum AnimationSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.Section.animation.rawValue }
    static var options: [JobOption<Job>] { Job.options[.animation] }
}

enum GeneralSection<Job: StudioJob>: OptionSection {
    static var title: String { OptionTable<Job>.Section.general.rawValue }
    static var options: [JobOption<Job>] { Job.options[.general] }
}

/// The options of a section as help and completion show them. The argument parser takes a type's properties from its
/// mirror, which is made from the job's table; `ParsedJob` reads the values.
struct SectionOptions<Section: OptionSection>: ParsableArguments, CustomReflectable {
    init() {}

    /// The argument parser requires that every option is decoded.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: OptionKey.self)
        for option in Section.options {
            let key = OptionKey(stringValue: option.name)
            switch option.kind {
            case .flag: _ = try container.decode(Flag<Bool>.self, forKey: key)
            case .value: _ = try container.decode(Option<String?>.self, forKey: key)
            case .values: _ = try container.decode(Option<[String]>.self, forKey: key)
            }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Section.options.map { (label: $0.name, value: Self.definition($0)) })
    }

    private static func definition(_ option: JobOption<Section.Job>) -> Any {
        let help = ArgumentHelp(help(option), valueName: option.valueName)
        let completion = Completions.value(option.valueName, choices: option.choices)
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
