import Foundation
import TestSupport
import Testing

/// Signals, locks and kills: trainings as processes.
@Suite(.serialized) struct TrainSignalTests {
    private static func inFolder(_ body: (StudioProcess) throws -> Void) throws {
        try StudioProcess.inFolder { studio in
            let lines = (0..<80).map { k in
                #"{"word":"zig","key_id":"\#(k)","drawing":[[[0,\#(k % 50 + 20),200,255],[0,90,\#(k),255]]]}"#
            }
            try studio.write(lines.joined(separator: "\n"), "zig.ndjson")
            try body(studio)
        }
    }

    /// A training that does not end by itself; the first validation is far away.
    private static let train =
        "$studio train zig.ndjson --output run --enc-rnn-size 8 --dec-rnn-size 12 --z-size 4 --num-mixture 3 "
        + "--max-seq-len 10 --num-steps 1000000000 --batch-size 4 --save-every 1000000000"

    /// Waits until the log has a line, for a minute at most.
    private static let started = "for i in $(seq 600); do [ -s run/log.jsonl ] && break; sleep 0.1; done"

    /// Runs a script in the folder with `$studio` set; returns standard output and standard error together.
    private static func shell(_ studio: StudioProcess, _ script: String) throws -> String {
        try studio.shell("{ \(script)\n} 2>&1").output
    }

    @Test(arguments: ["INT", "TERM", "HUP"]) func aSignalBeforeTheFirstValidationLeavesAModel(signal: String) throws {
        try Self.inFolder { studio in
            let said = try Self.shell(
                studio, "\(Self.train) & pid=$!; \(Self.started); kill -\(signal) $pid; wait $pid; echo status $?")
            #expect(said.contains("saved; --resume continues the run."), "\(said)")
            #expect(said.hasSuffix("run/model.safetensors\nstatus 0\n"), "\(said)")
            let sampled = try studio.run("sample", "--model", "run/model.safetensors", "--count", "2", "-o", "a.svg", "--plain")
            #expect(sampled.status == 0, "\(sampled.errors)")
            #expect(!studio.exists("run/.run.lock"))
        }
    }

    /// 131 is 128 + SIGQUIT; a script's background job inherits an ignored SIGQUIT.
    @Test func quitEndsTheProgram() throws {
        try Self.inFolder { studio in
            let said = try Self.shell(
                studio, "ulimit -c 0; \(Self.train) --quiet & pid=$!; \(Self.started); kill -QUIT $pid; wait $pid; echo status $?"
            )
            #expect(said.contains("status 131"), "\(said)")
            #expect(!studio.exists("run/model.safetensors"))
            // The next training finds the remains of the first and replaces them.
            let again = try studio.run(
                "train", "zig.ndjson", "--output", "run", "--enc-rnn-size", "8", "--dec-rnn-size", "12", "--z-size", "4",
                "--max-seq-len", "10", "--num-steps", "2", "--quiet")
            #expect(again.status == 0, "\(again.errors)")
        }
    }

    @Test func aTrainingUnderNohupContinuesAfterAHangup() throws {
        try Self.inFolder { studio in
            let said = try Self.shell(
                studio,
                "trap '' HUP; \(Self.train) --quiet & pid=$!; \(Self.started); kill -HUP $pid; sleep 0.5; kill -0 $pid && echo alive; "
                    + "kill -INT $pid; wait $pid; echo status $?")
            #expect(said.hasPrefix("alive\n") && said.hasSuffix("status 0\n"), "\(said)")
        }
    }

    /// The lock names the process, and ends with it however it ends.
    @Test func theSecondTrainingInAFolderIsRefused() throws {
        try Self.inFolder { studio in
            let said = try Self.shell(
                studio,
                "\(Self.train) --quiet & pid=$!; \(Self.started); $studio train zig.ndjson --output run --force; echo second $?; "
                    + "kill -INT $pid; wait $pid; echo first $?; echo pid $pid; "
                    + "\(Self.train) --resume --quiet & pid=$!; sleep 0.7; $studio train --output run --resume; echo third $?; "
                    + "kill -KILL $pid; wait $pid; $studio train --output run --resume --num-steps 1 --quiet; echo fourth $?")
            let pid = try #require(said.split(separator: "\n").first { $0.hasPrefix("pid ") }?.dropFirst(4))
            #expect(
                said.contains("studio: Another training is running in run (process \(pid)). Wait until it ends, or choose"),
                "\(said)")
            for result in ["second 1", "first 0", "third 1", "fourth 0"] { #expect(said.contains(result), "\(said)") }
        }
    }
}
