extension Gallery {
    /// What the gallery shows, in the order of the page.
    static let entries = [
        Entry(
            name: "cat-pig", title: "A cat turns into a pig",
            text: "Ten steps along the great circle between the latents of the two drawings at the ends (paper, figure 5).",
            command: "interpolate examples/cat.json examples/pig.json --steps 10"),
        Entry(
            name: "kl-weights", title: "Two KL weights",
            text: """
                The same way in two models (paper, figure 5): a large KL weight keeps every step a drawing, a small one keeps
                to what was given.
                """,
            command: "interpolate examples/cat.json examples/pig-body.json --steps 8 --model cat-pig --model cat-pig-kl012"),
        Entry(
            name: "grid", title: "Between four drawings",
            text: "The corners are given; u and v run along arcs between their latents, and the colours with them.",
            command: "grid examples/cat.json examples/pig.json examples/cat-body.json examples/pig-body.json --size 6"),
        Entry(
            name: "analogy", title: "Arithmetic with drawings",
            text: """
                What a body adds to a pig's head, added to a cat's head (paper, figure 6); ten draws of one result. Nothing
                is chosen: some have lost their way.
                """,
            command: "analogy examples/pig-2.json examples/pig-body.json examples/cat.json --count 10"),
        Entry(
            name: "analogy-back", title: "And back",
            text: "A pig with a body, and what a cat's head has over a cat with a body: a pig's head.",
            command: "analogy examples/cat-body.json examples/cat.json examples/pig-body.json --count 10"),
        Entry(
            name: "reconstructions", title: "Reconstructions by temperature",
            text: """
                Each drawing is encoded and drawn again, from careful to wild (paper, figure 3). The model knows cats and pigs
                best: of a duck and a face it makes what it knows.
                """,
            command: "reconstruct examples/cat.json examples/pig.json examples/duck.json examples/face.json"),
        Entry(
            name: "samples", title: "Out of nothing",
            text: "Drawings from the prior, each row one latent and one chance at rising temperature.",
            command: "sample --count 4 --temperature 0.1,...,1.0"),
        Entry(
            name: "endings", title: "Endings",
            text: "Red is given, blue is what the model adds, steered by the latent of the whole cat.",
            command: "complete examples/start.json --latent examples/cat.json --temperature 0.4 --count 8"),
        Entry(
            name: "blueprint", title: "Another paper",
            text: "Every sheet can be drawn on other paper and in other ink: `--style ink`, `blueprint`, `dark`.",
            command: "interpolate examples/cat-2.json examples/pig-2.json --steps 8 --style blueprint"),
        Entry(
            name: "pen-order", title: "The pen's way",
            text: "Colour runs along each line from the first point to the last, so that the order of drawing can be seen.",
            command: "interpolate examples/cat.json examples/pig-body.json --steps 8 --color-by order"),
    ]
}
