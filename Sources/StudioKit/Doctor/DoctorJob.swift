import Glibc
import SketchInference
import SketchModels
import SketchRendering
import SketchSupport
import SketchTraining

/// Examines the installation: program, processor, fonts, models, libraries, and a self-test.
public struct DoctorJob: StudioJob {
    public init() {}

    public static let manual = CommandManual(
        name: "doctor", abstract: "Examine the installation.",
        discussion: """
            Prints the version, the processor's instruction sets, memory, fonts, models and libraries, and encodes, decodes and \
            draws something whose result is known. The exit status is 1 if anything is wrong. Add the output of --json to a \
            bug report; it contains paths and no drawings.

            EXAMPLES
              studio doctor
              studio doctor --json
            """,
        output: nil)

    public static let options = OptionTable<DoctorJob>()

    public func perform(_ reporter: Reporter) throws -> Diagnosis { Diagnosis() }
}
