/// Paths as text.
package enum FilePath {
    /// The folder that holds what a path names; `.` where it names none. Foundation's `deletingLastPathComponent` ends
    /// the program on a name of one letter.
    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
