import SketchFormats

extension FormatError: Advised {
    package var advice: String? {
        switch self {
        case .notFound(let file): MissingFile.advice(file)
        case .unreadable: "Check the path and its permissions."
        case .empty: "A file of drawings is expected, for example a Quick, Draw! record."
        case .emptyFolder: "Subfolders are searched with --recursive."
        case .notJSON: "Drawing files contain one JSON value, or one per line."
        case .noDrawing:
            "Expected a Quick, Draw! record, polylines, or rows of stroke-3 or stroke-5. Use --input-format to name the "
                + "format."
        case .ambiguous(_, _, let readings):
            "State which with "
                + readings.map { "--input-format \($0.format.rawValue)" }.joined(separator: ", or ") + "."
        case .noDrawings: "Give a file with at least one drawing."
        case .badCoordinate: "Scale the drawing down."
        case .limitExceeded(_, _, let limit, let allowed, let found): Self.limitAdvice(limit, allowed: allowed, found: found)
        case .unsupported: "Supported formats: \(SketchReader.formats.joined(separator: ", "))."
        case .latents: "Make drawings of them with 'studio decode'."
        case .archiveNotWritten: "Write fewer drawings, or NDJSON."
        case .noLines, .noSuchDrawing, .noParts, .noSuchPart, .malformed, .badCondition: nil
        }
    }

    /// The smallest usual factor of `--input-limits` that accepts what was found.
    private static func limitAdvice(_ limit: ReaderLimits.Cap, allowed: Int, found: Int?) -> String {
        let most = ReaderLimits.factors.upperBound
        let factor = [4, 16, most].first { factor in
            let raised = ReaderLimits(factor: factor)[limit]
            return raised > allowed && raised >= found ?? 0
        }
        let text = limit.text(ReaderLimits(factor: factor ?? most)[limit])
        return factor.map { "--input-limits \(Int($0)) allows \(text)." }
            ?? "Even --input-limits \(Int(most)) allows only \(text)."
    }
}
