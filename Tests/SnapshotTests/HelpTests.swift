import Foundation
import TestSupport
import Testing

@Suite("Help and completion scripts")
struct HelpTests {
    @Test func theHelpOfEveryCommandMatchesItsSnapshot() throws {
        try StudioProcess.inFolder { studio in
            let paths = try CommandTree.paths(of: studio)
            #expect(paths.count > 18)
            var names: Set<String> = []
            for path in paths {
                let name = "Help/\((["studio"] + path).joined(separator: "-")).txt"
                names.insert(name)
                let result = try studio.run(path + ["--help"], environment: ["COLUMNS": "80"])
                #expect(result.status == 0 && result.errors.isEmpty)
                if let mismatch = try Snapshots.folder.mismatch(name, result.output) { Issue.record("\(mismatch)") }
            }
            let unused = try Snapshots.folder.unused(names: names, fileExtensions: ["txt"], in: "Help")
            #expect(unused.isEmpty, "snapshots of commands that do not exist")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionScriptsMatchTheirSnapshots(shell: String) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.run("--generate-completion-script", shell)
            #expect(result.status == 0 && result.errors.isEmpty)
            if let mismatch = try Snapshots.folder.mismatch("Completions/\(shell).txt", result.output) {
                Issue.record("\(mismatch)")
            }
        }
    }
}
