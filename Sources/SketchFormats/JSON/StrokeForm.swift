/// How the numbers of a stroke are arranged.
enum StrokeForm {
    /// `[xs, ys]` or `[xs, ys, ts]`, as in Quick, Draw!.
    case axes
    /// `[[x, y], ...]`, with or without pressure or time.
    case points

    var format: SketchReader.InputFormat { self == .axes ? .quickdraw : .polylines }
}

/// The forms that all strokes of a drawing, or of several, fit. A form that one stroke does not fit is not the form of any.
///
/// A stroke of two or three arrays of two or three numbers can fit both. Of those, times that run backwards rule out axes,
/// and a third column that is neither time nor pressure, or points that all coincide, rule out points. Points are of equal
/// width, and of four numbers only if the strokes do not fit axes.
struct StrokeForms {
    private(set) var fitsAxes = true
    private var arePoints = true
    /// The third numbers of the points, if they have three.
    private(set) var thirdColumn = ThirdColumn()
    private var hasThirdColumn = false
    /// The numbers of a point; 0 before the first.
    private var pointWidth = 0
    /// Whether the points of a stroke all coincide.
    private var hasStillStroke = false
    /// The largest number of points of a stroke, if read as points.
    private var mostPoints = 0
    private var axesBounds = CanvasBounds()
    private var pointBounds = CanvasBounds()
    /// Whether a stroke was added that is not empty.
    private(set) var isEmpty = true
    /// Whether the points' coordinates are whole numbers, and one is beyond 1.
    private var areWholeAndLarge: Bool { pointBounds.isWhole && pointBounds.reaches > 1 }

    /// Adds a stroke: an array of arrays of numbers.
    mutating func add(_ stroke: JSONView) {
        var rows: [UnsafeBufferPointer<UInt64>] = []
        var (count, isUniform, width, longest) = (0, true, 0, 0)
        for row in stroke.elements {
            guard let numbers = row.numbers else {
                (fitsAxes, arePoints) = (false, false)
                return
            }
            let size = numbers.count / 2
            if count == 0 { width = size }
            isUniform = isUniform && size == width
            longest = max(longest, size)
            if count < 3 { rows.append(numbers) }
            count += 1
        }
        guard longest > 0 else { return }
        isEmpty = false
        addAxes(rows, count: count, width: width)
        guard isUniform, (2...4).contains(width), pointWidth == 0 || pointWidth == width else {
            arePoints = false
            return
        }
        addPoints(stroke, width: width, count: count)
    }

    /// Adds a stroke of `{"x", "y"}` points.
    mutating func addObjects() { (fitsAxes, isEmpty) = (false, false) }

    private mutating func addAxes(_ rows: [UnsafeBufferPointer<UInt64>], count: Int, width: Int) {
        guard fitsAxes else { return }
        guard (2...3).contains(count), width > 0, rows[1].count == 2 * width,
            count == 2 || rows[2].isEmpty || rows[2].count == 2 * width
        else {
            fitsAxes = false
            return
        }
        if count == 3 {
            let times = (0..<rows[2].count / 2).map { JSONView.value(rows[2], $0) }
            guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) else {
                fitsAxes = false
                return
            }
        }
        for place in 0..<width { axesBounds.add(JSONView.value(rows[0], place), JSONView.value(rows[1], place)) }
    }

    private mutating func addPoints(_ stroke: JSONView, width: Int, count: Int) {
        guard arePoints else { return }
        mostPoints = max(mostPoints, count)
        pointWidth = width
        hasThirdColumn = hasThirdColumn || width == 3
        thirdColumn.beginStroke()
        var (first, isSpread) = ((x: 0.0, y: 0.0), false)
        for (place, row) in stroke.elements.enumerated() {
            guard let numbers = row.numbers else { continue }
            let (x, y) = (JSONView.value(numbers, 0), JSONView.value(numbers, 1))
            if place == 0 { first = (x, y) }
            isSpread = isSpread || (x, y) != first
            pointBounds.add(x, y)
            if width == 3 { thirdColumn.add(x, y, JSONView.value(numbers, 2)) }
        }
        if count > 1, !isSpread { hasStillStroke = true }
    }

    var fitsPoints: Bool { arePoints && !(fitsAxes && (pointWidth == 4 || hasStillStroke)) }

    /// The only form that fits; nil if both or neither fit.
    var certain: StrokeForm? {
        if fitsAxes, fitsPoints {
            // Fractions beside whole numbers are not coordinates.
            if hasThirdColumn, thirdColumn.isPressure, areWholeAndLarge { return .points }
            let isThirdUnknown = hasThirdColumn && !thirdColumn.isTime && !thirdColumn.isPressure
            return isThirdUnknown ? .axes : nil
        }
        return fitsAxes == fitsPoints ? nil : fitsAxes ? .axes : .points
    }

    /// The more plausible of two forms: strokes of two points with a third number are rare, and Quick, Draw! drawings touch
    /// the left and upper edges of the canvas and the right or the lower one.
    var plausible: StrokeForm? {
        if let certain { return certain }
        guard fitsAxes, fitsPoints else { return nil }
        if hasThirdColumn, thirdColumn.isPressure { return nil }
        if hasThirdColumn, mostPoints < 3 { return .axes }
        return axesBounds.fillsCanvas == pointBounds.fillsCanvas ? nil : axesBounds.fillsCanvas ? .axes : .points
    }

    /// The bounds of whole numbers.
    private struct CanvasBounds {
        private var (minX, minY, most) = (Double.infinity, Double.infinity, -Double.infinity)
        /// Whether all numbers are whole.
        private(set) var isWhole = true
        /// The largest number.
        var reaches: Double { most }

        mutating func add(_ x: Double, _ y: Double) {
            minX = min(minX, x)
            minY = min(minY, y)
            most = max(most, x, y)
            isWhole = isWhole && x == x.rounded() && y == y.rounded()
        }

        /// Whether the drawing was fitted to the canvas as the simplified data set was.
        var fillsCanvas: Bool { isWhole && minX == 0 && minY == 0 && most == 255 }
    }
}

/// What the third numbers of rows can be: a pen state, a pressure or a time.
struct ThirdColumn {
    private(set) var isPen = true
    private(set) var hasPenUp = false
    private var isFraction = true
    private var runsForward = true
    private var (steps, forwardSteps, last) = (0, 0, Double?.none)
    /// Whether an x or a y is negative.
    private(set) var hasNegative = false

    mutating func beginStroke() { last = nil }

    mutating func add(_ x: Double, _ y: Double, _ third: Double) {
        isPen = isPen && (third == 0 || third == 1)
        hasPenUp = hasPenUp || third == 1
        isFraction = isFraction && third >= 0 && third <= 1
        hasNegative = hasNegative || x < 0 || y < 0
        if let last {
            steps += 1
            if third > last { forwardSteps += 1 }
            runsForward = runsForward && third >= last
        }
        last = third
    }

    /// From 0 to 1, and not a pen state.
    var isPressure: Bool { isFraction && !isPen }
    /// Never runs backwards within a stroke, and mostly forward.
    var isTime: Bool { runsForward && !isPen && forwardSteps * 2 >= steps }
}
