/// A command line that fails.
struct ErrorCase {
    /// The words after `studio`.
    var arguments: [String]
    /// Additions to the environment.
    var environment: [String: String] = [:]

    /// Creates a case from words separated by single spaces; a word in single quotes may contain spaces.
    init(_ line: String, environment: [String: String] = [:]) {
        arguments = line.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap { index, part in
            index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        self.environment = environment
    }

    /// The command line as shown in snapshots.
    var line: String {
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let words = arguments.map { $0.isEmpty || $0.contains(" ") ? "'\($0)'" : $0 }
        return "$ " + (variables + ["studio"] + words).joined(separator: " ")
    }
}

extension ErrorCase {
    /// The cases by the name of their snapshot.
    static let groups: [String: [ErrorCase]] = [
        "arguments": [
            ErrorCase("paint"),
            ErrorCase("render"),
            ErrorCase("render cat.json --output ''"),
            ErrorCase("render cat.json --output a.bmp"),
            ErrorCase("render cat.json --output a.png --cell 0mm"),
            ErrorCase("render cat.json --output a.png --cell wide"),
            ErrorCase("render cat.json --output a.png --cell 2000in"),
            ErrorCase("render cat.json --output a.png --cell 190in"),
            ErrorCase("render cat.json --output a.png --line-width 15mm"),
            ErrorCase("render cat.json --output a.png --dpi 0"),
            ErrorCase("render cat.json --output a.png --columns 0"),
            ErrorCase("render cat.json --output a.png --limit 0"),
            ErrorCase("render cat.json --output a.png --style neon"),
            ErrorCase("render cat.json --output a.png --colour red"),
            ErrorCase("render cat.json --output a.png --input-limits 100"),
            ErrorCase("render cat.json --output a.png --input-format gif"),
            ErrorCase("interpolate cat.json"),
            ErrorCase("interpolate cat.json pig.json --steps 0"),
            ErrorCase("interpolate cat.json pig.json --steps ten"),
            ErrorCase("grid cat.json pig.json"),
            ErrorCase("analogy cat.json pig.json"),
            ErrorCase("sample --output a.png --count 0"),
            ErrorCase("sample --output a.png --count 20000"),
            ErrorCase("interpolate cat.json pig.json --steps 10000 --output a.png"),
            ErrorCase("interpolate cat.json pig.json --steps 2000 --columns 2000 --output a.pdf"),
            ErrorCase("sample --output a.png --temperature hot"),
            ErrorCase("sample --output a.png --temperature 0.1,..."),
            ErrorCase("sample --output a.png --temperature 0.1,0.4,...,1.05"),
            ErrorCase("sample --output a.png --convention warm"),
            ErrorCase("sample --output a.png --threads 0"),
            ErrorCase("convert cat.json"),
            ErrorCase("convert cat.json a.xyz"),
            ErrorCase("convert cat.json a.npz --split-fractions 1,2"),
            ErrorCase("convert cat.json a.ndjson --where colour=red"),
            ErrorCase("convert cat.json a.ndjson --where word=dog"),
            ErrorCase("convert cat.json a.ndjson --epsilon 2 --no-simplify"),
            ErrorCase("encode cat.json", environment: ["STUDIO_KERNEL": "fast"]),
        ],
        "files": [
            ErrorCase("render missing.json --output a.png"),
            ErrorCase("render empty.json --output a.png"),
            ErrorCase("render broken.json --output a.png"),
            ErrorCase("render number.json --output a.png"),
            ErrorCase("render none.json --output a.png"),
            ErrorCase("render far.json --output a.png"),
            ErrorCase("render cat.json#1 --output a.png"),
            ErrorCase("render notes.txt --output a.png"),
            ErrorCase("render picture.gif --output a.png"),
            ErrorCase("render broken.npz --output a.png"),
            ErrorCase("render broken.npy --output a.png"),
            ErrorCase("render broken.svg --output a.png"),
            ErrorCase("render blank.svg --output a.png"),
            ErrorCase("render cat.json --output a.png --input-format npz"),
            ErrorCase("render cat.json --output nowhere/a.png"),
            ErrorCase("render cat.json --output folder.png"),
            ErrorCase("render cat.json --output cat.json/a.png"),
            ErrorCase("dataset info folder.png"),
            ErrorCase("convert point.json a.npz"),
            ErrorCase("encode point.json"),
        ],
        "latents": [
            ErrorCase("decode missing.json"),
            ErrorCase("decode -"),
            ErrorCase("decode cat.json"),
            ErrorCase("decode short.json"),
            ErrorCase("decode words.json"),
            ErrorCase("decode latents.json --output a.xyz"),
            ErrorCase("complete cat.json --latent short.json --output a.png"),
            ErrorCase("analogy 'cat.json +' --output a.png"),
            ErrorCase("analogy '(cat.json + pig.json' --output a.png"),
            ErrorCase("analogy 'cat.json * pig.json' --output a.png"),
            ErrorCase("analogy 'cat.json + dog.json' --output a.png"),
        ],
        "models": [
            ErrorCase("model info dog"),
            ErrorCase("model info missing.safetensors"),
            ErrorCase("model info cat.json"),
            ErrorCase("model info truncated.safetensors"),
            ErrorCase("model info cat-pig --model cat-pig"),
            ErrorCase("model convert cat-pig a.xyz"),
            ErrorCase("model convert cat-pig a.safetensors --dtype f64"),
            ErrorCase("model convert cat-pig a.safetensors --scale-factor 0"),
            ErrorCase("encode cat.json --model decoder.safetensors"),
            ErrorCase("encode cat.json --model damaged.safetensors"),
            ErrorCase("sample --prior aggregate --model plain.safetensors --output a.png"),
            ErrorCase("classifier classify cat.json --classifier plain.safetensors"),
            ErrorCase("classifier evaluate point.json --split all"),
        ],
        "recipes": [
            ErrorCase("recipe missing.png"),
            ErrorCase("recipe cat.json"),
            ErrorCase("recipe plain.png"),
            ErrorCase("recipe gone.svg --run"),
            ErrorCase("recipe train.svg --run"),
        ],
        "runs": [
            ErrorCase("train cat.json"),
            ErrorCase("train cat.json --output run"),
            ErrorCase("train cats.ndjson --output run --num-steps 0"),
            ErrorCase("train cats.ndjson --output run --recurrent-dropout-prob 2"),
            ErrorCase("train cats.ndjson --output run --hparams colour=red"),
            ErrorCase("train cats.ndjson --output run --hparams num_steps=many"),
            ErrorCase("train cats.ndjson --output run --resume"),
            ErrorCase("train cats.ndjson --output used"),
            ErrorCase("train cats.ndjson --output used --resume"),
            ErrorCase("train --output used --resume --force"),
            ErrorCase("train --output run"),
            ErrorCase("train cats.ndjson --output mixed"),
            ErrorCase("train cats.ndjson --output run --init dog"),
            ErrorCase("train cats.ndjson --output run --init plain.safetensors --z-size 8"),
            ErrorCase("classifier train cat.json --output a.safetensors"),
            ErrorCase("evaluate cat.json --split test"),
            ErrorCase("evaluate point.json"),
            ErrorCase("plot missing --output a.png"),
            ErrorCase("plotter cat.json --profile grbl --output a.gcode"),
            ErrorCase("plotter cat.json --profile hpgl --output a.gcode"),
            ErrorCase("render cat.json --plotter cat.json --output a.gcode"),
            ErrorCase("render cat.json --pens 2 --output a.png"),
            ErrorCase("plotter cat.json --page 20x20mm --true-size --output a.svg"),
            ErrorCase("losses folder.png --output a.png"),
            ErrorCase("losses huge.jsonl --output a.png"),
            ErrorCase("evaluate cat.json --model cat --model cat-pig --report quality"),
        ],
    ]
}
