import SketchRendering

/// Whether a job makes an animation instead of a sheet, and how long and large it is, as options state it.
public struct AnimationSettings: Hashable, Sendable {
    /// Whether a PNG or SVG is an animation; GIF and WebP always are.
    public var animates = false
    /// The side of the picture, in pixels.
    public var size = 480
    public var framesPerSecond = 25
    /// The length of the loop; nil for the job's default.
    public var seconds: Double?
    /// A folder for the frames as numbered PNG files; nil writes none.
    public var frames: String?

    public init() {}

    /// The extensions of files that are always animations.
    static let extensions = AnimationFormat.allCases.filter(\.isAlwaysAnimated).map(\.rawValue)

    /// The section "Animation" of the help.
    ///
    /// - Parameter seconds: the default length, as help states it.
    static func options(seconds: String) -> [JobOption<AnimationSettings>] {
        let options: [JobOption<AnimationSettings>] = [
            .flag("animate", \.animates, help: "Make an animation of a PNG or SVG, too; a GIF or WebP always is one."),
            .number("size", \.size, in: Animation.sizes, valueName: "pixels", help: "Side of an animation, in pixels."),
            .number("fps", \.framesPerSecond, in: Animation.rates, help: "Frames per second of an animation."),
            .number("seconds", \.seconds, in: Animation.lengths, valueName: "s", help: "Length of an animation's loop.")
                .withDefault(seconds),
        ]
        return options.map { $0.recorded(.changed, key: nil) } + [
            .text(
                "frames", \.frames, valueName: "folder",
                help: "Folder for the frames of an animation as numbered PNG files; without --output, nothing else is written."
            ).recorded(.never, key: nil).written()
        ]
    }
}
