import Glibc

/// The names in a folder as text. Foundation's listing repairs names that are not UTF-8, so that they name other files or none.
package struct FolderListing {
    /// The names in any order, without `.` and `..`.
    package private(set) var names: [String] = []
    /// The names that are not UTF-8, with U+FFFD for the bytes that are not.
    package private(set) var notText: [String] = []

    /// Nil if the folder cannot be listed.
    package init?(of folder: String) {
        guard let directory = opendir(folder) else { return nil }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { bytes in
                    guard let name = String(validatingCString: bytes) else { return notText.append(String(cString: bytes)) }
                    if name != ".", name != ".." { names.append(name) }
                }
            }
        }
    }
}
