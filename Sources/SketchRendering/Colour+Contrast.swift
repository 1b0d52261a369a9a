import Glibc

extension Colour {
    /// The minimum contrast of text and paper (WCAG 2, level AA).
    package static let minimumContrast = 4.5

    /// The relative luminance (WCAG 2): 0 for black, 1 for white.
    private var luminance: Double {
        func linear(_ component: Double) -> Double {
            component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Returns the contrast ratio (WCAG 2), from 1 (equal) to 21 (black and white).
    package func contrast(with other: Colour) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Returns the colour, darker or lighter if necessary, with a contrast of at least 4.5:1 to the paper.
    func readable(on paper: Colour) -> Colour {
        let end = paper.contrast(with: .black) > paper.contrast(with: .white) ? Colour.black : .white
        for step in 0..<50 {
            let colour = Palette.linear(from: self, to: end, fraction: Double(step) / 50)
            // The colour as a file has it, in 8 bits per component.
            if let written = try? Colour(parsing: colour.hex), written.contrast(with: paper) >= Self.minimumContrast {
                return colour
            }
        }
        return end
    }
}
