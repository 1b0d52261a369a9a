import SketchCore

extension LineGraph {
    /// Follows the centrelines from pixel to pixel. Places are the middles of pixels.
    init(_ lines: PageLines) {
        self.init(lineWidth: lines.lineWidth)
        var follower = PixelFollower(lines)
        follower.addNodes(to: &self)
        follower.addEdges(to: &self)
        follower.addLoops(to: &self)
    }
}

/// Walks along lines of pixels.
private struct PixelFollower {
    /// Bit d of a mask stands for the neighbour in direction d: clockwise from the right.
    private typealias Mask = UInt8

    /// The depths with a border of one pixel.
    private let depths: [UInt8]
    private let stride: Int
    private let steps: [Int]
    private var isVisited: [Bool]
    private var nodeIDs: [Int: Int] = [:]
    /// The pixels of the nodes, by node.
    private var nodePixels: [Int] = []
    /// Pixels and directions, `8 * pixel + direction`, that an edge has left or reached.
    private var usedSteps: Set<Int> = []

    init(_ lines: PageLines) {
        stride = lines.width + 2
        steps = [1, stride + 1, stride, stride - 1, -1, -stride - 1, -stride, -stride + 1]
        var depths = [UInt8](repeating: 0, count: stride * (lines.height + 2))
        for y in 0..<lines.height {
            let start = (y + 1) * stride + 1
            depths.replaceSubrange(start..<start + lines.width, with: lines.depths[y * lines.width..<(y + 1) * lines.width])
        }
        self.depths = depths
        isVisited = [Bool](repeating: false, count: depths.count)
    }

    private func place(_ pixel: Int) -> Point {
        Point(x: Double(pixel % stride) - 0.5, y: Double(pixel / stride) - 0.5)
    }

    private func halfWidth(_ pixel: Int) -> Double { Double(depths[pixel]) - 0.5 }

    /// The neighbours on the line. A diagonal neighbour that is also reached over a side counts as that neighbour's.
    private func links(_ pixel: Int) -> Mask {
        var mask: Mask = 0
        for direction in 0..<8 where depths[pixel + steps[direction]] > 0 {
            if direction % 2 == 1,
                depths[pixel + steps[direction - 1]] > 0 || depths[pixel + steps[(direction + 1) % 8]] > 0
            {
                continue
            }
            mask |= 1 << Mask(direction)
        }
        return mask
    }

    mutating func addNodes(to graph: inout LineGraph) {
        for pixel in depths.indices where depths[pixel] > 0 {
            let degree = links(pixel).nonzeroBitCount
            if degree == 0 { graph.dots.append(place(pixel)) }
            guard degree != 2, degree != 0 else { continue }
            nodeIDs[pixel] = graph.nodes.count
            nodePixels.append(pixel)
            graph.nodes.append(LineGraph.Node(place: place(pixel), halfWidth: halfWidth(pixel)))
        }
    }

    mutating func addEdges(to graph: inout LineGraph) {
        for (from, start) in nodePixels.enumerated() {
            let mask = links(start)
            for direction in 0..<8 where mask & 1 << Mask(direction) != 0 && !usedSteps.contains(8 * start + direction) {
                usedSteps.insert(8 * start + direction)
                let line = follow(from: start, direction)
                guard let to = nodeIDs[line.end] else { continue }
                usedSteps.insert(8 * line.end + line.back)
                graph.addEdge(
                    LineGraph.Edge(
                        from: from, to: to, points: line.pixels.map(place),
                        halfWidth: line.pixels.reduce(.infinity) { min($0, halfWidth($1)) }))
            }
        }
    }

    /// What remains are closed lines; each starts at its first pixel from the top.
    mutating func addLoops(to graph: inout LineGraph) {
        for pixel in depths.indices where depths[pixel] > 0 && !isVisited[pixel] && nodeIDs[pixel] == nil {
            let mask = links(pixel)
            guard mask != 0 else { continue }
            isVisited[pixel] = true
            graph.loops.append(follow(from: pixel, mask.trailingZeroBitCount).pixels.dropLast().map(place))
        }
    }

    /// The pixels from a start to the next node, or back to the start, and the direction back from there.
    private mutating func follow(from start: Int, _ first: Int) -> (pixels: [Int], end: Int, back: Int) {
        var (pixels, pixel, direction) = ([start], start, first)
        while true {
            pixel += steps[direction]
            pixels.append(pixel)
            let back = (direction + 4) % 8
            let onward = links(pixel) & ~(1 << Mask(back))
            guard nodeIDs[pixel] == nil, !isVisited[pixel], onward.nonzeroBitCount == 1 else { return (pixels, pixel, back) }
            isVisited[pixel] = true
            direction = onward.trailingZeroBitCount
        }
    }
}
