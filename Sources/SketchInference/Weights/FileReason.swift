import FoundationEssentials
import Glibc
import SketchSupport

/// The reason that the system gives for a failed file operation, as part of a sentence.
package enum FileReason {
    package static func sentence(for error: any Error) -> String {
        if let failure = error as? ReadableFile.Failure { return sentence(failure.code) }
        if let posix = error as? POSIXError { return SystemError.text(posix.code.rawValue) }
        guard let cocoa = error as? CocoaError else { return "\(error)" }
        if let posix = cocoa.underlying as? POSIXError { return SystemError.text(posix.code.rawValue) }
        switch cocoa.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file"
        case .fileReadInvalidFileName, .fileWriteInvalidFileName: return SystemError.text(ENAMETOOLONG)
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileWriteOutOfSpace: return "no space left"
        case .fileWriteVolumeReadOnly: return "read-only file system"
        case .fileWriteUnknown: return "the system refuses; a part of the path may be a file"
        default: return "the system reports error \(cocoa.code.rawValue)"
        }
    }

    private static func sentence(_ code: Int32) -> String {
        switch code {
        case ENOENT: "no such file"
        default: SystemError.text(code)
        }
    }
}
