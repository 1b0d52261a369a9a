/// How an option is typed.
public enum OptionKind: Sendable {
    /// `--name value`
    case value
    /// `--name value`, any number of times
    case values
    /// `--name`
    case flag
}
