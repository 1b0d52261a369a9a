import Foundation
import Testing

/// Pages are composed without comments and indentation, line by line (`HTMLDocument.compact`): that is safe while no string and
/// no comment inside code contains a line break.
@Suite("Web sources") struct WebSourceTests {
    private static let folders = ["SketchRendering/Web", "StudioKit/Page/Web"]

    private static func files() throws -> [(path: String, text: String)] {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        return try folders.flatMap { folder in
            let root = sources.appendingPathComponent(folder)
            let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
            return try names.filter { ["js", "css", "html"].contains(($0 as NSString).pathExtension) }.map {
                (folder + "/" + $0, try String(contentsOf: root.appendingPathComponent($0), encoding: .utf8))
            }
        }
    }

    /// The numbers of lines, from 1, that the composition could change.
    private static func faults(_ text: String) -> [Int] {
        var isComment = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let code = line.drop { $0 == " " }
            if !isComment, code.hasPrefix("/*") { isComment = true }
            if isComment {
                // Code after a comment would be removed.
                let end = code.range(of: "*/")
                if end != nil { isComment = false }
                return end.map { !code[$0.upperBound...].isEmpty } == true ? index + 1 : nil
            }
            if code.hasPrefix("//") { return nil }
            let opensTemplate = !code.count(where: { $0 == "`" }).isMultiple(of: 2)
            let opensComment =
                code.range(of: "/*").map { code.range(of: "*/", range: $0.upperBound..<code.endIndex) == nil } ?? false
            return opensTemplate || opensComment || code.hasSuffix("\\") ? index + 1 : nil
        }
    }

    @Test func noStringContainsALineBreak() throws {
        let files = try Self.files()
        #expect(files.count > 15)
        for file in files { #expect(Self.faults(file.text).isEmpty, "\(file.path): lines \(Self.faults(file.text))") }
    }

    @Test(arguments: ["a = `b\n  // c`;", "a = 'b\\\nc'", "a(/* b\n  c */);", "/* a */ b();"]) func faultsAreFound(text: String) {
        #expect(!Self.faults(text).isEmpty)
    }

    /// What would end a script or request something.
    @Test func noFileEndsItsElementOrNamesAnAddress() throws {
        for file in try Self.files() where !file.path.hasSuffix(".html") {
            #expect(["</script", "</style", "<!--"].allSatisfy { !file.text.contains($0) }, "\(file.path)")
            let addresses = file.text.matches(of: /https?:[^'"`\s]+/).map { String($0.0) }
            #expect(addresses.allSatisfy { $0 == "http://www.w3.org/2000/svg" }, "\(file.path): \(addresses)")
        }
    }
}
