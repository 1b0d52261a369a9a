import Foundation
import SketchFormats
import SketchSupport
import SketchTraining
import StudioKit
import Testing

/// Errors of the libraries state facts; StudioKit adds what the user can do.
@Suite struct ErrorAdviceTests {
    @Test(arguments: [
        (FormatError.notFound(file: "a"), "a does not exist. Check the name and the folder."),
        (.empty(file: "a"), "a is empty. A file of drawings is expected, for example a Quick, Draw! record."),
        (.noDrawings(file: "a"), "a contains no drawings. Give a file with at least one drawing."),
        (
            .notJSON(file: "a", line: 3, reason: "not UTF-8"),
            "a, line 3: not valid JSON (not UTF-8). Drawing files contain one JSON value, or one per line."
        ),
        (.noSuchDrawing(file: "a", index: 7, count: 1), "a contains 1 drawing; #7 does not exist (numbers count from 0)."),
        (.malformed(file: "a", place: "byte 5", reason: "no"), "a, byte 5: no."),
    ])
    func aFormatErrorHasAdvice(error: FormatError, sentence: String) {
        #expect(StudioError.sentence(for: error) == sentence)
    }

    /// Not "Did you mean" with the same name.
    @Test func aLinkToNothingIsNamedAsOne() throws {
        try JobFolder.with { folder in
            try FileManager.default.createSymbolicLink(atPath: folder.path("drawing.json"), withDestinationPath: "gone.json")
            #expect(
                StudioError.sentence(for: FormatError.notFound(file: folder.path("drawing.json")))
                    == "\(folder.path("drawing.json")) does not exist. It is a symbolic link to 'gone.json'. Restore that file, or "
                    + "remove the link.")
            #expect(
                StudioError.sentence(for: FormatError.notFound(file: folder.path("drawimg.json"))).hasSuffix(
                    "Did you mean '\(folder.path("drawing.json"))'?"))
        }
    }

    /// The smallest usual factor that helps is named.
    @Test(
        arguments: [
            (1.0, nil, "a: more than 256 MiB. --input-limits 4 allows 1 GiB."),
            (2.5, nil, "a: more than 640 MiB. --input-limits 4 allows 1 GiB."),
            (4, nil, "a: more than 1 GiB. --input-limits 16 allows 4 GiB."),
            (1, 2 << 30, "a: more than 256 MiB. --input-limits 16 allows 4 GiB."),
            (1, Int.max, "a: more than 256 MiB. Even --input-limits 64 allows only 16 GiB."),
            (64, nil, "a: more than 16 GiB. Even --input-limits 64 allows only 16 GiB."),
        ] as [(Double, Int?, String)])
    func aLimitNamesTheOptionThatRaisesIt(factor: Double, found: Int?, sentence: String) {
        let limits = ReaderLimits(factor: factor)
        let error = FormatError.limitExceeded(
            file: "a", place: nil, limit: .arrayBytes, allowed: limits[.arrayBytes], found: found)
        #expect(StudioError.sentence(for: error) == sentence)
    }

    @Test func aFileErrorHasAdvice() {
        #expect(
            StudioError.sentence(for: FileError.folderMissing(path: "a/b", folder: "a"))
                == "a/b: the folder a does not exist. Create it, or choose another path.")
        #expect(StudioError.sentence(for: FileError.isFolder(path: "a")) == "a is a folder. Name a file inside it.")
        #expect(
            StudioError.sentence(for: FileError.notWritable(path: "a", reason: "no"))
                == "a cannot be written: no. Choose another path, or fix its permissions.")
    }

    @Test(arguments: [
        (
            TrainingError.directoryInUse("run"),
            "run already contains a training run. Continue it with --resume, choose another folder, or replace it with --force."
        ),
        (.nothingToResume("run"), "run contains no checkpoint to resume from. Start without --resume."),
        (
            .tooFewDrawings(split: "validation", count: 1, needed: 2),
            "The validation split contains 1 usable drawing, and at least 2 are needed. Add drawings, or raise "
                + "--max-seq-len."
        ),
        (
            .outOfRange(name: "batch_size", value: 0, lower: 1, upper: 10_000),
            "batch_size is 0, but must be from 1 to 10000."
        ),
        (
            .noOpenBLAS(reason: "no such file"),
            "OpenBLAS cannot be loaded (no such file). Training and evaluation need it; install libopenblas0 (Debian, Ubuntu)."
        ),
    ])
    func aTrainingErrorHasAdvice(error: TrainingError, sentence: String) {
        #expect(StudioError.sentence(for: error) == sentence)
    }
}
