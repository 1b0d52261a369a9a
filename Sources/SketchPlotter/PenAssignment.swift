import SketchRendering

/// The pens of colours: one for each, or for groups of similar colours if there are more colours than pens.
struct PenAssignment {
    /// The number of each colour's pen, from 0, in the order of the colours' first strokes.
    private(set) var pens: [Colour: Int] = [:]
    /// The colours of each pen, in the order of their first strokes.
    private(set) var groups: [[Colour]] = []
    /// The colour of each pen: that of its colours which is nearest to their mean, weighted by ink.
    private(set) var colours: [Colour] = []

    /// The most colours that are compared with each other; more are rounded first.
    private static let maximumColours = 256

    private struct Group {
        var members: [(colour: Colour, weight: Double, index: Int)]
        var red, green, blue, weight: Double
        var index: Int

        init(_ colour: Colour, weight: Double, index: Int) {
            members = [(colour, weight, index)]
            (red, green, blue, self.weight) = (colour.red, colour.green, colour.blue, weight)
            self.index = index
        }

        mutating func add(_ other: Group) {
            let sum = weight + other.weight
            func mean(_ a: Double, _ b: Double) -> Double { (a * weight + b * other.weight) / sum }
            (red, green, blue) = (mean(red, other.red), mean(green, other.green), mean(blue, other.blue))
            (weight, index) = (sum, min(index, other.index))
            members += other.members
        }

        func square(to r: Double, _ g: Double, _ b: Double) -> Double {
            (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b)
        }

        /// The colour of the pen.
        var representative: Colour {
            members.min {
                (square(to: $0.colour.red, $0.colour.green, $0.colour.blue), $0.index) < (
                    square(to: $1.colour.red, $1.colour.green, $1.colour.blue), $1.index
                )
            }?.colour ?? .black
        }
    }

    /// Joins the groups whose union adds least to the sum of squared colour differences, weighted by length of ink (Ward's
    /// method), until there are as many as pens.
    ///
    /// - Parameter ink: each colour with its length, in the order of the first strokes.
    init(_ ink: [(colour: Colour, length: Double)], pens count: Int) {
        var groups = ink.enumerated().map { Group($1.colour, weight: max($1.length, 1e-6), index: $0) }
        var levels = 64.0
        while groups.count > max(Self.maximumColours, count), levels > 2 {
            var rounded: [Colour: Int] = [:]
            var joined: [Group] = []
            func level(_ value: Double) -> Double { (value * levels).rounded() / levels }
            for group in groups {
                let key = Colour(red: level(group.red), green: level(group.green), blue: level(group.blue))
                if let index = rounded[key] {
                    joined[index].add(group)
                } else {
                    rounded[key] = joined.count
                    joined.append(group)
                }
            }
            groups = joined
            levels /= 2
        }
        while groups.count > max(count, 1) {
            var best = (cost: Double.infinity, first: 0, second: 1)
            for first in groups.indices {
                for second in groups.indices[(first + 1)...] {
                    let (a, b) = (groups[first], groups[second])
                    let cost = a.weight * b.weight / (a.weight + b.weight) * a.square(to: b.red, b.green, b.blue)
                    if cost < best.cost { best = (cost, first, second) }
                }
            }
            groups[best.first].add(groups[best.second])
            groups.remove(at: best.second)
        }
        groups = Self.balanced(groups).sorted { $0.index < $1.index }
        for (pen, group) in groups.enumerated() {
            let members = group.members.sorted { $0.index < $1.index }.map(\.colour)
            self.groups.append(members)
            colours.append(group.representative)
            for colour in members { pens[colour] = pen }
        }
    }
    /// Moves colours to the groups whose means are nearest, until none moves (Lloyd's algorithm): joined groups are uneven.
    private static func balanced(_ groups: [Group]) -> [Group] {
        var groups = groups
        for _ in 0..<20 {
            var next: [Group?] = groups.map { _ in nil }
            var hasChanged = false
            for (index, group) in groups.enumerated() {
                for member in group.members {
                    func square(_ group: Group) -> Double {
                        group.square(to: member.colour.red, member.colour.green, member.colour.blue)
                    }
                    let nearest = groups.indices.min { square(groups[$0]) < square(groups[$1]) } ?? index
                    hasChanged = hasChanged || nearest != index
                    let alone = Group(member.colour, weight: member.weight, index: member.index)
                    if next[nearest] == nil { next[nearest] = alone } else { next[nearest]?.add(alone) }
                }
            }
            let moved = next.compactMap(\.self)
            guard hasChanged, moved.count == groups.count else { break }
            groups = moved
        }
        return groups
    }
}
