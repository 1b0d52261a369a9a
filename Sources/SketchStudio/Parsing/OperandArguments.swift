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
        let key = OptionKey(stringValue: "operands")
        texts =
            operands.isSingle
            ? [try container.decode(Argument<String>.self, forKey: key).wrappedValue]
            : try container.decode(Argument<[String]>.self, forKey: key).wrappedValue
    }

    var customMirror: Mirror {
        guard let operands = Job.operands else { return Mirror(self, children: []) }
        let help = ArgumentHelp(operands.help, valueName: operands.valueName)
        let definition: Any =
            operands.isSingle ? Argument<String>(help: help) : Argument<[String]>(help: help)
        return Mirror(self, children: [(label: "operands", value: definition)])
    }

    func apply(to job: inout Job) { Job.operands?.set(texts, in: &job) }
}
