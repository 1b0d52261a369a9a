import Foundation

/// Runs the built `studio` in a temporary folder, which is removed afterwards.
package struct StudioProcess {
    /// What a process printed, and its exit status.
    package struct Result {
        package var status: Int32
        package var output: Data
        package var errors: String
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// The working directory.
    package let folder: URL

    /// Runs `body` with a new folder that contains `cat.json` and `pig.json`.
    package static func inFolder<Value>(_ body: (StudioProcess) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let studio = StudioProcess(folder: folder)
        try studio.write(#"{"word":"cat","drawing":[[[0,80,255,200,60,0],[90,0,100,255,240,90]]]}"#, "cat.json")
        try studio.write(
            #"{"word":"pig","drawing":[[[10,90,200,120,10],[0,30,120,200,0]],[[60,70,60],[60,70,80]]]}"#,
            "pig.json")
        return try body(studio)
    }

    /// Writes a text file into the folder.
    package func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// Returns the content of a file in the folder.
    package func data(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
    }

    /// Whether the folder contains a file.
    package func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }

    /// The executable, which is built into the folder of the tests.
    package static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("studio")

    /// Runs the program and waits for its end.
    package func run(_ arguments: String...) throws -> Result { try run(arguments) }

    /// Runs the program with additions to the environment and waits for its end.
    package func run(
        _ arguments: [String], program: URL = program, environment: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CONFIG_HOME": folder.path]) { $1 }
            .merging(environment) { $1 }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent("stderr-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: errors) }
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        return Result(status: process.terminationStatus, output: bytes, errors: said)
    }

    /// Runs a line in bash, in the folder and with `$studio` set.
    package func shell(_ line: String) throws -> (status: Int32, output: String, errors: String) {
        let result = try run(
            ["-c", line], program: URL(fileURLWithPath: "/bin/bash"), environment: ["studio": Self.program.path])
        return (result.status, result.text, result.errors)
    }
}
