import FoundationEssentials
import Glibc

/// A file that is open for reading; closed with its last reference.
package final class ReadableFile {
    /// The reason why a file cannot be opened or read.
    package struct Failure: Error {
        /// The system's error number.
        package let code: Int32

        package init(code: Int32) { self.code = code }
    }

    /// The system's number of the open file.
    package let descriptor: Int32
    private let isOwned: Bool

    /// - Throws: `Failure`.
    package init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        isOwned = true
        guard descriptor >= 0 else { throw Failure(code: errno) }
    }

    private init(standard descriptor: Int32) { (self.descriptor, isOwned) = (descriptor, false) }

    package static var standardInput: ReadableFile { ReadableFile(standard: STDIN_FILENO) }

    deinit { if isOwned, descriptor >= 0 { close(descriptor) } }

    /// Reads on, up to a number of bytes or the end of the file.
    /// - Throws: `Failure`.
    package func read(upTo count: Int = .max) throws -> Data {
        var data = Data()
        var piece = [UInt8](repeating: 0, count: min(count, 1 << 20))
        while data.count < count {
            let wanted = min(count - data.count, piece.count)
            let got = piece.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, wanted) }
            if got < 0 {
                if errno == EINTR { continue }
                throw Failure(code: errno)
            }
            if got == 0 { break }
            data.append(contentsOf: piece[..<got])
        }
        return data
    }

    /// Continues reading at a position from the start, in bytes.
    /// - Throws: `Failure`.
    package func seek(to position: Int) throws {
        guard lseek(descriptor, position, SEEK_SET) >= 0 else { throw Failure(code: errno) }
    }

    /// The system's description of the open file.
    /// - Throws: `Failure`.
    package func information() throws -> stat {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw Failure(code: errno) }
        return information
    }
}
