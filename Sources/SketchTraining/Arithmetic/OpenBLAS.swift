import COpenBLAS

/// The library that computes the large matrix products, loaded when training or evaluation first needs it.
package enum OpenBLAS {
    /// Loads the library; required before the first product.
    /// - Throws: `TrainingError.noOpenBLAS`.
    static func load() throws {
        if let reason = openblas_load() { throw TrainingError.noOpenBLAS(reason: String(cString: reason)) }
    }

    /// The processor for which the library has chosen its kernels.
    /// - Throws: `TrainingError.noOpenBLAS`.
    package static func processorName() throws -> String {
        try load()
        return openblas_get_corename().map(String.init(cString:)) ?? ""
    }
}
