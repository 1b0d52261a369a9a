import Foundation
import RegexBuilder

/// The manifest and the sources of the checkout that the tests were built from.
struct Checkout {
    /// A source file and the target it belongs to.
    struct SourceFile {
        /// The path below `Sources`, for example `SketchCore/Sketch.swift`.
        var path: String
        /// The folder directly below `Sources`.
        var target: String
        /// The content, separated into code and string literals.
        var text: SourceText
        /// The number of lines.
        var lineCount: Int
        /// The modules that the file imports.
        var imports: [String]
        var isSwift: Bool { path.hasSuffix(".swift") }
    }

    /// The checkout that contains this file, read once.
    static let current = Result { try Checkout() }

    /// The Swift, C and C++ files below `Sources`, in the order of their paths.
    let files: [SourceFile]
    /// The text of `Package.swift`.
    let manifest: String

    private init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        manifest = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let sources = root.appendingPathComponent("Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        let extensions = ["swift", "c", "cpp", "h"]
        files = try paths.sorted().filter { extensions.contains(($0 as NSString).pathExtension) }.map { path in
            let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
            let source = SourceText(text)
            return SourceFile(
                path: path, target: String(path.prefix { $0 != "/" }), text: source,
                lineCount: text.utf8.count { $0 == UInt8(ascii: "\n") }, imports: source.imports)
        }
    }

    /// The targets below `Sources` and the dependencies that the manifest declares for them.
    var declaredDependencies: [String: [String]] {
        let target = /\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\]]*)\])?/
        var dependencies: [String: [String]] = [:]
        for match in manifest.matches(of: target) where files.contains(where: { $0.target == match.1 }) {
            // Hyphenated names are those of packages, not of targets.
            dependencies[String(match.1)] = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
        }
        return dependencies
    }
}

extension SourceText {
    /// The modules that Swift code imports.
    var imports: [String] {
        let attributes = /(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?/
        let kind = /(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?/
        let pattern = Regex {
            attributes
            /import\s+/
            kind
            Capture { /\w+/ }
        }
        return code.split(separator: "\n").filter { $0.utf8.first == UInt8(ascii: "i") || $0.contains("import ") }
            .compactMap { $0.prefixMatch(of: pattern).map { String($0.1) } }
    }
}
