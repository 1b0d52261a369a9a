import ArgumentParser
import StudioKit

/// `--output`, `--format` and `--force` as help and completion show them, for jobs that have them; `ParsedJob` reads them.
struct OutputPath<Job: StudioJob>: ParsableArguments, CustomReflectable {
    init() {}

    /// The argument parser requires that every option is decoded.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: OptionKey.self)
        for (name, definition) in Self.definitions {
            let key = OptionKey(stringValue: name)
            if definition is Flag<Bool> {
                _ = try container.decode(Flag<Bool>.self, forKey: key)
            } else {
                _ = try container.decode(Option<String?>.self, forKey: key)
            }
        }
    }

    var customMirror: Mirror {
        Mirror(self, children: Self.definitions.map { (label: $0.name, value: $0.definition) })
    }

    private static var definitions: [(name: String, definition: Any)] {
        var definitions: [(name: String, definition: Any)] = []
        if let help = Job.manual.output {
            let help = ArgumentHelp(help, valueName: "path")
            definitions.append(
                (
                    "output",
                    Option<String?>(
                        wrappedValue: nil, name: [.customShort("o"), .customLong("output")], help: help, completion: .file())
                ))
        }
        if let name = Job.formatOption {
            // Evaluation writes pictures only with --sheet.
            let formats = Job().outputExtensions.flatMap { $0.count > 1 ? $0 : nil } ?? ["png", "svg", "pdf"]
            let help = ArgumentHelp(
                "Output format, needed for - (standard output) and other names without an extension: "
                    + formats.joined(separator: ", ") + ".", valueName: "format")
            definitions.append(
                (name, Option<String?>(wrappedValue: nil, name: .customLong(name), help: help, completion: .list(formats))))
        }
        if Job.canPlot {
            let plotter = ArgumentHelp(
                "Write the sheet for a plotter, as SVG with layers, HPGL or G-code: a built-in profile (svg, axidraw, hpgl, "
                    + "hpgl-centre, grbl-servo, grbl-z, marlin-servo) or a profile file.", valueName: "profile")
            let pens = ArgumentHelp(
                "Number of the plotter's pens, among which colours are divided.", valueName: "n")
            let profiles = Completions.profiles
            definitions.append(
                ("plotter", Option<String?>(wrappedValue: nil, name: .customLong("plotter"), help: plotter, completion: profiles))
            )
            definitions.append(("pens", Option<String?>(wrappedValue: nil, name: .customLong("pens"), help: pens)))
        }
        if Job.writesFile, !Job.options.all.contains(where: { $0.name == "force" }) {
            definitions.append(
                (
                    "force",
                    Flag(wrappedValue: false, name: .customLong("force"), help: "Let the output replace a file that is read.")
                ))
        }
        return definitions
    }
}
