import ArgumentParser
import LatentOps
import SketchCore
import SketchFormats
import SketchInference
import SketchRendering
import StudioKit

/// `studio analogy`: arithmetic with drawings.
struct Analogy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analogy",
        abstract: "Arithmetic with drawings: A is to B as C is to ?",
        discussion: """
            Three drawings A B C ask "A is to B as C is to ?", that is C + (B - A) in latent space. A single argument is an \
            expression over drawings, files of latents and numbers: + - * and parentheses. A '-' within a word belongs to \
            the name (cat-head.json); between words it is a sign. Names with spaces or signs are quoted. The picture \
            is the equation, with --count drawings of its result.

            EXAMPLES
              studio analogy examples/pig.json examples/pig-body.json examples/cat.json
              studio analogy --count 4 \\
                  'examples/cat.json + 0.5*(examples/pig-body.json - examples/pig.json)'
              studio analogy '0.5*examples/cat.json + 0.5*examples/pig.json' \\
                  --output mean.svg
            """)

    @Argument(help: ArgumentHelp("Three drawings, or one expression.", valueName: "a b c | expression"))
    var operands: [String]
    @Option(name: .long, help: ArgumentHelp("Drawings of the result.", valueName: "n"))
    var count: Int = 1
    @OptionGroup var input: InputOptions
    @OptionGroup var modelOptions: ModelOptions
    @OptionGroup var seedOptions: SeedOptions
    @OptionGroup var threadOptions: ThreadOptions
    @OptionGroup(title: "Sampling") var samplingOptions: SamplingOptions
    @OptionGroup(title: "Layout") var layout: LayoutOptions
    @OptionGroup(title: "Layout") var unitOptions: UnitOptions
    @OptionGroup(title: "General") var common: CommonOptions

    func validate() throws {
        guard operands.count == 1 || operands.count == 3 else {
            throw ValidationError("\(operands.count) arguments were given: give three drawings, or one expression in quotes.")
        }
        guard (1...1000).contains(count) else { throw ValidationError("--count \(count): give a number from 1 to 1000.") }
    }

    func run() throws {
        let expression =
            operands.count == 3
            ? LatentExpression(analogy: operands[0], operands[1], operands[2]) : try LatentExpression(operands[0])
        let parameters = AnalogyParameters(
            operands: operands, expression: expression, reading: input.reading, count: count,
            model: modelOptions.model, sampling: samplingOptions.sampling, seed: seedOptions.seed,
            threads: threadOptions.threads, layout: layout.sheet(units: unitOptions.units, sampling: samplingOptions.sampling),
            output: OutputFile(path: common.output ?? "analogy.png"))
        try parameters.run(reporter: common.reporter, json: common.json)
    }
}

/// Everything that decides what `studio analogy` draws.
struct AnalogyParameters {
    /// As they were typed.
    var operands: [String]
    var expression: LatentExpression
    var reading: ReadOptions
    var count: Int
    var model: String?
    var sampling: Sampling
    var seed: UInt64
    var threads: Int
    var layout: SheetLayout
    var output: OutputFile

    func run(reporter: Reporter, json: Bool) throws {
        try output.checkPicture()
        let atelier = try Atelier(model, threads: threads, reporter: reporter)
        try atelier.loaded.requireEncoder()
        let names = expression.names
        let found = try LatentOperand.read(names, reading, atelier: atelier)
        let result = try expression.value(Dictionary(uniqueKeysWithValues: zip(names, found.map(\.latent))))
        // Operands that were given as latents are drawn too; they come after the results, whose cells they leave.
        let unseen = found.filter { $0.drawing == nil }
        let drawn = try atelier.draw(
            ((0..<count).map { (result, UInt64($0)) } + unseen.map { ($0.latent, 0) }).map { latent, cell in
                DecodeRequest(latent: latent, sampling: sampling, seed: seed, cell: cell)
            }
        ).map { atelier.sketch($0) }
        var rest = drawn[count...]
        var sketches: [String: Sketch] = [:]
        for (name, operand) in zip(names, found) {
            sketches[name] = operand.drawing?.sketch ?? rest.popFirst()
            sketches[name]?.name = OutputFile.stem(of: name)
        }
        let sheet = EquationSheet(
            terms: expression.symbols.map { term($0, sketches) }, results: Array(drawn[..<count]), style: layout.style)
        try sheet.write(to: output.path, recipe: recipe(zip(names, found).map { $1.source(as: $0) }, atelier))
        output.report(
            json: json,
            details: [
                ("model", .string(atelier.loaded.name)), ("expression", .string(expression.text)),
                ("sketches", .integer(count)), ("mean", .floats(result)),
            ])
    }

    private func term(_ symbol: LatentExpression.Symbol, _ sketches: [String: Sketch]) -> EquationSheet.Term {
        switch symbol {
        case .name(let name): .operand(sketches[name] ?? Sketch(strokes: [], name: name))
        case .number(_, let text): .sign(text)
        case .plus: .sign("+")
        case .minus: .sign("\u{2212}")
        case .times: .sign("\u{D7}")
        case .open: .sign("(")
        case .close: .sign(")")
        }
    }

    private func recipe(_ inputs: [Recipe.Source], _ atelier: Atelier) -> Recipe {
        let command = sampling.options(
            on: CommandLineText("analogy").words(operands).option("model", model).option("count", String(count))
        ).option("seed", String(seed)).reading(reading)
        return layout.recipe(
            command, models: [atelier.loaded.source], seed: seed,
            settings: [RecipeEntry("count", .integer(count)), RecipeEntry("expression", .text(expression.text))]
                + sampling.settings,
            inputs: inputs)
    }
}
