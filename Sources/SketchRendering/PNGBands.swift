import CCairo

/// Paints a picture as a bitmap in bands of rows, one band at a time. A picture's pixels do not depend on the bands.
package final class PNGBands {
    /// The maximum size of a band, in bytes, at four bytes per pixel.
    package static let maximumBytes = 16 << 20

    /// The width, in pixels.
    let width: Int
    /// The height, in pixels.
    package let height: Int
    /// The rows of a band.
    package let bandHeight: Int
    /// The bytes of a row.
    package let stride: Int
    let hasAlpha: Bool
    /// Cairo's message if a band could not be painted.
    private(set) var failure: String?

    private let picture: Picture
    private let items: [Picture.Item]
    /// The rows that each item touches, in points; empty for a single band.
    private let extents: [ClosedRange<Double>?]
    private let format: cairo_format_t
    private var surface: OpaquePointer?

    /// - Parameter maximumBytes: the size of a band, for tests.
    package init(_ picture: Picture, width: Int, height: Int, maximumBytes: Int = maximumBytes) {
        self.picture = picture
        self.width = width
        self.height = height
        hasAlpha = picture.background == nil
        format = hasAlpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
        stride = max(Int(cairo_format_stride_for_width(format, Int32(width))), 4)
        bandHeight = min(max(maximumBytes / stride, 1), height)
        items = picture.flatItems
        extents = bandHeight < height ? CairoPainter.extents(of: items, font: picture.font) : []
    }

    deinit { cairo_surface_destroy(surface) }

    /// Returns the pixels of the band that begins at row `first`, valid until the next call; nil if it cannot be painted.
    package func pixels(from first: Int) -> UnsafePointer<UInt8>? {
        cairo_surface_destroy(surface)
        surface = cairo_image_surface_create(format, Int32(width), Int32(min(bandHeight, height - first)))
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        let scale = picture.dpi / 72
        if let context, cairo_status(context) == CAIRO_STATUS_SUCCESS {
            if let background = picture.background { CairoPainter.fill(background, on: context) }
            picture.underlay?.paint(from: first, on: surface)
            // A whole number of pixels, so that positions within a pixel stay.
            cairo_translate(context, 0, -Double(first))
            cairo_scale(context, scale, scale)
            // A pixel more on either side for the smooth edges of lines.
            let rows = Double(first - 2) / scale...Double(first + bandHeight + 2) / scale
            CairoPainter.draw(visible(in: rows), font: picture.font, within: extents.isEmpty ? nil : rows, on: context)
        }
        cairo_surface_flush(surface)
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS, let pixels = cairo_image_surface_get_data(surface) else {
            failure = String(cString: cairo_status_to_string(status))
            return nil
        }
        return UnsafePointer(pixels)
    }

    private func visible(in rows: ClosedRange<Double>) -> [Picture.Item] {
        extents.isEmpty ? items : zip(items, extents).filter { $1?.overlaps(rows) == true }.map(\.0)
    }
}
