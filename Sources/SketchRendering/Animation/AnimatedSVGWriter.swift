import FoundationEssentials
import Glibc
import SketchCore
import SketchSupport

/// Writes an animation as SVG with SMIL, so that the viewer itself moves the lines: a group per change, visible while it takes place.
/// A program without SMIL shows the first drawing.
enum AnimatedSVGWriter {
    static func data(_ frames: AnimationFrames, recipe: Recipe?) -> Data {
        let animation = frames.animation
        let writer = Body(
            spans: frames.spans, duration: number(animation.seconds, 3), isTransparent: animation.style.isTransparent)
        let paper = animation.style.isTransparent || frames.paper != .white ? "" : " style=\"background:#FFFFFF\""
        var svg = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(animation.size)" height="\(animation.size)" \
            viewBox="0 0 \(animation.size) \(animation.size)"\(paper)>

            """
        if !animation.style.title.isEmpty { svg += "<title>\(XMLText.escaped(animation.style.title))</title>\n" }
        if let recipe {
            svg += "<metadata><recipe xmlns=\"urn:studio:recipe\">\(XMLText.escaped(recipe.jsonText))</recipe></metadata>\n"
        }
        if !animation.style.isTransparent, frames.paper != .white {
            svg += "<rect width=\"100%\" height=\"100%\" fill=\"\(frames.paper.hex)\"/>\n"
        }
        svg += "<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke-width=\""
        svg += number(animation.lineWidth, 2) + "\" stroke=\"\(frames.ink(of: frames.steps[0]).hex)\">\n"
        svg += writer.colours(frames)
        for (key, change) in frames.changes.enumerated() { svg += writer.group(change, key: key) }
        return Data((svg + "</g>\n</svg>\n").utf8)
    }

    /// A number without the zero before the point.
    private static func number(_ value: Double, _ decimals: Int) -> String { PlainNumber.text(value, decimals: decimals) }

    /// The moving parts.
    private struct Body {
        let spans: [AnimationTimeline.Span]
        let duration: String
        let isTransparent: Bool

        /// A moment at which a value is known, and how the value gets to the next one.
        private struct Moment {
            var time: Double
            var share: Double
            var pace: (from: Double, to: Double)?
        }

        /// The moments of a change: those at which its spans begin and end, and the ends of the loop.
        private func moments(of key: Int) -> [Moment] {
            var moments: [Moment] = []
            for span in spans where span.key == key {
                if moments.last?.time == span.times.from { moments.removeLast() }
                let isMoving = span.shares.from != span.shares.to
                moments.append(Moment(time: span.times.from, share: span.shares.from, pace: isMoving ? span.pace : nil))
                moments.append(Moment(time: span.times.to, share: span.shares.to))
            }
            if let first = moments.first, first.time > 0 { moments.insert(Moment(time: 0, share: first.share), at: 0) }
            if let last = moments.last, last.time < 1 { moments.append(Moment(time: 1, share: last.share)) }
            return moments
        }

        private func animate(_ attribute: String, _ moments: [(time: Double, value: String)], splines: [String]?) -> String {
            let times = moments.map { number($0.time, 5) }.joined(separator: ";")
            let mode = splines.map { " calcMode=\"spline\" keySplines=\"\($0.joined(separator: ";"))\"" } ?? ""
            return "<animate attributeName=\"\(attribute)\" dur=\"\(duration)s\" repeatCount=\"indefinite\" keyTimes=\"\(times)\""
                + "\(mode) values=\"\(moments.map(\.value).joined(separator: ";"))\"/>"
        }

        private func splines(_ moments: [Moment]) -> [String] {
            moments.dropLast().map { moment in
                guard let pace = moment.pace else { return "0 0 1 1" }
                let (a, b) = (min(max(pace.from / 3, 0), 1), min(max(1 - pace.to / 3, 0), 1))
                return ".333 \(number(a, 3)) .667 \(number(b, 3))"
            }
        }

        func colours(_ frames: AnimationFrames) -> String {
            func colour(_ span: AnimationTimeline.Span, _ share: Double) -> String {
                frames.ink(of: AnimationTimeline.Step(key: span.key, share: share, frames: 1)).hex
            }
            var moments = spans.map { (time: $0.times.from, value: colour($0, $0.shares.from)) }
            guard Set(moments.map(\.value)).count > 1, let last = spans.last else { return "" }
            moments.append((1, colour(last, last.shares.to)))
            return animate("stroke", moments, splines: nil) + "\n"
        }

        func group(_ change: AnimationFrames.Change, key: Int) -> String {
            let moments = moments(of: key)
            guard !moments.isEmpty else { return "" }
            let isFirst = spans.first?.key == key
            let share = isFirst ? spans.first?.shares.from ?? 0 : 0
            var visible: [(time: Double, value: String)] = []
            for span in spans {
                let value = span.key == key ? "visible" : "hidden"
                if visible.last?.value != value { visible.append((span.times.from, value)) }
            }
            var text = "<g visibility=\"\(isFirst ? "visible" : "hidden")\">"
            if visible.count > 1 {
                text += animate("visibility", visible, splines: nil).replacing(
                    "<animate ", with: "<animate calcMode=\"discrete\" ")
            }
            text += "\n"
            switch change {
            case .morph(let morph): text += morph.parts.map { part($0, moments, share) }.joined()
            case .draw(let path):
                for (stroke, time) in zip(path.strokes, path.times) { text += drawn(stroke, time, moments) }
            }
            return text + "</g>\n"
        }

        private func part(_ part: SketchMorph.Part, _ moments: [Moment], _ first: Double) -> String {
            func path(_ line: [Point], _ dashes: String = "", _ content: String) -> String {
                content.isEmpty
                    ? "<path\(dashes) d=\"\(data(line))\"/>\n" : "<path\(dashes) d=\"\(data(line))\">\(content)</path>\n"
            }
            func drawn(_ stroke: [Point], _ isVanishing: Bool) -> String {
                let offsets = moments.map { (time: $0.time, value: offset(isVanishing ? 1 - $0.share : $0.share)) }
                let dashes = Self.dashes + offset(isVanishing ? 1 - first : first) + "\""
                return path(stroke, dashes, animate("stroke-dashoffset", offsets, splines: splines(moments)))
            }
            switch part {
            case .appear(let stroke): return drawn(stroke, false)
            case .vanish(let stroke): return drawn(stroke, true)
            case .move(let from, let to):
                guard from != to else { return path(from, "", "") }
                let (a, b) = (data(from), data(to))
                let values = moments.map { (time: $0.time, value: $0.share < 0.5 ? a : b) }
                return path(first < 0.5 ? from : to, "", animate("d", values, splines: splines(moments)))
            }
        }

        private static let dashes = " pathLength=\"1\" stroke-dasharray=\"1 2\" stroke-dashoffset=\""

        /// Where a dash of length 1 begins that shows a share of the line. A hidden one ends before the line, or its round
        /// cap would be seen.
        private func offset(_ share: Double) -> String { share > 0 ? number(1 - share, 4) : "1.1" }

        /// A stroke that is drawn in its part of the time.
        private func drawn(_ stroke: [Point], _ time: (start: Double, end: Double), _ moments: [Moment]) -> String {
            var values: [(time: Double, value: String)] = []
            for (moment, next) in zip(moments, moments.dropFirst() + moments.suffix(1)) {
                guard moment.pace != nil else {
                    values.append((moment.time, offset(moment.share)))
                    continue
                }
                let duration = next.time - moment.time
                values.append((moment.time, offset(0)))
                if time.start > 0 { values.append((moment.time + duration * time.start, offset(0))) }
                if time.end < 1 { values.append((moment.time + duration * time.end, offset(1))) }
            }
            return "<path\(Self.dashes)0\" d=\"\(data(stroke))\">"
                + animate("stroke-dashoffset", values, splines: nil) + "</path>\n"
        }

        /// Path data in tenths of a pixel, relative to the point before, without accumulated error.
        private func data(_ line: [Point]) -> String {
            var text = ""
            var (x, y) = (0, 0)
            func append(_ tenths: Int) {
                let digits = number(Double(tenths) / 10, 1).replacing("0.", with: ".", maxReplacements: abs(tenths) < 10 ? 1 : 0)
                if let last = text.last, last.isNumber, digits.first != "-" { text += " " }
                text += digits
            }
            for (index, point) in line.enumerated() {
                let (column, row) = (Int((point.x * 10).rounded()), Int((point.y * 10).rounded()))
                if index == 0 { text += "M" } else if index == 1 { text += "l" }
                append(column - x)
                append(row - y)
                (x, y) = (column, row)
            }
            return line.count == 1 ? text + "h0" : text
        }
    }
}
