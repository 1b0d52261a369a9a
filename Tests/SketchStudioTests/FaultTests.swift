import Foundation
import TestSupport
import Testing

/// Full disks, closed pipes, untrusted recipes.
@Suite struct FaultTests {
    @Test func aFullDiskKeepsTheOldFile() throws {
        try StudioProcess.inFolder { studio in
            try studio.write("old", "out.json")
            // Files of more than 512 bytes cannot be written; the program ignores the signal that says so.
            let lines = (0..<200).map { #"{"word":"w\#($0)","drawing":[[[0,\#($0)],[0,1]]]}"# }.joined(separator: "\n")
            try studio.write(lines, "many.ndjson")
            let result = try studio.shell("ulimit -f 1; $studio convert many.ndjson out.json; echo $? >&2")
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
                let result = try studio.shell("$studio \(command) \(place)")
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

    @Test(arguments: [
        ("plot -", "standard input is not the log of a training run (it is empty)."),
        ("complete cat.json --latent -", "standard input is empty."), ("complete -", "standard input is empty."),
        ("convert - out.ndjson", "standard input is empty."),
    ])
    func emptyStandardInputIsNamed(command: String, message: String) throws {
        try StudioProcess.inFolder { studio in
            let result = try studio.shell("$studio \(command) < /dev/null")
            #expect(result.status == 1 && result.errors.lowercased().contains(message), "\(result.errors)")
            #expect(!result.errors.contains("studio: - "))
        }
    }

    @Test func closedDescriptorsTakeNoFilesPlace() throws {
        try StudioProcess.inFolder { studio in
            try studio.write(
                "<svg xmlns='http://www.w3.org/2000/svg'><text>a</text><path stroke='red' d='M0 0h9'/></svg>", "a.svg")
            let usual = try studio.shell("$studio convert a.svg usual.ndjson")
            #expect(usual.errors.contains("1 text"))
            for closed in ["2>&-", "<&- 2>&-", "<&- >&- 2>&-"] {
                _ = try studio.shell("$studio convert a.svg out.ndjson \(closed)")
                #expect(try studio.data("out.ndjson") == studio.data("usual.ndjson"), "\(closed)")
            }
        }
    }

    @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
        try StudioProcess.inFolder { studio in
            // 141 is 128 + SIGPIPE; with the signal ignored by the parent too.
            for before in ["", "trap '' PIPE; "] {
                let result = try studio.shell(
                    before + "{ $studio model info cat-pig --json; echo ${PIPESTATUS[0]} >&2; } | head -c 0; true")
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

    /// Without threads there is less speed, and no picture with text; nothing waits and nothing is killed.
    @Test(
        .enabled(if: geteuid() == 0),
        arguments: [
            ("encode cat.json --output a.json", 0), ("sample --count 2 --output a.ndjson", 0), ("convert cat.json a.npz", 0),
            ("render cat.json --no-labels --output a.png", 0), ("render cat.json --output a.png", 1),
        ]) func aProcessLimitMeansFewerThreads(command: String, status: Int32) throws
    {
        try StudioProcess.inFolder { studio in
            let usual = try studio.shell("$studio \(command) --quiet")
            #expect(usual.status == 0)
            // Limits on processes do not apply to root.
            let user = "setpriv --reuid 23456 --regid 23456 --clear-groups"
            let limited = try studio.shell(
                "chmod 777 . a.*; cp a.* usual; timeout 20 \(user) prlimit --nproc=1 $studio \(command) --quiet; status=$?; "
                    + "cmp a.* usual >&2; exit $status")
            #expect(limited.status == status, "\(limited.errors)")
            let message =
                "studio: The picture has text, and the system allows too few threads, or too little memory, to lay it "
                + "out. Raise the limits on processes and address space, or use --no-labels.\n"
            #expect(limited.errors == (status == 0 ? "" : message))
        }
    }

    @Test(
        arguments: [
            ("ulimit -s 256", "convert cat.json a.npz", 0, ""),
            ("ulimit -v 300000", "evaluate cat.json", 1, "of address space; raise the limit of 'ulimit -v'"),
            ("ulimit -n 4", "render cat.json --no-labels --output a.png", nil, ""),
            ("export FONTCONFIG_FILE=$PWD/none.conf", "render cat.json --output a.png", 1, "no font is installed"),
        ] as [(String, String, Int32?, String)]) func limitsGiveOneLine(
            limit: String, command: String, status: Int32?, message: String
        ) throws
    {
        try StudioProcess.inFolder { studio in
            try studio.write("<fontconfig></fontconfig>", "none.conf")
            let result = try studio.shell("\(limit); timeout 20 $studio \(command)")
            #expect(status.map { $0 == result.status } ?? [0, 1].contains(result.status), "\(result.status) \(result.errors)")
            #expect(message.isEmpty || result.errors.contains(message), "\(result.errors)")
            if result.status == 1 { #expect(result.errors.split(separator: "\n").count { $0.hasPrefix("studio: ") } == 1) }
        }
    }

    /// Swift reads the arguments from /proc. Without it, help with status 0 would look like success.
    @Test(.enabled(if: geteuid() == 0)) func withoutProcTheProgramDoesNothing() throws {
        try StudioProcess.inFolder { studio in
            guard try studio.shell("unshare --mount mount -t tmpfs none /proc").status == 0 else { return }
            let result = try studio.shell(
                "unshare --mount sh -c 'mount -t tmpfs none /proc && exec $0 convert cat.json a.ndjson' $studio")
            #expect(result.status == 1)
            #expect(result.errors == "studio: The command line cannot be read, because /proc is not mounted. Mount it.\n")
        }
    }
}
