import CLibZip
import FoundationEssentials
import Glibc

/// Inflates the members of a zip archive into memory. Limits are checked twice: against the central directory before
/// anything is inflated, and against the bytes as they are inflated. A member's name is only a label; no file is written.
final class ZipReader {
    struct Member {
        let index: UInt64
        /// The name without control characters.
        let name: String
        /// The inflated size in bytes, according to the central directory.
        let size: Int
    }

    let path: String
    let members: [Member]
    private let archive: OpaquePointer

    /// - Parameters:
    ///   - memory: the archive's bytes; nil opens the file.
    ///   - size: the file's size, if `memory` is nil.
    /// - Throws: `FormatError.malformed`, `.limitExceeded`.
    init(path: String, memory: [UInt8]? = nil, size: Int = 0, limits: ReaderLimits = .standard) throws {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        let archive: OpaquePointer
        do {
            let source = memory.map { Self.source($0, &error) } ?? zip_source_file_create(path, 0, -1, &error)
            guard let source, let opened = Self.open(source, &error) else {
                throw FormatError.malformed(
                    file: path, place: "its directory of members", reason: Self.sentence(&error))
            }
            archive = opened
        }
        var members: [Member] = []
        do { members = try Self.members(of: archive, path: path, size: memory?.count ?? size, limits) } catch {
            zip_discard(archive)
            throw error
        }
        self.path = path
        self.archive = archive
        self.members = members
    }

    deinit { zip_discard(archive) }

    /// Whether the archive's comment is this text.
    func hasComment(_ text: StaticString) -> Bool {
        var length: Int32 = 0
        guard let comment = zip_get_archive_comment(archive, &length, zip_flags_t(ZIP_FL_ENC_RAW)) else { return false }
        let bytes = UnsafeRawBufferPointer(start: comment, count: Int(max(length, 0)))
        return text.withUTF8Buffer { bytes.elementsEqual($0) }
    }

    private static func open(_ source: OpaquePointer, _ error: inout zip_error_t) -> OpaquePointer? {
        if let archive = zip_open_from_source(source, ZIP_RDONLY, &error) { return archive }
        zip_source_free(source)
        return nil
    }

    /// A copy of the bytes as a source of libzip, which frees it.
    private static func source(_ bytes: [UInt8], _ error: inout zip_error_t) -> OpaquePointer? {
        guard let copy = malloc(max(bytes.count, 1)) else { return nil }
        bytes.withUnsafeBytes { if let base = $0.baseAddress { memcpy(copy, base, $0.count) } }
        guard let source = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error) else {
            free(copy)
            return nil
        }
        return source
    }

    private static func members(
        of archive: OpaquePointer, path: String, size archiveSize: Int, _ limits: ReaderLimits
    ) throws -> [Member] {
        func refuse(_ reason: String) -> FormatError {
            .malformed(file: path, place: "its directory of members", reason: reason)
        }
        let count = Int(max(zip_get_num_entries(archive, 0), 0))
        guard count <= limits[.members] else {
            throw limits.exceeded(.members, file: path, found: count)
        }
        var members: [Member] = []
        var names: Set<String> = []
        var total = 0
        for index in 0..<UInt64(count) {
            var entry = zip_stat_t()
            zip_stat_init(&entry)
            guard zip_stat_index(archive, index, 0, &entry) == 0, let name = entry.name else {
                throw refuse("member \(index) cannot be read")
            }
            let label = String(
                String.UnicodeScalarView(String(cString: name).unicodeScalars.filter { $0.value >= 0x20 }))
            let size = Int(clamping: entry.size)
            guard size <= limits[.arrayBytes] else {
                throw limits.exceeded(.arrayBytes, file: path, place: label, found: size)
            }
            guard entry.encryption_method == UInt16(ZIP_EM_NONE) else {
                throw refuse("\(label) is encrypted, which is not supported")
            }
            // Of the methods that libzip knows, programs that write arrays and models use these two. The others can inflate a
            // few bytes to gigabytes.
            guard [UInt16(ZIP_CM_STORE), UInt16(ZIP_CM_DEFLATE)].contains(entry.comp_method) else {
                throw refuse(
                    "\(label) is compressed with \(method(entry.comp_method)); supported are stored and deflated members")
            }
            guard names.insert(label).inserted else {
                throw refuse("two members are called \(label)")
            }
            total += size
            guard total <= limits[.archiveBytes] else {
                throw limits.exceeded(.archiveBytes, file: path, place: "all members")
            }
            members.append(Member(index: index, name: label, size: size))
        }
        guard total <= limits.inflated(.archiveInflation, from: archiveSize) else {
            throw limits.exceeded(
                .archiveInflation, file: path, place: "all members", found: total / max(archiveSize, ReaderLimits.leastSize))
        }
        return members
    }

    /// Returns a member's content.
    ///
    /// - Throws: `FormatError.malformed` if it is truncated, damaged or not as long as the directory states.
    func bytes(of member: Member) throws -> [UInt8] {
        try take(member, count: member.size + 1) { bytes, reason in
            guard let reason = reason ?? (bytes.count == member.size ? nil : "its size differs from the archive's directory")
            else { return }
            throw FormatError.malformed(file: path, place: member.name, reason: reason)
        }
    }

    /// Returns up to `count` first bytes of a member.
    ///
    /// - Throws: `FormatError.malformed`.
    func start(of member: Member, count: Int) throws -> [UInt8] {
        try take(member, count: min(count, member.size)) { _, reason in
            guard let reason else { return }
            throw FormatError.malformed(file: path, place: member.name, reason: reason)
        }
    }

    private func take(
        _ member: Member, count: Int, check: ([UInt8], _ reason: String?) throws -> Void
    ) throws -> [UInt8] {
        guard let file = zip_fopen_index(archive, member.index, 0) else {
            throw FormatError.malformed(
                file: path, place: member.name, reason: Self.sentence(zip_get_error(archive)))
        }
        defer { zip_fclose(file) }
        // Reserved memory is not used before it is written, so that a wrong size in the directory costs nothing.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var reason: String?
        while bytes.count < count, reason == nil {
            let space = min(count - bytes.count, 4 << 20)
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: space))
            let found = bytes.withUnsafeMutableBytes { zip_fread(file, $0.baseAddress?.advanced(by: start), UInt64(space)) }
            if found < 0 { reason = Self.sentence(zip_file_get_error(file)) }
            bytes.removeLast(space - max(Int(found), 0))
            if found == 0 { break }
        }
        try check(bytes, reason)
        return bytes
    }

    /// The name of a method of compression (PKWARE's APPNOTE, section 4.4.5).
    private static func method(_ number: UInt16) -> String {
        switch number {
        case 9: "Deflate64"
        case 12: "bzip2"
        case 14: "LZMA"
        case 93: "Zstandard"
        case 95: "xz"
        default: "method \(number)"
        }
    }

    private static func sentence(_ error: UnsafeMutablePointer<zip_error_t>?) -> String {
        guard let error, let text = zip_error_strerror(error) else { return "the archive is damaged" }
        return "the archive is damaged (\(String(cString: text)))"
    }
}
