extension TensorMismatch {
    /// Why a file's tensors do not match its config.
    public enum Cause: Equatable, Sendable, CustomStringConvertible {
        /// A hyperparameter that differs between the config and the tensors' shapes.
        public struct Size: Equatable, Sendable {
            public var key: String
            public var stated: Int
            public var found: Int
        }

        /// No tensor has a name of the original's checkpoints.
        case names
        /// The tensors are those of a conditional model (true) or a decoder-only one, and the config states the other.
        case isConditional(Bool)
        /// The config states another cell under `key`.
        case cell(key: String, stated: CellKind, found: CellKind)
        /// The config states other sizes.
        case sizes([Size])
        /// Some tensors are truncated or transposed.
        case shapes
        /// Some tensors are missing.
        case missing

        /// The cause in the middle of a sentence about the file.
        public var description: String {
            switch self {
            case .names: "its tensors do not have the names of the original's checkpoints (vector_rnn/...)"
            case .isConditional(false): "it is a decoder-only model, but its config states conditional"
            case .isConditional(true): "it is a conditional model, but its config states decoder-only"
            case .cell(let key, let stated, let found):
                "its config states \(key) = \(stated.rawValue), but its tensors are those of \(found.rawValue)"
            case .sizes(let sizes):
                sizes.map { "its config states \($0.key) = \($0.stated), but its tensors have \($0.found)" }
                    .joined(separator: "; ")
            case .shapes: "some tensors are truncated or transposed"
            case .missing: "some tensors are missing"
            }
        }
    }
}
