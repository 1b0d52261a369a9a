import SketchRendering

extension Gallery {
    /// What the gallery shows, in the order of the page.
    static let entries = [
        Entry(
            name: "cat-pig", title: "A cat turns into a pig",
            text: "Ten steps along the great circle between the latents of the two drawings at the ends (paper, figure 5).",
            command: "interpolate examples/cat.json examples/pig.json --steps 10"),
        Entry(
            name: "kl-weights", title: "Three KL weights",
            text: """
                The same way in three models (paper, figure 5): a large KL weight keeps every step a drawing, a small one
                keeps to what was given.
                """,
            command: """
                interpolate examples/cat.json examples/pig.json --steps 8 --model cat-pig-kl100 --model cat-pig \
                --model cat-pig-kl025
                """),
        Entry(
            name: "creatures", title: "Between four creatures",
            text: """
                Things that are not alike meet (paper, figure 8). The corners are given; u and v run along arcs between their
                latents, and the colours with them.
                """,
            command: """
                grid examples/cat.json examples/face.json examples/butterfly.json examples/crab.json --size 6 \
                --model creatures
                """),
        Entry(
            name: "grid", title: "Between four drawings",
            text: "The same with two heads and two bodies.",
            command: "grid examples/cat.json examples/pig.json examples/cat-body.json examples/pig-body.json --size 6"),
        Entry(
            name: "analogy", title: "Arithmetic with drawings",
            text: """
                What a cat has over a pig, added to another pig (paper, figure 6); ten draws of one result, none chosen.
                """,
            command: "analogy examples/pig.json examples/cat.json examples/pig-2.json --count 10"),
        Entry(
            name: "analogy-head", title: "A body taken away",
            text: """
                What a cat's head has over a cat with a body, added to a pig with a body: a head every time, though the cat's
                whiskers come along.
                """,
            command: "analogy examples/cat-body.json examples/cat.json examples/pig-body.json --count 10"),
        Entry(
            name: "reconstructions", title: "Reconstructions by temperature",
            text: "Each drawing is encoded and drawn again, from careful to wild (paper, figure 3).",
            command: """
                reconstruct examples/cat.json examples/cat-2.json examples/cat-body.json examples/pig.json \
                examples/pig-2.json examples/pig-body.json
                """),
        Entry(
            name: "faces", title: "Out of nothing",
            text: "A model without an encoder draws from its own first point; each row has one chance at rising temperature.",
            command: "sample --model face --count 4 --temperature 0.1,...,1.0"),
        Entry(
            name: "endings", title: "Endings",
            text: "Red is given, blue is what a decoder alone makes of it (paper, figure 7).",
            command: "complete examples/face-start.json --model face --temperature 0.4 --count 8"),
        Entry(
            name: "endings-eye", title: "Endings of an eye",
            text: "From the upper lid.",
            command: "complete examples/eye-start.json --model eye --temperature 0.4 --count 8"),
        Entry(
            name: "endings-cat", title: "Endings steered by a latent",
            text: "A conditional model ends what was begun as the latent of a whole cat tells it to.",
            command: "complete examples/start.json --latent examples/cat.json --temperature 0.4 --count 8"),
        Entry(
            name: "blueprint", title: "Another paper",
            text: "Every sheet can be drawn on other paper and in other ink: `--style ink`, `blueprint`, `dark`.",
            command: "interpolate examples/pig-2.json examples/cat.json --steps 8 --style blueprint"),
        Entry(
            name: "pen-order", title: "The pen's way",
            text: "Colour runs along each line from the first point to the last, so that the order of drawing can be seen.",
            command: "interpolate examples/cat.json examples/pig.json --steps 8 --color-by order"),
    ]
}
