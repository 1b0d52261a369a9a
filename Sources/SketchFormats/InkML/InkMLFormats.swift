/// The trace formats of an InkML document by their ids, and the one that a trace has: that of its `contextRef`, of the last
/// `context`, or of the last `traceFormat`. Without any, the channels are X and Y.
struct InkMLFormats {
    /// The Recommendation defines about 24 channels; each trace keeps the state of each.
    private static let mostChannels = 256
    /// The maximum number of formats, contexts and sources with an id.
    private static let mostNames = 10_000

    private var named: [String: [String]] = [:]
    private var current = ["X", "Y"]
    private var groups: [[String]] = []
    private var definitions = 0
    /// Whether a format was read, whether one outside the definitions, and whether those in the definitions differ.
    private var (hasFormat, isStated, differ) = (false, false, false)

    /// An element that has or refers to a format.
    private struct Element {
        var id: String?
        var channels: [String]?
    }

    private var open: [Element] = []
    private var channels: [String] = []

    /// Begins `definitions`, `context`, `inkSource`, `traceFormat`, `channel` or `traceGroup`.
    /// - Throws: `Fault`.
    mutating func start(_ name: String, _ attributes: XMLAttributes) throws {
        switch name {
        case "definitions": definitions += 1
        case "channel":
            channels.append(attributes.text("name") ?? "")
            guard channels.count <= Self.mostChannels else {
                throw Fault("its trace format has more than \(Self.mostChannels) channels")
            }
        case "traceGroup":
            groups.append(current)
            if let format = try reference("contextRef", attributes) { current = format }
        default:
            if name == "traceFormat" { channels = [] }
            var element = Element(id: attributes.text("http://www.w3.org/XML/1998/namespace\nid") ?? attributes.text("id"))
            for attribute in ["traceFormatRef", "inkSourceRef", "contextRef"] as [StaticString] where element.channels == nil {
                element.channels = try reference(attribute, attributes, isRequired: attribute.description == "traceFormatRef")
            }
            open.append(element)
        }
    }

    /// Ends an element that `start` began, other than `channel`.
    /// - Throws: `Fault`.
    mutating func end(_ name: String) throws {
        switch name {
        case "definitions": definitions -= 1
        case "traceGroup": current = groups.popLast() ?? current
        default:
            guard var element = open.popLast() else { return }
            if name == "traceFormat" {
                guard channels.contains("X"), channels.contains("Y") else {
                    throw Fault("its trace format has no channels X and Y")
                }
                element.channels = channels
            }
            guard let format = element.channels else { return }
            if let id = element.id {
                named[id] = format
                guard named.count <= Self.mostNames else { throw Fault("it has more than \(Self.mostNames) trace formats") }
            }
            if open.isEmpty {
                // A definition applies where it is referred to; a document with one format only means it for all traces.
                if definitions == 0 { isStated = true } else if hasFormat, format != current { differ = true }
                if definitions == 0 || !hasFormat { current = format }
                hasFormat = true
            } else {
                open[open.count - 1].channels = format
            }
        }
    }

    /// Returns the channels of a trace.
    /// - Throws: `Fault` if the document defines several formats and the trace does not refer to one.
    func channels(ofTrace attributes: XMLAttributes) throws -> [String] {
        if let format = try reference("contextRef", attributes) { return format }
        guard isStated || !differ || !groups.isEmpty else {
            throw Fault("it defines several trace formats, and a trace does not state which it has (contextRef)")
        }
        return current
    }

    /// Returns nil without such a reference, and for a defined element without a format.
    private func reference(_ attribute: StaticString, _ attributes: XMLAttributes, isRequired: Bool = false) throws -> [String]? {
        guard let text = attributes.text(attribute) else { return nil }
        let id = text.drop { $0 == "#" }
        if let format = named[String(id)] { return format }
        guard !isRequired else { throw Fault("its \(attribute) \"\(text.prefix(40))\" is not defined before it") }
        return nil
    }
}
