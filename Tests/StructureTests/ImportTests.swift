import Testing

@Suite("Imports run one way")
struct ImportTests {
    private let checkout: Checkout

    init() throws { checkout = try Checkout.current.get() }

    @Test func everyTargetComesAfterTheTargetsItMayImport() {
        var above = Set(ImportRules.cTargets.keys).union(["CExpat", "CLibZip", "CZlib", "CCairo", "ArgumentParser"])
        for (name, mayImport) in ImportRules.targets {
            #expect(mayImport.subtracting(above).isEmpty, "\(name) may import a target below it")
            above.insert(name)
        }
    }

    @Test func everyTargetHasARule() {
        let names = Set(ImportRules.targets.map(\.name)).union(ImportRules.cTargets.keys)
        let systemLibraries = Set(checkout.manifest.matches(of: /\.systemLibrary\(\s*name: "(\w+)"/).map { String($0.1) })
        #expect(Set(checkout.files.map(\.target)) == names.union(systemLibraries))
    }

    @Test(arguments: ImportRules.targets.map(\.name)) func sourcesImportOnlyWhatTheirTargetMay(name: String) {
        let allowed = ImportRules.targets.first { $0.name == name }?.mayImport ?? []
        let files = checkout.files.filter { $0.target == name && $0.isSwift }
        #expect(!files.isEmpty)
        for file in files {
            let wrong = Set(file.imports).subtracting(allowed).subtracting(ImportRules.toolchain)
            #expect(wrong.isEmpty, "\(file.path) imports \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test func theManifestDeclaresOnlyWhatTheTargetsMayImport() {
        let allowed = Dictionary(ImportRules.targets.map { ($0.name, $0.mayImport) }) { first, _ in first }
            .merging(ImportRules.cTargets) { first, _ in first }
        let declared = checkout.declaredDependencies
        #expect(Set(declared.keys) == Set(allowed.keys))
        for (name, dependencies) in declared {
            let wrong = Set(dependencies).subtracting(allowed[name] ?? []).subtracting(ImportRules.unimported[name] ?? [])
            #expect(wrong.isEmpty, "\(name) depends on \(wrong.sorted().joined(separator: ", "))")
        }
    }

    @Test(arguments: ["CExpat", "CJSON", "CLibZip", "CZlib"]) func onlyFormatsImportsParserLibraries(module: String) {
        let importers = Set(checkout.files.filter { $0.imports.contains(module) }.map(\.target))
        #expect(importers == ["SketchFormats"])
    }

    @Test func renderingImportsNoModel() {
        for file in checkout.files where file.target == "SketchRendering" {
            #expect(ImportRules.modelModules.isDisjoint(with: file.imports), "\(file.path)")
        }
    }

    @Test func operationsOnLatentsAreNotImpure() throws {
        let name = try Regex(#"\b(?:\#(ImportRules.impureNames.joined(separator: "|")))\b"#)
        for file in checkout.files where file.target == "LatentOps" {
            let found = file.text.code.firstMatch(of: name)?.0 ?? ""
            #expect(found.isEmpty, "\(file.path) uses \(found)")
        }
    }

    @Test func onlyTheExecutableParsesArguments() {
        let importers = Set(checkout.files.filter { $0.imports.contains("ArgumentParser") }.map(\.target))
        #expect(importers == ["SketchStudio"])
    }
}
