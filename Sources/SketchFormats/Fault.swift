/// What is wrong at a place in a file. Thrown by code that does not know the file; the caller that does makes a
/// `FormatError` of it.
struct Fault: Error, Equatable {
    enum Cause: Equatable {
        /// Continues "file, place: ".
        case malformed(String)
        case limit(ReaderLimits.Cap, allowed: Int, found: Int?)
    }

    let cause: Cause

    init(_ reason: String) { cause = .malformed(reason) }

    /// - Parameter found: the amount in the file, if it is known.
    init(beyond cap: ReaderLimits.Cap, of limits: ReaderLimits, found: Int? = nil) {
        cause = .limit(cap, allowed: limits[cap], found: found)
    }

    /// Whether the text is wrong, not too long.
    var isMalformed: Bool { if case .malformed = cause { true } else { false } }

    func error(file: String, place: String) -> FormatError {
        switch cause {
        case .malformed(let reason): .malformed(file: file, place: place, reason: reason)
        case .limit(let cap, let allowed, let found):
            .limitExceeded(file: file, place: place, limit: cap, allowed: allowed, found: found)
        }
    }
}
