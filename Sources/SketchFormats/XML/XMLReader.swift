import CExpat
import FoundationEssentials
import Glibc

/// Receives the parts of an XML document in order. An error of a method ends the reading.
protocol XMLHandler: AnyObject {
    /// - Parameters:
    ///   - name: the local name, without a prefix.
    ///   - namespace: empty without a namespace.
    ///   - line: counted from 1.
    func start(_ name: String, namespace: String, _ attributes: XMLAttributes, line: Int) throws
    func end() throws
    /// Receives a piece of text in UTF-8; a text may arrive in several pieces.
    func text(_ bytes: UnsafeRawBufferPointer) throws
    /// Receives the name of a processing instruction.
    func instruction(_ name: String) throws
}

extension XMLHandler {
    func instruction(_ name: String) {}
}

/// Parses XML in memory with Expat. No other resource is opened: external entities and DTDs are
/// ignored. A document may declare plain text as entities, as Illustrator does for namespaces; others are rejected.
enum XMLReader {
    /// The maximum nesting depth of elements.
    static let deepest = 256
    /// The maximum number of attributes that a document type may declare. Expat compares them in pairs.
    private static let declarationLimit = 10_000
    /// The longest text of an entity, in bytes, and the most entities of a document.
    private static let entities = (length: 256, count: 256)
    /// The bytes from which on entities may not multiply a document's size by more than a factor.
    private static let expansion = (start: UInt64(1 << 20), factor: Float(2))
    /// The number of bytes passed to Expat at a time, which counts them in 32 bits.
    private static let step = 1 << 30

    /// Reads a document in an encoding that Expat or iconv knows.
    /// - Parameters:
    ///   - file: the document's name in messages.
    /// - Throws: `FormatError.malformed`, `.limitExceeded`, or the `FormatError` that the handler throws.
    static func read(_ bytes: [UInt8], file: String, limits: ReaderLimits, handler: any XMLHandler) throws {
        guard let name = try read(bytes, encoding: nil, file: file, limits: limits, handler: handler) else { return }
        let text: [UInt8]?
        do { text = try TextEncoding.utf8(bytes, from: name, limits: limits) } catch let fault as Fault {
            throw fault.error(file: file, place: "line 1")
        }
        guard let text, try read(text, encoding: "UTF-8", file: file, limits: limits, handler: handler) == nil else {
            throw FormatError.malformed(
                file: file, place: "line 1", reason: "invalid XML (unknown encoding); save the document as UTF-8")
        }
    }

