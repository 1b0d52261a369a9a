import SketchModels
import SketchRendering

extension PageJob {
    public static let manual = CommandManual(
        name: "page", title: "Page", abstract: "Write an interactive page that runs models in the browser.",
        discussion: """
            Writes one HTML file that works offline, in any browser and on touch screens. It contains the models, with \
            weights rounded to F16, and needs no server: email it, or open it from a disk. In the page, a model \
            continues drawings, interpolates between them, adds and subtracts them, and reconstructs them at several \
            temperatures. Each view shows the command that makes the same drawings. Decoder-only models only continue \
            drawings.

            EXAMPLES
              studio page --model cat-pig
              studio page --model cat --model face --view continue --output faces.html
              studio page --model creatures --title 'A latent space' --output lecture.html
            """,
        output: "File to write: .html.")

    public static let options = OptionTable<PageJob>(
        own: [
            JobOption.choice("view", \.view, valueName: "view", help: "The page's only view.")
                .withDefault("every view that the models support"),
            .text("title", \.title, valueName: "text", help: "Title of the page."),
            .number(
                "examples", \.exampleCount, in: 0...100, help: "Drawings of each model that the page offers as examples."),
        ],
        input: [
            JobOption.texts(
                "model", \.models, valueName: "name|file",
                help: "Built-in model, weight file or run; repeat the option for a page with several models."
            ).withDefault(BuiltInModels.defaultName).named("m")
        ],
        general: [.threads(\.threads)])
}
