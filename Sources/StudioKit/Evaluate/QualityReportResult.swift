import SketchEvaluation

/// A quality report and the files that it was written to.
package struct QualityReportResult: JobResult {
    package let report: QualityReport
    /// The contents of `report.json`, without the line feed at its end.
    package let jsonText: String
    package internal(set) var files: [String] = []

    package var lines: [String] { files }
}