    /// - Parameter encoding: nil for the one that the document declares.
    /// - Returns: the name of an encoding that Expat does not know, before anything is read.
    private static func read(
        _ bytes: [UInt8], encoding: String?, file: String, limits: ReaderLimits, handler: any XMLHandler
    ) throws -> String? {
        guard let parser = XML_ParserCreateNS(encoding, CChar(UInt8(ascii: "\n"))) else {
            throw FormatError.malformed(file: file, place: "line 1", reason: "not enough memory")
        }
        defer { XML_ParserFree(parser) }
        let state = State(parser: parser, limits: limits, handler: handler)
        XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
        install(on: parser, state)
        XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, expansion.start)
        XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, expansion.factor)
        let status = bytes.withUnsafeBytes { bytes in
            var status = XML_STATUS_OK
            var rest = bytes[...]
            repeat {
                let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(step))
                rest = rest.dropFirst(step)
                status = XML_Parse(
                    parser, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), rest.isEmpty ? 1 : 0)
            } while status == XML_STATUS_OK && !rest.isEmpty
            return status
        }
        if let failure = state.failure {
            if let fault = failure as? Fault { throw fault.error(file: file, place: "line \(state.failureLine)") }
            throw failure
        }
        guard status == XML_STATUS_OK else {
            if XML_GetErrorCode(parser) == XML_ERROR_UNKNOWN_ENCODING, encoding == nil { return state.encoding ?? "" }
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "malformed"
            throw FormatError.malformed(
                file: file, place: "line \(XML_GetCurrentLineNumber(parser))", reason: "invalid XML (\(reason))")
        }
        return nil
    }

    /// The state that the callbacks share; lives as long as the parser.
    private final class State {
        let parser: XML_Parser
        let limits: ReaderLimits
        let handler: any XMLHandler
        var depth = 0
        var count = 0
        /// The declared attributes by the local names of their elements, each counted as 1 and the bytes of its default
        /// value. Expat adds them to every such element.
        private var declared: [String: Int] = [:]
        private var (declarations, defaultBytes) = (0, 0)
        var entities = 0
        /// The name of an encoding that Expat does not know.
        var encoding: String?
        var failure: (any Error)?
        var failureLine = 0

        init(parser: XML_Parser, limits: ReaderLimits, handler: any XMLHandler) {
            self.parser = parser
            self.limits = limits
            self.handler = handler
        }

        var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

        /// Runs `body` unless the reading has failed. An error stops the parser.
        func attempt(_ body: () throws -> Void) {
            guard failure == nil else { return }
            do { try body() } catch {
                failure = error
                failureLine = line
                XML_StopParser(parser, XML_Bool(0))
            }
        }

        func start(_ name: String, _ attributes: XMLAttributes) throws {
            count += 1
            depth += 1
            guard count <= limits[.elements] else { throw Fault(beyond: .elements, of: limits) }
            guard depth <= deepest else { throw Fault("its elements are nested deeper than \(deepest) levels") }
            let parts = name.split(separator: "\n", maxSplits: 1)
            let local = String(parts.last ?? "")
            if declarations > 0, let bytes = declared[local] {
                defaultBytes += bytes
                guard defaultBytes <= limits[.attributeDefaults] else { throw Fault(beyond: .attributeDefaults, of: limits) }
            }
            try handler.start(
                local, namespace: parts.count > 1 ? String(parts[0]) : "", attributes, line: line)
        }

        func declare(element: String, defaultCount: Int) throws {
            declarations += 1
            guard declarations <= declarationLimit else { throw Fault("it declares more than \(declarationLimit) attributes") }
            let local = String(element.split(separator: ":").last ?? "")
            declared[local, default: 0] += 1 + defaultCount
        }

        static func of(_ pointer: UnsafeMutableRawPointer?) -> State? {
            pointer.map { Unmanaged<State>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private static func install(on parser: XML_Parser, _ state: State) {
        XML_SetElementHandler(
            parser,
            { pointer, name, attributes in
                guard let state = State.of(pointer), let name else { return }
                state.attempt { try state.start(String(cString: name), XMLAttributes(attributes)) }
            },
            { pointer, _ in
                guard let state = State.of(pointer) else { return }
                state.depth -= 1
                state.attempt { try state.handler.end() }
            })
        XML_SetCharacterDataHandler(parser) { pointer, text, count in
            guard let state = State.of(pointer) else { return }
            state.attempt { try state.handler.text(UnsafeRawBufferPointer(start: text, count: Int(count))) }
        }
        XML_SetEntityDeclHandler(parser) { pointer, name, isParameter, value, length, _, system, _, _ in
            guard let state = State.of(pointer) else { return }
            state.attempt {
                state.entities += 1
                let text = UnsafeRawBufferPointer(start: value, count: Int(length))
                let isPlain = value != nil && isParameter == 0 && !text.contains { "<&%".utf8.contains($0) }
                let most = XMLReader.entities
                guard !isPlain || text.count > most.length || state.entities > most.count else { return }
                let name = name.map { String(cString: $0).prefix(40) } ?? ""
                throw Fault(
                    "it declares the entity \(name), which is not short plain text and is not expanded; save it without a DTD")
            }
        }
        XML_SetAttlistDeclHandler(parser) { pointer, element, _, _, value, _ in
            guard let state = State.of(pointer), let element else { return }
            state.attempt {
                try state.declare(element: String(cString: element), defaultCount: value.map { strlen($0) } ?? 0)
            }
        }
        XML_SetProcessingInstructionHandler(parser) { pointer, name, _ in
            guard let state = State.of(pointer), let name else { return }
            state.attempt { try state.handler.instruction(String(cString: name)) }
        }
        XML_SetUnknownEncodingHandler(
            parser,
            { pointer, name, _ in
                if let name { State.of(pointer)?.encoding = String(cString: name) }
                return 0
            }, Unmanaged.passUnretained(state).toOpaque())
        XML_SetSkippedEntityHandler(parser) { pointer, name, _ in
            let name = name.map { String(cString: $0).prefix(40) } ?? ""
            State.of(pointer)?.attempt { throw Fault("it uses the entity &\(name);, which it does not define") }
        }
    }
}
