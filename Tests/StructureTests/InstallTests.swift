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
        for name in ["my", "a", "c", "home/c"] { try write("mine", name + "/lib/studio/keep") }
        let models = "SketchStudio_SketchModels.resources"
        try write("#!/bin/sh\necho \"completion $2\"\n", "build of it/studio")
        try write("weights", "build of it/\(models)/cat.safetensors")
        for target in ["StudioKit", "SketchRendering"] {
            try write("style", "build of it/SketchStudio_\(target).resources/Web/page.css")
        }
        let home = path("home")
        let isHome = prefix.hasPrefix("~")
        let given = isHome ? prefix : path(prefix)
        let place = isHome ? "home/c d" : prefix
        let settings = ["PREFIX=\(given)", "BUILD=\(path("build of it"))", "HOME=\(home)"]
        #expect(try make("install", settings[0], settings[1], settings[2]) == 0)
        #expect(files.contents(atPath: path(place + "/lib/studio/\(models)/cat.safetensors")) == Data("weights".utf8))
        #expect(files.fileExists(atPath: path(place + "/lib/studio/SketchStudio_SketchRendering.resources/Web/page.css")))
        #expect(try files.destinationOfSymbolicLink(atPath: path(place + "/bin/studio")) == "../lib/studio/studio")
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
        for name in ["my", "a", "c", "home/c"] { #expect(files.fileExists(atPath: path(name + "/lib/studio/keep"))) }
    }
}
