import ArgumentParser
import StudioKit

/// A job's operands as help and completion show them; `ParsedJob` reads them.
struct OperandArguments<Job: StudioJob>: ParsableArguments, CustomReflectable {
    init() {}

    /// The argument parser requires that every operand is decoded.
    init(from decoder: any Decoder) throws {
        guard let operands = Job.operands else { return }
        let container = try decoder.container(keyedBy: OptionKey.self)
        for argument in operands.arguments {
            let key = OptionKey(stringValue: argument.valueName)
            switch operands.count {
            case .each: _ = try container.decode(Argument<String>.self, forKey: key)
            case .optional: _ = try container.decode(Argument<String?>.self, forKey: key)
            case .many, .any: _ = try container.decode(Argument<[String]>.self, forKey: key)
            }
        }
    }

    var customMirror: Mirror {
        guard let operands = Job.operands else { return Mirror(self, children: []) }
        let children = operands.arguments.map { argument -> (label: String?, value: Any) in
            let help = ArgumentHelp(argument.help, valueName: argument.valueName)
            let completion = Completions.operand(argument.valueName)
            let definition: Any =
                switch operands.count {
                case .each: Argument<String>(help: help, completion: completion)
                case .optional: Argument<String?>(help: help, completion: completion)
                case .many: Argument<[String]>(help: help, completion: completion)
                case .any: Argument<[String]>(wrappedValue: [], help: help, completion: completion)
                }
            return (argument.valueName, definition)
        }
        return Mirror(self, children: children)
    }
}
