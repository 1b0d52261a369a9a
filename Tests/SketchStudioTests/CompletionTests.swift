import TestSupport
import Testing

/// The completion script of bash, in bash.
@Suite struct CompletionTests {
    @Test(arguments: [
        ("enc", "encode"), ("encode --mo", "--model"), ("encode --model cat-p", "cat-pig"), ("encode --model in", "input 1.json"),
        ("model info cat-p", "cat-pig"), ("model info in", "input 1.json"), ("encode in", "input 1.json"),
        ("encode --input-format qu", "quickdraw"), ("render a.json -o in", "input 1.json"), ("evaluate --report fo", "folder"),
    ])
    func bashCompletes(words: String, offered: String) throws {
        try StudioProcess.inFolder { studio in
            try studio.write("[]", "input 1.json")
            let line = #"""
                mkdir folder; mkdir bin; ln -s "$studio" bin/studio; PATH="$PWD/bin:$PATH"
                source <(studio --generate-completion-script bash)
                COMP_WORDS=(studio \#(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE="studio \#(words)"
                COMP_POINT=${#COMP_LINE}; _studio studio "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"; printf '%s\n' "${COMPREPLY[@]}"
                """#
            let result = try studio.shell(line)
            #expect(
                result.output.split(separator: "\n").contains { $0 == offered }, "\(words): \(result.output) \(result.errors)")
        }
    }
}
