import Foundation

/// The scripts in `Page`, which node runs.
enum NodeScript {
    static let hasNode = has("node")
    static let hasChromium = hasNode && has("chromium")
    static let hasFirefox = hasNode && has("firefox-esr")

    private static func has(_ program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    struct Failure: Error {
        let errors: String
    }

    /// Runs a script and returns what it prints.
    /// - Throws: `Failure` with the standard error of a script that fails.
    static func run(_ name: String, _ arguments: [String], in folder: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", Bundle.module.bundlePath + "/Page/" + name] + arguments
        let (output, errors) = (Pipe(), folder.appendingPathComponent("node-errors"))
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
        return data
    }
}
