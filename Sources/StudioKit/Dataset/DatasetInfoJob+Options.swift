import SketchFormats

extension DatasetInfoJob {
    public static let manual = CommandManual(
        name: "dataset info", title: "Dataset",
        abstract: "Show counts, lengths, scale factor and classes, and warn of problems for training.",
        discussion: """
            The length of a drawing is its number of stroke-3 rows. Raw drawings are simplified first, as in 'studio \
            train'. --output writes a histogram of the lengths.

            EXAMPLES
              studio dataset info cat.ndjson pig.ndjson
              studio dataset info sheep.npz --max-seq-len 200
              studio dataset info drawings/ --output lengths.png
            """,
        output: "Picture to write: a histogram of lengths.")

    public static let operands: JobOperands<DatasetInfoJob>? = JobOperands(
        \.data, valueName: "data", help: "Files or folders of drawings.")

    public static let options = OptionTable<DatasetInfoJob>(
        own: [
            .number(
                "max-seq-len", \.maxLength, in: 1...100_000,
                help: "Maximum length of a drawing, in rows; longer drawings are skipped.")
        ],
        input: ReadOptions.listOptions.at(\.reading))
}
