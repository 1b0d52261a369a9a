import SketchFormats
import SketchRendering

extension ReconstructJob {
    public static let manual = CommandManual(
        name: "reconstruct", title: "Reconstruction",
        abstract: "Encode drawings and decode them at several temperatures.",
        discussion: """
            Each row shows the given drawing in black, then one reconstruction per temperature, decoded from the posterior \
            mean and coloured from blue (low) to red (high). Drawings of classes that the model was not trained on are \
            accepted; the model decodes them as the most similar drawings it can represent.

            EXAMPLES
              studio reconstruct examples/cat.json examples/pig.json
              studio reconstruct examples/*.json --temperature 0.1,0.4,...,1.0 \\
                  --output reconstructions.svg
              studio reconstruct examples/face.json --temperature 0.2 --seed 3
            """)

    public static let operands: JobOperands<ReconstructJob>? = JobOperands(
        \.files, valueName: "file", help: "Files of drawings.")

    public static let options = OptionTable<ReconstructJob>(
        input: [.model(\.model)] + ReadOptions.modelListOptions.at(\.reading),
        sampling: [.temperatures(\.temperatures), .convention(\.convention), .seed(\.seed)]
            + CandidateSettings.options(defaults, hasPull: false).at(\.candidates),
        layout: SheetStyle.options.at(\.style), general: [.latents, .threads(\.threads)])
}
