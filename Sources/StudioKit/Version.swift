/// The version of the program and its libraries.
public enum Version {
    /// What `studio --version` prints and every recipe records.
    public static let current = "1.0.0"
}
