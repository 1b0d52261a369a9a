import COpenBLAS

/// The library that computes the large matrix products, loaded when training or evaluation first needs it.
enum OpenBLAS {
    /// Loads the library; required before the first product.
    /// - Throws: `TrainingError.noOpenBLAS`.
    static func load() throws {
        if let reason = openblas_load() { throw TrainingError.noOpenBLAS(reason: String(cString: reason)) }
    }
}
