import FoundationEssentials
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport
import SketchTraining

/// What `studio doctor` found.
public struct Diagnosis: JobResult {
    /// A topic's findings in words and as JSON.
    private let topics: [(name: String, text: String, json: JSONValue)]
    /// What is wrong, each a sentence with advice.
    public let problems: [String]

    public var lines: [String] {
        zip(topics.map(\.name).padded, topics).map { $0 + $1.text } + problems.map { "problem: " + $0 }
            + [problems.isEmpty ? "Everything works." : "\(counted(problems.count, "problem"))."]
    }

    public var jsonText: String {
        JSONValue.object(
            topics.map { ($0.name.replacing(" ", with: "_"), $0.json) }
                + [("problems", .array(problems.map(JSONValue.string)))]
        ).text
    }

    public var isFailure: Bool { !problems.isEmpty }

    /// Examines this machine.
    init() {
        var problems: [String] = []
        topics = [
            Self.program, Self.processor, Self.memory, Self.fonts(&problems), Self.models(&problems),
            Self.openBLAS(&problems), Self.mpi, Self.selfTest(&problems),
        ]
        self.problems = problems
    }

    private typealias Topic = (name: String, text: String, json: JSONValue)

    private static var program: Topic {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        #if DEBUG
        let build = "debug"
        #else
        let build = "release"
        #endif
        return (
            "program", "studio \(Version.current), \(build) build, \(path)",
            .object([("version", .string(Version.current)), ("build", .string(build)), ("path", .string(path))])
        )
    }

    private static var processor: Topic {
        let (current, best) = (KernelLevel.current, KernelLevel.best)
        let hasBfloat16 = ProductPrecision.automatic == .bf16
        let threads = Threads.automatic
        return (
            "processor",
            "\(current) kernels" + (current == best ? "" : " (best: \(best))") + ", \(counted(threads, "thread")), "
                + (hasBfloat16 ? "bfloat16 instructions" : "no bfloat16 instructions"),
            .object([
                ("kernels", .string("\(current)")), ("best", .string("\(best)")), ("threads", .integer(threads)),
                ("bfloat16", .boolean(hasBfloat16)),
            ])
        )
    }

    private static var memory: Topic {
        let bytes = ProcessInfo.processInfo.physicalMemory
        let gibibytes = String(cFormat: "%.1f GiB", Double(bytes) / Double(1 << 30))
        return ("memory", gibibytes, .integer(Int(clamping: bytes)))
    }

    private static func fonts(_ problems: inout [String]) -> Topic {
        let coverage = FontCoverage()
        if let problem = coverage.problem { problems.append("\(problem)") }
        let missing = coverage.missing.isEmpty ? "" : "; without glyphs: \(coverage.missing.joined(separator: ", "))"
        return (
            "fonts", (coverage.covered.isEmpty ? "none" : coverage.covered.joined(separator: ", ")) + missing,
            .object([
                ("covered", .array(coverage.covered.map(JSONValue.string))),
                ("missing", .array(coverage.missing.map(JSONValue.string))),
            ])
        )
    }

    private static func models(_ problems: inout [String]) -> Topic {
        var models: [(String, JSONValue)] = []
        let names = BuiltInModels.names
        if names.isEmpty { problems.append(StudioError.noBuiltInModel.description) }
        for name in names {
            do {
                models.append((name, .string(try BuiltInModels.model(named: name).fingerprint)))
            } catch {
                problems.append("\(error)")
                models.append((name, .null))
            }
        }
        return (
            "models", "\(names.joined(separator: ", ")) in \(BuiltInModels.folder)",
            .object([("folder", .string(BuiltInModels.folder)), ("fingerprints", .object(models))])
        )
    }

    private static func openBLAS(_ problems: inout [String]) -> Topic {
        do {
            let name = try OpenBLAS.processorName()
            return ("openblas", "found; kernels for \(name)", .string(name))
        } catch {
            problems.append("\(error)")
            return ("openblas", "not found", .null)
        }
    }

    private static var mpi: Topic {
        let isBuilt = Ranks.isBuilt
        return ("mpi", isBuilt ? "in this build" : "not in this build", .boolean(isBuilt))
    }

    private static func selfTest(_ problems: inout [String]) -> Topic {
        do {
            guard let name = BuiltInModels.standardName else { return ("self-test", "no model", .null) }
            let test = try SelfTest(BuiltInModels.model(named: name))
            for part in test.parts where !part.isRight {
                problems.append(
                    "The self-test '\(part.name)' did not give the expected bytes. Build or install the program again.")
            }
            return (
                "self-test", test.parts.map { "\($0.name) \($0.isRight ? "right" : "wrong")" }.joined(separator: ", "),
                .object(test.parts.map { ($0.name, .boolean($0.isRight)) })
            )
        } catch {
            problems.append("\(error)")
            return ("self-test", "failed", .null)
        }
    }
}
