import Foundation
import Testing

/// `make install` and `make uninstall` in a sandbox whose path has spaces and quotes.
@Suite struct InstallTests {
    private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func make(_ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // The build is not repeated: `-o build` takes it as done.
        process.arguments = ["make", "-s", "-C", root.path, "-o", "build"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["MAKEFLAGS": ""]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(arguments: ["my prefix", "a  b's", "~/c d"]) func pathsAreQuoted(prefix: String) throws {
        let files = FileManager.default
        let sandbox = files.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? files.removeItem(at: sandbox) }
        func path(_ name: String) -> String { sandbox.appendingPathComponent(name).path }
        func write(_ text: String, _ name: String) throws {
            try files.createDirectory(
                at: sandbox.appendingPathComponent(name).deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: sandbox.appendingPathComponent(name))
        }
        // What an unquoted path would remove or write to.
        for name in ["my", "a", "c", "home/c"] { try write("mine", name + "/share/studio/keep") }
        try write(
            #"""
            #!/bin/sh
            case $1 in
            --version) echo 1 ;;
            --experimental-dump-help)
                echo '{"command": {"commandName": "studio", "abstract": "Draw.", "arguments": [], "subcommands": []}}' ;;
            *) echo "completion $2" ;;
            esac

            """#, "build of it/studio")
        try write("weights", "build of it/SketchStudio_ModelFiles.resources/Models/cat.safetensors")
        for target in ["PageFiles", "SheetFiles"] {
            try write("style", "build of it/SketchStudio_\(target).resources/page.css")
        }
        let home = path("home")
        let isHome = prefix.hasPrefix("~")
        let given = isHome ? prefix : path(prefix)
        let place = isHome ? "home/c d" : prefix
        let settings = ["PREFIX=\(given)", "BUILD=\(path("build of it"))", "HOME=\(home)"]
        #expect(try make("install", settings[0], settings[1], settings[2]) == 0)
        let shared = place + "/share/studio/"
        #expect(files.contents(atPath: path(shared + "ModelFiles/Models/cat.safetensors")) == Data("weights".utf8))
        #expect(files.fileExists(atPath: path(shared + "SheetFiles/page.css")))
        #expect(files.isExecutableFile(atPath: path(place + "/bin/studio")))
        let manual = String(decoding: files.contents(atPath: path(place + "/share/man/man1/studio.1")) ?? Data(), as: UTF8.self)
        #expect(manual.contains(".SH NAME\nstudio \\- draw\n"))
        let completions = [
            "bash-completion/completions/studio": "bash", "zsh/site-functions/_studio": "zsh",
            "fish/vendor_completions.d/studio.fish": "fish",
        ]
        for (name, shell) in completions {
            #expect(files.contents(atPath: path(place + "/share/" + name)) == Data("completion \(shell)\n".utf8))
        }
        #expect(try make("uninstall", settings[0], settings[1], settings[2]) == 0)
        let left = files.enumerator(atPath: path(place))?.compactMap { $0 as? String }.filter { $0.contains("studio") } ?? []
        #expect(left.isEmpty, "\(left)")
        for name in ["my", "a", "c", "home/c"] { #expect(files.fileExists(atPath: path(name + "/share/studio/keep"))) }
    }
}
