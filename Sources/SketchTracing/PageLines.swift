import CScan

/// The centrelines of a page's ink, one pixel wide, and what was measured on the page. Lengths are in pixels of the page as it
/// was processed: halved until it had at most `workingPixels`.
struct PageLines {
    /// A4 at 400 dpi has 15 million pixels.
    static let workingPixels = 20_000_000
    /// A page with more centreline is not a drawing: 5 million pixels are 400 m of line at 300 dpi.
    private static let maximumLength = 5_000_000

    let width: Int
    let height: Int
    /// Per pixel: 0, or, on a centreline, the distance to the paper in whole pixels.
    let depths: [UInt8]
    /// The scan's pixels per pixel of the processed page.
    let scale: Double
    let lineWidth: Double
    /// The page's skew, in degrees clockwise, if it is certain.
    let skew: Double?
    let isNegative: Bool
    let counts: Tracing.Counts

    /// - Throws: `TracingError`.
    init(_ scan: Scan) throws {
        var lines = cscan_lines()
        let status = scan.pixels.withUnsafeBufferPointer { pixels in
            var page = cscan_image(
                pixels: UnsafeMutablePointer(mutating: pixels.baseAddress), width: UInt32(scan.width), height: UInt32(scan.height)
            )
            return cscan_find_lines(&page, UInt64(Self.workingPixels), &lines)
        }
        guard status != CSCAN_BLANK else { throw TracingError.blank(name: scan.name) }
        guard status == CSCAN_OK, let pixels = lines.centrelines.pixels else { throw TracingError.outOfMemory(name: scan.name) }
        defer { cscan_free(&lines.centrelines) }
        // What a shadow leaves after the paper is evened out.
        guard lines.unclear_share < 3 * lines.ink_share else { throw TracingError.blank(name: scan.name) }
        if let reason = Self.doubt(lines) { throw TracingError.notLines(name: scan.name, reason: reason) }
        (width, height) = (Int(lines.centrelines.width), Int(lines.centrelines.height))
        depths = [UInt8](UnsafeBufferPointer(start: pixels, count: width * height))
        guard depths.reduce(0, { $0 + ($1 > 0 ? 1 : 0) }) <= Self.maximumLength else {
            throw TracingError.notLines(name: scan.name, reason: "there is too much detail")
        }
        scale = Double(1 << min(lines.halvings, 16))
        lineWidth = max(lines.line_width, 1)
        skew = lines.skew_confidence >= 3 && abs(lines.skew) >= 0.1 ? lines.skew : nil
        isNegative = lines.is_negative != 0
        var counts = Tracing.Counts()
        counts.specks = Int(lines.specks)
        counts.filledAreas = Int(lines.filled)
        counts.margins = Int(lines.margins)
        self.counts = counts
    }

    /// Why the page does not look like lines on paper; nil if it does. With blurred or thin lines, half as many pixels are
    /// neither clearly ink nor clearly paper as are ink; with photographs, as many or more.
    private static func doubt(_ lines: cscan_lines) -> String? {
        func percent(_ share: Double) -> Int { Int((100 * share).rounded()) }
        if lines.ink_share > 0.35 { return "\(percent(lines.ink_share)) % of it is dark" }
        if lines.unclear_share > 0.85 * lines.ink_share {
            return "too much of it is neither as dark as a line nor as light as paper"
        }
        return nil
    }
}
