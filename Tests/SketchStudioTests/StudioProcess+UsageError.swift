import TestSupport
import Testing

extension StudioProcess {
    /// Expects that a command line is refused as wrong usage, with a message that contains `message`.
    static func expectUsageError(_ line: String, _ message: String) throws {
        try inFolder { studio in
            let result = try studio.run(line.split(separator: " ").map(String.init))
            #expect(result.status == 64)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }
}
