import ArgumentParser
import StudioKit

/// `--output`; nothing for jobs without one.
struct OutputPath<Job: StudioJob>: ParsableArguments, CustomReflectable {
    let path: String?

    private static var key: OptionKey { OptionKey(stringValue: "output") }

    init() { path = nil }

    init(from decoder: any Decoder) throws {
        guard Job.manual.output != nil else {
            path = nil
            return
        }
        path = try decoder.container(keyedBy: OptionKey.self).decode(Option<String?>.self, forKey: Self.key).wrappedValue
    }

    var customMirror: Mirror {
        guard let help = Job.manual.output else { return Mirror(self, children: []) }
        let option = Option<String?>(
            wrappedValue: nil, name: [.customShort("o"), .customLong("output")],
            help: ArgumentHelp(help, valueName: "path"))
        return Mirror(self, children: [(label: Self.key.stringValue, value: option)])
    }

    func validate() throws {
        if let path, path.isEmpty { throw ValidationError("--output is empty. Name a file.") }
    }
}
