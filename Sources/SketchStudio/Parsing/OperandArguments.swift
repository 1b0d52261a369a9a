import ArgumentParser
import StudioKit

/// A job's operands as the parser needs them.
struct OperandArguments<Job: StudioJob>: ParsableArguments, CustomReflectable {
    private let texts: [String]

    init() { texts = [] }

    init(from decoder: any Decoder) throws {
        guard let operands = Job.operands else {
            texts = []
            return
        }
        let container = try decoder.container(keyedBy: OptionKey.self)
        texts = try operands.arguments.flatMap { argument -> [String] in
            let key = OptionKey(stringValue: argument.valueName)
            switch operands.count {
            case .each: return [try container.decode(Argument<String>.self, forKey: key).wrappedValue]
            case .optional:
                return try container.decode(Argument<String?>.self, forKey: key).wrappedValue.map { [$0] } ?? []
            case .many, .any: return try container.decode(Argument<[String]>.self, forKey: key).wrappedValue
            }
        }
    }

    var customMirror: Mirror {
        guard let operands = Job.operands else { return Mirror(self, children: []) }
        let children = operands.arguments.map { argument -> (label: String?, value: Any) in
            let help = ArgumentHelp(argument.help, valueName: argument.valueName)
            let definition: Any =
                switch operands.count {
                case .each: Argument<String>(help: help)
                case .optional: Argument<String?>(help: help)
                case .many: Argument<[String]>(help: help)
                case .any: Argument<[String]>(wrappedValue: [], help: help)
                }
            return (argument.valueName, definition)
        }
        return Mirror(self, children: children)
    }

    func apply(to job: inout Job) { Job.operands?.set(texts, in: &job) }
}
