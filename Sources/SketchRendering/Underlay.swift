import CCairo

/// A grey picture under the items of a `Picture` whose points are pixels, in PNG output only.
package struct Underlay: Hashable, Sendable {
    private let width: Int
    private let height: Int
    private let pixels: [UInt8]

    /// - Parameter pixels: rows of 8-bit grey without padding, from the top.
    /// - Returns: nil if the number of pixels is not `width` x `height`.
    package init?(width: Int, height: Int, pixels: [UInt8]) {
        guard width > 0, height > 0, pixels.count == width * height else { return nil }
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    /// Copies the rows from `first` on to the top of an RGB24 surface.
    func paint(from first: Int, on surface: OpaquePointer?) {
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { return }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let columns = min(width, Int(cairo_image_surface_get_width(surface)))
        let rows = min(height - first, Int(cairo_image_surface_get_height(surface)))
        for row in 0..<max(rows, 0) {
            let line = UnsafeMutableRawPointer(data + row * stride).assumingMemoryBound(to: UInt32.self)
            let start = (first + row) * width
            for column in 0..<columns { line[column] = 0xFF00_0000 | 0x01_0101 * UInt32(pixels[start + column]) }
        }
        cairo_surface_mark_dirty(surface)
    }
}
