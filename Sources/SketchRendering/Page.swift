/// The size of a picture that a sheet fills: paper, a slide, or any other size.
public struct Page: Hashable, Sendable, CustomStringConvertible {
    /// The width.
    public var width: Length
    /// The height.
    public var height: Length
    /// The size as it was written, for example `A4` or `1080x1080`.
    public let description: String

    /// Creates a page.
    public init(width: Length, height: Length) {
        (self.width, self.height) = (width, height)
        description = "\(width)x\(height)"
    }

    /// Parses `A0` to `A6`, `letter`, `legal`, `16:9`, `4:3`, `1:1` or a width and a height such as `1080x1080` (pixels) or `86x60mm`.
    /// Slides are 7.5 in high.
    ///
    /// - Throws: `RenderingError.badPage`, also for sides below 1 or above 14400 points.
    public init(parsing text: String) throws {
        guard let sides = Self.sides(text), [sides.width, sides.height].allSatisfy({ (1...14_400).contains($0.points) }) else {
            throw RenderingError.badPage(text)
        }
        (width, height, description) = (sides.width, sides.height, text)
    }

    /// The names that `init(parsing:)` reads.
    public static let names = ["A0", "A1", "A2", "A3", "A4", "A5", "A6", "letter", "legal", "16:9", "4:3", "1:1"]

    /// The page with its sides exchanged if it is taller than wide.
    public var landscape: Page {
        var page = self
        if width.points < height.points { (page.width, page.height) = (height, width) }
        return page
    }

    /// The smallest font size: 6 pt on paper, which has a size in mm, cm or in; 2 % of the shorter side on slides and screens.
    var minimumText: Double { isPaper ? 6 : shorterSide * 0.02 }
    /// The shorter side, in points.
    var shorterSide: Double { min(width.points, height.points) }

    private var isPaper: Bool { width.unit != .pixels }

    private static func sides(_ text: String) -> (width: Length, height: Length)? {
        switch text.lowercased() {
        case "a0": return (.millimetres(841), .millimetres(1189))
        case "a1": return (.millimetres(594), .millimetres(841))
        case "a2": return (.millimetres(420), .millimetres(594))
        case "a3": return (.millimetres(297), .millimetres(420))
        case "a4": return (.millimetres(210), .millimetres(297))
        case "a5": return (.millimetres(148), .millimetres(210))
        case "a6": return (.millimetres(105), .millimetres(148))
        case "letter": return (.inches(8.5), .inches(11))
        case "legal": return (.inches(8.5), .inches(14))
        case "16:9": return (.pixels(1280), .pixels(720))
        case "4:3": return (.pixels(960), .pixels(720))
        case "1:1": return (.pixels(720), .pixels(720))
        default: break
        }
        // The x of px does not separate.
        let parts = text.lowercased().replacing("px", with: "").split(separator: "x", omittingEmptySubsequences: false)
        guard parts.count == 2, let height = try? Length(parsing: String(parts[1])) else { return nil }
        // A first side without a unit has that of the second.
        let isBare = !parts[0].contains { $0.isLetter }
        guard let width = try? Length(parsing: parts[0] + (isBare ? height.unit.rawValue : "")) else { return nil }
        return (width, height)
    }
}
