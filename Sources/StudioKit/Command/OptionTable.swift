/// A job's options in the sections of its help.
public struct OptionTable<Job: Sendable>: Sendable {
    /// The headings of help, in their order.
    public enum Section: String, CaseIterable, Sendable {
        /// The job's own options; the heading is the manual's title.
        case own = ""
        case input = "Model and input"
        case sampling = "Sampling"
        case layout = "Layout"
        case animation = "Animation"
        case general = "General"
    }

    private let sections: [Section: [JobOption<Job>]]

    public init(
        own: [JobOption<Job>] = [], input: [JobOption<Job>] = [], sampling: [JobOption<Job>] = [],
        layout: [JobOption<Job>] = [], animation: [JobOption<Job>] = [], general: [JobOption<Job>] = []
    ) {
        sections = [.own: own, .input: input, .sampling: sampling, .layout: layout, .animation: animation, .general: general]
    }

    /// The heading of the input section: a model is named only where there is an option for one.
    public static func title(of input: [JobOption<Job>]) -> String {
        input.contains { $0.name == "model" || $0.name == "classifier" } ? Section.input.rawValue : "Input"
    }

    public subscript(section: Section) -> [JobOption<Job>] { sections[section] ?? [] }

    /// Every option, in the order of help and recipes.
    public var all: [JobOption<Job>] { Section.allCases.flatMap { self[$0] } }

    /// The option with a long name.
    func named(_ name: Substring) -> JobOption<Job>? {
        all.first { $0.name == name || ($0.aliases + $0.formerNames).contains { $0 == name } }
    }
}

extension Array {
    /// The options of a value, as options of a job that has the value at `path`.
    public func at<Root, Job>(
        _ path: any WritableKeyPath<Job, Root> & Sendable
    ) -> [JobOption<Job>] where Element == JobOption<Root> { map { $0.at(path) } }
}
