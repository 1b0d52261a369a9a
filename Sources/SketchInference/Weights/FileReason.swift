import Foundation
import SketchSupport

/// The reason that the system gives for a failed file operation, as part of a sentence.
package enum FileReason {
    package static func sentence(for error: any Error) -> String {
        let cocoa = error as NSError
        if let posix = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, posix.domain == NSPOSIXErrorDomain {
            return SystemError.text(Int32(posix.code))
        }
        if cocoa.domain == NSPOSIXErrorDomain {
            return SystemError.text(Int32(cocoa.code))
        }
        switch CocoaError.Code(rawValue: cocoa.code) {
        case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file"
        case .fileReadInvalidFileName, .fileWriteInvalidFileName: return SystemError.text(ENAMETOOLONG)
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileWriteOutOfSpace: return "no space left"
        case .fileWriteVolumeReadOnly: return "read-only file system"
        case .fileWriteUnknown: return "the system refuses; a part of the path may be a file"
        default: return "the system reports error \(cocoa.code)"
        }
    }
}
