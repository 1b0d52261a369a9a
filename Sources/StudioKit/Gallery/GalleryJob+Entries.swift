extension GalleryJob {
    /// A picture of the gallery.
    package struct Entry: Sendable {
        package var name: String
        package var title: String
        package var caption: String
        /// Without the program's name and the output.
        package var command: String
        /// The command of the still picture beside an animation; nil for an entry that is not animated.
        package var poster: String?

        /// The files of the entry, with their commands.
        package var files: [(name: String, command: String)] {
            guard let poster else { return [(name + ".svg", command), (name + ".png", command)] }
            return [(name + ".gif", command), (name + ".png", poster)]
        }

        /// The file that the page shows.
        package var shown: String { name + (poster == nil ? ".png" : ".gif") }
    }

    /// The pictures in the order of the page.
    package static let entries = [
        Entry(
            name: "cat-pig", title: "From a cat to a pig",
            caption: """
                Ten steps between the latents of the two black drawings (paper, figure 7): near the great circle, each the \
                best of 16 candidates.
                """,
            command: "interpolate examples/cat.json examples/pig.json --steps 10"),
        Entry(
            name: "cat-pig-loop", title: "An animation",
            caption: """
                The same way from the cat to the pig, and back again: lines glide, and rest at the two given drawings. \
                Without steps beside each other, the drawings are as large as the picture.
                """,
            command: "interpolate examples/cat.json examples/pig.json --size 360 --fps 20 --seconds 5",
            poster: "interpolate examples/cat.json examples/pig.json --steps 3 --no-labels"),
        Entry(
            name: "cat-pig-plain", title: "The paper's procedure",
            caption: """
                The same interpolation on the great circle itself, one drawing of each latent.
                """,
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --plain"),
        Entry(
            name: "kl-weights", title: "Three KL weights",
            caption: """
                The same interpolation in three models (paper, figure 7). With a large KL weight every step is a \
                plausible drawing; with a small one the ends stay closer to the given drawings.
                """,
            command: """
                interpolate examples/cat.json examples/pig.json --steps 8 --model cat-pig-kl100 --model cat-pig \
                --model cat-pig-kl025
                """),
        Entry(
            name: "creatures", title: "Between four creatures",
            caption: """
                A grid between four dissimilar drawings. The corners are given; u and v run along great-circle arcs \
                between their latents, and the colours follow them.
                """,
            command: """
                grid examples/cat.json examples/face.json examples/butterfly.json examples/crab.json --size 6 \
                --model creatures
                """),
        Entry(
            name: "grid", title: "Between four cats and pigs",
            caption: "The same kind of grid between two heads and two bodies.",
            command: "grid examples/cat.json examples/pig.json examples/cat-body.json examples/pig-body.json --size 6"),
        Entry(
            name: "analogy", title: "Latent arithmetic",
            caption: """
                The difference between a cat and a pig, added to another pig (paper, figure 7). Ten samples of one \
                result, none selected.
                """,
            command: "analogy examples/pig.json examples/cat.json examples/pig-2.json --count 10"),
        Entry(
            name: "analogy-head", title: "Removing a body",
            caption: """
                The difference between a cat's head and a cat with a body, added to a pig with a body, without pull \
                towards the latents of training drawings.
                """,
            command: "analogy examples/cat-body.json examples/cat.json examples/pig-body.json --count 10 --pull 0"),
        Entry(
            name: "reconstructions", title: "Reconstructions by temperature",
            caption: "Each drawing is encoded and decoded at temperatures from 0.1 to 1 (paper, figures 5 and 6).",
            command: """
                reconstruct examples/cat.json examples/cat-2.json examples/cat-body.json examples/pig.json \
                examples/pig-2.json examples/pig-body.json
                """),
        Entry(
            name: "samples", title: "Samples of chosen classes",
            caption: """
                Latents between those of similar training drawings, and the consensus of four candidates of each; none \
                selected by hand.
                """,
            command: "sample --model creatures --class face,butterfly,crab,duck --count 24 --temperature 0.2 --columns 8"),
        Entry(
            name: "faces", title: "Unconditional samples",
            caption: """
                A decoder-only model draws faces without any input (paper, figure 3). Each row uses the same noise \
                at rising temperature.
                """,
            command: "sample --model face --count 4 --temperature 0.1,...,1.0"),
        Entry(
            name: "endings", title: "Endings of a face",
            caption: """
                A decoder-only model completes an unfinished drawing: red is given, blue is generated (paper, figure \
                8).
                """,
            command: "complete examples/face-start.json --model face --temperature 0.4 --count 8"),
        Entry(
            name: "endings-eye", title: "Endings of an eye",
            caption: "Eight completions of an upper eyelid by a decoder-only model.",
            command: "complete examples/eye-start.json --model eye --temperature 0.4 --count 8"),
        Entry(
            name: "endings-cat", title: "Endings conditioned on a latent",
            caption: "A conditional model completes an unfinished drawing with the latent of a complete cat.",
            command: "complete examples/start.json --latent examples/cat.json --temperature 0.4 --count 8"),
        Entry(
            name: "blueprint", title: "Themes",
            caption: "Every sheet can use another theme: `--style ink`, `blueprint` or `dark`.",
            command: "interpolate examples/pig-2.json examples/cat.json --steps 8 --style blueprint"),
        Entry(
            name: "slide", title: "A slide",
            caption: """
                A sheet fills its page: cells grow, rows are balanced, and text is at least 2 % as high as the slide. \
                `--page 16:9`, `4:3`, `1:1`, `A4`, `A3`, `letter`, or a size such as `1080x1080` or `86x60mm`.
                """,
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --style dark --page 16:9 --dpi 96"),
        Entry(
            name: "page-a4", title: "A page",
            caption: "The same interpolation on A4.",
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --page A4 --dpi 72"),
        Entry(
            name: "page-column", title: "A column of a paper",
            caption: "The same interpolation in a column of 86 mm; text has at least 6 pt.",
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --page 86x32mm"),
        Entry(
            name: "page-post", title: "A post",
            caption: "The same interpolation as a square.",
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --page 720x720 --dpi 96 --style ink"),
        Entry(
            name: "page-banner", title: "A banner",
            caption: "The same interpolation, three times as wide as high.",
            command: "interpolate examples/cat.json examples/pig.json --steps 10 --page 1200x400 --dpi 96 --style blueprint"),
        Entry(
            name: "pen-order", title: "Drawing order",
            caption: """
                Colour runs along each drawing from its first point to its last, which shows the order in which it \
                is drawn.
                """,
            command: "interpolate examples/cat.json examples/pig.json --steps 8 --color-by order"),
    ]
}
