/// Paths as text.
package enum FilePath {
    /// The folder part of a path; `.` if it has none. Foundation's `deletingLastPathComponent` crashes on one-letter
    /// names.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
