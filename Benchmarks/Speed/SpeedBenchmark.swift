import Foundation
import SketchInference

/// `speed-benchmark [--output FOLDER] [--studio PROGRAM] [--rounds N] [--python NAME] [--data FILE]... [--only SECTION]...`
///
/// Measures the numbers of `Docs/Performance.md` and what they are compared with in one run. Writes a table to standard
/// output and FOLDER/results.md, the numbers to FOLDER/results.json and the cost plot to FOLDER/cost.svg. Every number
/// is the median of rounds in which all cases of a section take turns.
@main
struct SpeedBenchmark {
    struct Options {
        var output = "benchmark"
        var rounds = 9
        var python = "python3"
        /// Files of drawings to encode; empty for generated drawings.
        var data: [String] = []
        var only: Set<String> = []
        var studio = ".build/release/studio"

        func runs(_ section: String) -> Bool { only.isEmpty || only.contains(section) }
    }

    static func main() throws {
        guard let options = parse(CommandLine.arguments.dropFirst()) else {
            FileHandle.standardError.write(
                Data(
                    """
                    usage: speed-benchmark [--output FOLDER] [--studio PROGRAM] [--rounds N] [--python NAME] [--data FILE]...
                                           [--only ceilings|decoding|encoding|torch|training|commands|scale|cost]...

                    """.utf8))
            exit(64)
        }
        try FileManager.default.createDirectory(atPath: options.output, withIntermediateDirectories: true)
        var report = Report()
        let sections: [(name: String, run: (inout Report, Options) throws -> Void)] = [
            ("ceilings", Ceilings.measure), ("decoding", DecodingCases.measure), ("encoding", EncodingCases.measure),
            ("torch", TorchPeer.measure), ("training", TrainingCases.measure), ("commands", WholeCommands.measure),
            ("scale", ScaleCases.measure), ("cost", CostCurves.measure),
        ]
        for section in sections where options.runs(section.name) {
            FileHandle.standardError.write(Data("\(section.name) ...\n".utf8))
            try section.run(&report, options)
        }
        try Data(report.markdown.utf8).write(to: URL(fileURLWithPath: options.output + "/results.md"))
        try report.json().write(to: URL(fileURLWithPath: options.output + "/results.json"))
        print(report.markdown)
    }

    private static func parse(_ arguments: ArraySlice<String>) -> Options? {
        var options = Options()
        var rest = arguments
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch name {
            case "--output": options.output = value
            case "--studio": options.studio = value
            case "--rounds":
                guard let rounds = Int(value), rounds > 0 else { return nil }
                options.rounds = rounds
            case "--python": options.python = value
            case "--data": options.data.append(value)
            case "--only": options.only.insert(value)
            default: return nil
            }
        }
        return options
    }
}
