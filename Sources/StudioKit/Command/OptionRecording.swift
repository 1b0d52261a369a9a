/// Which values of an option a recipe's command contains.
public enum OptionRecording: Sendable {
    /// Every value, so that a later version with another default makes the same picture.
    case always
    /// Values other than the default.
    case changed
    /// None: the option does not change the picture.
    case never
}
