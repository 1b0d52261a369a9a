/// The rules that keep imports running one way.
enum ImportRules {
    /// The targets below `Sources` that have Swift code, in the order of the layers, and the modules of this package that
    /// each may import. A target may import only targets above it.
    static let targets: [(name: String, mayImport: Set<String>)] = [
        ("SketchSupport", ["CSketchKernels"]),
        ("SketchCore", ["SketchSupport"]),
        ("SketchFormats", ["SketchSupport", "SketchCore", "CExpat", "CJSON", "CLibZip", "CZlib"]),
        ("SketchTracing", ["SketchCore", "CPNG", "CScan"]),
        ("LatentOps", ["SketchSupport"]),
        ("SketchInference", ["SketchSupport", "SketchCore", "SketchFormats", "LatentOps", "CSketchKernels"]),
        ("SketchModels", ["SketchSupport", "SketchInference"]),
        (
            "SketchEvaluation",
            ["SketchSupport", "SketchCore", "SketchInference", "SketchModels", "LatentOps"]
        ),
        (
            "SketchTraining",
            [
                "SketchSupport", "SketchCore", "SketchFormats", "SketchInference", "SketchEvaluation", "COpenBLAS",
                "CSketchKernels", "CMPI",
            ]
        ),
        ("SketchRendering", ["SketchSupport", "SketchCore", "CCairo", "CPNG", "CGIF", "CWebP"]),
        ("SketchPlotter", ["SketchSupport", "SketchCore", "SketchFormats", "SketchRendering"]),
        (
            "StudioKit",
            [
                "SketchSupport", "SketchCore", "SketchFormats", "SketchTracing", "SketchInference", "SketchModels", "LatentOps",
                "SketchEvaluation", "SketchTraining", "SketchRendering", "SketchPlotter",
            ]
        ),
        (
            "SketchStudio",
            ["SketchInference", "SketchSupport", "SketchTraining", "StudioKit", "ArgumentParser"]
        ),
    ]

    /// Modules of the toolchain, which every target may import.
    static let toolchain: Set<String> = ["FoundationEssentials", "Dispatch", "Synchronization", "Glibc"]

    /// Targets of C and C++ code.
    static let cTargets: [String: Set<String>] = [
        "CPNG": ["CLibPNG"], "CScan": ["CLibLeptonica", "CLibTurboJPEG"], "CGIF": ["CLibGIF"], "CWebP": ["CLibWebP"],
        "CJSON": ["CSimdJSON"], "COpenBLAS": [], "CSketchKernels": [], "CMPI": [], "CCairoLoader": [],
    ]

    /// C targets that a target depends on without importing them: those of resources, and the loader of Cairo.
    static let unimported: [String: Set<String>] = [
        "SketchModels": ["ModelFiles"], "SketchRendering": ["SheetFiles", "CCairoLoader"], "StudioKit": ["PageFiles"],
    ]

    /// The modules that contain or run models.
    static let modelModules: Set<String> = [
        "SketchInference", "SketchModels", "LatentOps", "SketchEvaluation", "SketchTraining",
    ]

    /// The names of file, thread and model types that pure operations on latents do not need.
    static let impureNames = [
        "FileManager", "FileHandle", "URL", "Data", "Dispatch", "Thread", "Mutex", "Codable", "SketchModel", "print",
    ]
}
