import CLibZip
import Foundation

/// Writes a zip archive in memory. Members are deflated and dated 1980-01-01, so that equal members give equal bytes.
enum ZipWriter {
    /// Members that inflate to more than this many times their size are stored instead, so that no reader has to take the
    /// archive for a decompression bomb: with this factor, `ReaderLimits.Cap.rows` accepts any list of drawings.
    private static let largestInflation = 7

    struct Member {
        let name: String
        let bytes: [UInt8]
    }

    /// - Parameter comment: the archive's comment, in ASCII.
    /// - Throws: `FormatError.archiveNotWritten`, and what `body` throws.
    static func write(
        _ members: [Member], comment: StaticString? = nil, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let least = members.reduce(0) { $0 + $1.bytes.count } / largestInflation
        let isSmall = least <= ReaderLimits.leastSize
        if try !write(members, comment, ZIP_CM_DEFLATE, atLeast: isSmall ? 0 : least, body) {
            _ = try write(members, comment, ZIP_CM_STORE, atLeast: 0, body)
        }
    }

    /// - Returns: false, with nothing written, if the archive has fewer bytes than `least`.
    private static func write(
        _ members: [Member], _ comment: StaticString?, _ method: Int32, atLeast least: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws -> Bool {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        func failure() -> FormatError {
            .archiveNotWritten(reason: zip_error_strerror(&error).map { String(cString: $0) } ?? "no reason given")
        }
        guard let target = zip_source_buffer_create(nil, 0, 0, &error) else { throw failure() }
        // Retained beyond the archive, which releases its own reference when it is closed.
        zip_source_keep(target)
        defer { zip_source_free(target) }
        guard let archive = zip_open_from_source(target, ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw failure()
        }
        do {
            for member in members { try add(member, method, to: archive) }
            if let comment {
                let isSet = comment.withUTF8Buffer { text in
                    text.withMemoryRebound(to: CChar.self) {
                        zip_set_archive_comment(archive, $0.baseAddress, UInt16(truncatingIfNeeded: $0.count)) == 0
                    }
                }
                guard isSet else { throw FormatError.archiveNotWritten(reason: reason(archive)) }
            }
            guard zip_close(archive) == 0 else { throw FormatError.archiveNotWritten(reason: reason(archive)) }
        } catch {
            zip_discard(archive)
            throw error
        }
        var info = zip_stat_t()
        guard zip_source_stat(target, &info) == 0 else { throw FormatError.archiveNotWritten(reason: "its size is unknown") }
        guard info.size >= least else { return false }
        guard zip_source_open(target) == 0 else { throw FormatError.archiveNotWritten(reason: "the archive cannot be read back") }
        defer { zip_source_close(target) }
        // On the heap: the stack may be smaller.
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = chunk.withUnsafeMutableBytes { zip_source_read(target, $0.baseAddress, UInt64($0.count)) }
            guard count >= 0 else { throw FormatError.archiveNotWritten(reason: "the archive cannot be read back") }
            if count == 0 { return true }
            try chunk.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<Int(count)])) }
        }
    }

    private static func add(_ member: Member, _ method: Int32, to archive: OpaquePointer) throws {
        // libzip reads the bytes when the archive is closed, and frees them.
        guard let copy = malloc(max(member.bytes.count, 1)) else {
            throw FormatError.archiveNotWritten(reason: "not enough memory")
        }
        member.bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(copy, base, bytes.count) }
        }
        guard let source = zip_source_buffer(archive, copy, UInt64(member.bytes.count), 1) else {
            free(copy)
            throw FormatError.archiveNotWritten(reason: reason(archive))
        }
        let index = zip_file_add(archive, member.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw FormatError.archiveNotWritten(reason: reason(archive))
        }
        // MS-DOS date 1980-01-01, time 0.
        guard zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0) == 0,
            zip_set_file_compression(archive, UInt64(index), method, 6) == 0
        else { throw FormatError.archiveNotWritten(reason: reason(archive)) }
    }

    private static func reason(_ archive: OpaquePointer) -> String {
        zip_strerror(archive).map { String(cString: $0) } ?? "no reason given"
    }
}
