import Glibc

/// The system's texts of error numbers, as parts of sentences.
package enum SystemError {
    /// The text of `errno`: the reason why the last system call failed.
    package static var last: String { text(errno) }

    /// Returns the text of an error number; its first letter is lower-case.
    package static func text(_ code: Int32) -> String {
        let text = String(cString: strerror(code))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
