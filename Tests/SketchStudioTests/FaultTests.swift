import Foundation
import TestSupport
import Testing

/// Full disks, closed pipes, untrusted recipes.
@Suite struct FaultTests {
    /// Runs a line in a shell, in the folder and with `$studio` set; returns status, stdout and stderr.
    private func shell(_ studio: StudioProcess, _ line: String) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = studio.folder
        process.environment = ProcessInfo.processInfo.environment.merging(["studio": StudioProcess.program.path]) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self), String(decoding: said, as: UTF8.self))
    }

    @Test func aFullDiskKeepsTheOldFile() throws {
        try StudioProcess.inFolder { studio in
            try studio.write("old", "out.json")
            // Files of more than 512 bytes cannot be written; the signal that says so is ignored, so the write fails.
            let lines = (0..<200).map { #"{"word":"w\#($0)","drawing":[[[0,\#($0)],[0,1]]]}"# }.joined(separator: "\n")
            try studio.write(lines, "many.ndjson")
            let result = try shell(studio, "trap '' XFSZ; ulimit -f 1; $studio convert many.ndjson out.json; echo $? >&2")
            #expect(result.errors.contains("out.json cannot be written: file too large"), "\(result.errors)")
            #expect(result.errors.hasSuffix("1\n"))
            #expect(String(decoding: try studio.data("out.json"), as: UTF8.self) == "old")
            let names = try FileManager.default.contentsOfDirectory(atPath: studio.folder.path)
            #expect(!names.contains { $0.hasSuffix(".tmp") })
        }
    }

    @Test(arguments: ["model list", "encode cat.json", "encode cat.json pig.json --json"])
    func aResultThatCannotBeSaidIsAFailure(command: String) throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        try StudioProcess.inFolder { studio in
            for (place, reason) in [("> /dev/full", "no space left on device"), (">&-", "bad file descriptor")] {
                let result = try shell(studio, "$studio \(command) \(place)")
                #expect(result.status == 1)
                #expect(result.errors == "studio: The result cannot be written to standard output: \(reason).\n")
            }
        }
    }

    /// Names and contents of files cannot colour the terminal, move its cursor or change the direction of its text.
    @Test func messagesHoldNoTerminalControls() throws {
        try StudioProcess.inFolder { studio in
            let said = try studio.run("render", "a\u{1B}[31m\u{7}\u{9B}\u{202E}\u{E9}.json").errors
            #expect(
                said
                    == "studio: a\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}\u{E9}.json does not exist. Check the name and the folder.\n"
            )
        }
    }

    @Test func closedDescriptorsTakeNoFilesPlace() throws {
        try StudioProcess.inFolder { studio in
            try studio.write("<svg xmlns='http://www.w3.org/2000/svg'><text>a</text><path d='M0 0h9'/></svg>", "a.svg")
            let usual = try shell(studio, "$studio convert a.svg usual.ndjson")
            #expect(usual.errors.contains("1 text"))
            for closed in ["2>&-", "<&- 2>&-", "<&- >&- 2>&-"] {
                _ = try shell(studio, "$studio convert a.svg out.ndjson \(closed)")
                #expect(try studio.data("out.ndjson") == studio.data("usual.ndjson"), "\(closed)")
            }
        }
    }

    @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
        try StudioProcess.inFolder { studio in
            // 141 is 128 + SIGPIPE; with the signal ignored by the parent too.
            for before in ["", "trap '' PIPE; "] {
                let result = try shell(
                    studio, before + "{ $studio model info cat-pig --json; echo ${PIPESTATUS[0]} >&2; } | head -c 0; true")
                #expect(["141\n", "0\n"].contains(result.errors), "\(result.errors)")
            }
        }
    }

    /// The output that a picture's recipe names is not written.
    @Test(arguments: ["--output victim.png", "-o victim.png --", "--output=victim.png --", "-qo victim.png --"])
    func aRecipeCannotChooseItsPlace(words: String) throws {
        try StudioProcess.inFolder { studio in
            try studio.write("mine", "victim.png")
            let recipe = #"<svg><recipe xmlns="urn:studio:recipe">{"command":"render cat.json \#(words)"}</recipe></svg>"#
            try studio.write(recipe, "a.svg")
            let result = try studio.run("recipe", "a.svg", "--run", "--output", "b.png")
            #expect(result.status == 1)
            #expect(result.errors.contains("contains no recipe that can be run"))
            #expect(String(decoding: try studio.data("victim.png"), as: UTF8.self) == "mine")
        }
    }
}
