/// Why a text is not an option's value.
struct OptionRefusal: Error {
    /// Continues `--name TEXT: `, for example "must be from 1 to 9".
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
