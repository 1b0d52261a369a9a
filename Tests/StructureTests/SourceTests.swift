import Testing

@Suite("Rules for source files")
struct SourceTests {
    private let checkout: Checkout
    private var libraryFiles: [Checkout.SourceFile] {
        checkout.files.filter { !SourceRules.namesOptions.contains($0.target) }
    }

    init() throws { checkout = try Checkout.current.get() }

    @Test func noLibraryNamesOptionsOfTheProgram() {
        for file in libraryFiles {
            for literal in file.text.literals {
                #expect(!SourceText.namesAnOption(literal), "\(file.path): \"\(literal)\"")
            }
        }
    }

    @Test func noLibraryEndsTheProcess() {
        for file in libraryFiles where SourceRules.endsProcess[file.path] == nil {
            let found = file.text.endsProcess
            #expect(found.isEmpty, "\(file.path): \(found)")
        }
    }

    @Test func longFilesHaveAReason() {
        let long = checkout.files.filter { $0.lineCount > SourceRules.maximumLineCount }.map(\.path)
        let unexplained = Set(long).subtracting(SourceRules.longFiles.keys)
        #expect(unexplained.isEmpty, "divide the file, or give the reason in SourceRules.longFiles")
        let explained = SourceRules.longFiles.keys.filter { !long.contains($0) }
        #expect(explained.isEmpty, "no longer above \(SourceRules.maximumLineCount) lines; remove the reason")
    }

    @Test func optionsAreFoundInLiteralsOnly() {
        let text = SourceText(
            ##"""
            // "--comment" exit(1)
            let a = "no option -- here, a--b, -x" /* "--no" */ + "say \(names.map { "--inner \($0)" }) --outer"
            let b = #"raw \#(x) "--raw" "# + """
                several lines with --many
                """
            """##)
        #expect(text.literals.filter(SourceText.namesAnOption).count == 4)
        #expect(!text.code.contains("option") && text.code.contains("names.map"))
    }

    @Test(arguments: ["exit(1)", "if bad { fatalError(\"x\") }", "let a = try! b()", "_exit (2);"])
    func endsOfTheProcessAreFound(code: String) {
        #expect(!SourceText(code).endsProcess.isEmpty)
        #expect(SourceText("// \(code)").endsProcess.isEmpty)
        #expect(SourceText("atexit(f); try? exits()").endsProcess.isEmpty)
    }
}

extension SourceText {
    /// Whether a literal contains the name of a command-line option.
    static func namesAnOption(_ literal: String) -> Bool {
        literal.firstMatch(of: /(?:^|[^\w-])--[a-z]/) != nil
    }

    /// The first call that would end the process; empty if there is none.
    var endsProcess: String {
        code.firstMatch(of: /\b(?:(?:_?exit|abort|fatalError)\s*\(|try!)/).map { String($0.0) } ?? ""
    }
}
