// swift-tools-version: 6.1
import PackageDescription

// Imports run one way: a target imports only targets that are declared above it.
// A drawing goes file -> SketchFormats -> SketchCore -> SketchInference -> LatentOps -> SketchInference ->
// SketchRendering -> file; StudioKit strings these together, SketchStudio reads the command line. Linux only.
/// A dependency of builds with the trait MPI only.
func withMPI(_ target: String) -> [Target.Dependency] { [.target(name: target, condition: .when(traits: ["MPI"]))] }

let package = Package(
    name: "SketchStudio",
    products: [
        .executable(name: "studio", targets: ["SketchStudio"]),
        // For `FileError` and `Threads`; everything else in it has package access.
        .library(name: "SketchSupport", targets: ["SketchSupport"]),
        .library(name: "SketchCore", targets: ["SketchCore"]),
        .library(name: "SketchFormats", targets: ["SketchFormats"]),
        .library(name: "SketchInference", targets: ["SketchInference"]),
        .library(name: "SketchModels", targets: ["SketchModels"]),
        .library(name: "LatentOps", targets: ["LatentOps"]),
        .library(name: "SketchEvaluation", targets: ["SketchEvaluation"]),
        .library(name: "SketchTraining", targets: ["SketchTraining"]),
        .library(name: "SketchTracing", targets: ["SketchTracing"]),
        .library(name: "SketchRendering", targets: ["SketchRendering"]),
        .library(name: "SketchPlotter", targets: ["SketchPlotter"]),
        .library(name: "StudioKit", targets: ["StudioKit"]),
        // For Benchmarks, which measures the kernels themselves.
        .library(name: "COpenBLAS", targets: ["COpenBLAS"]),
        .library(name: "CSketchKernels", targets: ["CSketchKernels"]),
    ],
    traits: [
        .trait(name: "MPI", description: "Training on several machines; needs an implementation of MPI.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // Without pkgConfig: nothing is linked with Cairo and Pango, which CCairoLoader loads.
        .systemLibrary(name: "CCairo", providers: [.apt(["libcairo2-dev"])]),
        .systemLibrary(
            name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CLibGIF", pkgConfig: "libgif", providers: [.apt(["libgif-dev"])]),
        .systemLibrary(name: "CLibWebP", pkgConfig: "libwebpmux", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(
            name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        // Without pkgConfig: zlib needs no flags, and its module map links it.
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // Without pkgConfig for the same reason as above: simdjson's flags define a macro.
        .systemLibrary(name: "CSimdJSON", providers: [.apt(["libsimdjson-dev"])]),
        .systemLibrary(
            name: "CLibLeptonica", pkgConfig: "lept", providers: [.apt(["libleptonica-dev"])]),
        .systemLibrary(
            name: "CLibTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .target(name: "CScan", dependencies: ["CLibLeptonica", "CLibTurboJPEG"]),
        .target(name: "CPNG", dependencies: ["CLibPNG"], linkerSettings: [.linkedLibrary("z")]),
        .target(name: "CGIF", dependencies: ["CLibGIF"]),
        .target(name: "CWebP", dependencies: ["CLibWebP"]),
        .target(name: "CJSON", dependencies: ["CSimdJSON"], linkerSettings: [.linkedLibrary("simdjson")]),
        // Cairo and Pango are loaded when they are first needed.
        .target(name: "CCairoLoader"),
        // Files that the program reads. They belong to C targets because SwiftPM gives a Swift target with resources code that
        // links all of Foundation.
        .target(
            name: "ModelFiles", path: "Sources/SketchModels/Resources", resources: [.copy("Models"), .copy("Classifiers")],
            publicHeadersPath: "."),
        .target(
            name: "SheetFiles", path: "Sources/SketchRendering/Web",
            resources: [.copy("sheet.css"), .copy("sheet.html"), .copy("sheet.js")], publicHeadersPath: "."),
        .target(
            name: "PageFiles", path: "Sources/StudioKit/Page/Web", resources: [.copy("App"), .copy("Engine")],
            publicHeadersPath: "."),
        // OpenBLAS is loaded when training first needs it.
        .target(name: "COpenBLAS"),
        .target(name: "CSketchKernels"),
        // Built and linked with the trait MPI only.
        .systemLibrary(name: "CLibMPI", pkgConfig: "mpi-c", providers: [.apt(["libopenmpi-dev"])]),
        .target(name: "CMPI", dependencies: withMPI("CLibMPI")),
        .target(name: "SketchSupport", dependencies: ["CSketchKernels"]),
        .target(name: "SketchCore", dependencies: ["SketchSupport"]),
        .target(
            name: "SketchFormats", dependencies: ["SketchCore", "SketchSupport", "CExpat", "CJSON", "CLibZip", "CZlib"]),
        .target(name: "SketchTracing", dependencies: ["SketchCore", "CPNG", "CScan"]),
        .target(name: "LatentOps", dependencies: ["SketchSupport"]),
        .target(
            name: "SketchInference",
            dependencies: ["LatentOps", "SketchFormats", "SketchCore", "SketchSupport", "CSketchKernels"]),
        .target(
            name: "SketchModels", dependencies: ["SketchInference", "SketchSupport", "ModelFiles"], exclude: ["Resources"]),
        .target(
            name: "SketchEvaluation",
            dependencies: ["LatentOps", "SketchModels", "SketchInference", "SketchCore", "SketchSupport"]),
        .target(
            name: "SketchTraining",
            dependencies: [
                "SketchEvaluation", "SketchInference", "SketchFormats", "SketchCore", "SketchSupport", "COpenBLAS",
                "CSketchKernels",
            ] + withMPI("CMPI")),
        .target(
            name: "SketchRendering",
            dependencies: ["SketchCore", "SketchSupport", "CCairo", "CCairoLoader", "CPNG", "CGIF", "CWebP", "SheetFiles"],
            exclude: ["Web"]),
        .target(
            name: "SketchPlotter", dependencies: ["SketchRendering", "SketchFormats", "SketchCore", "SketchSupport"]),
        .target(
            name: "StudioKit",
            dependencies: [
                "SketchPlotter", "SketchRendering", "SketchTraining", "SketchEvaluation", "LatentOps", "SketchModels",
                "SketchInference", "SketchTracing", "SketchFormats", "SketchCore", "SketchSupport", "PageFiles",
            ],
            exclude: ["Page/Web"]),
        .executableTarget(
            name: "SketchStudio",
            dependencies: [
                "StudioKit", "SketchTraining", "SketchInference", "SketchSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            // Released programs contain Swift's libraries, so that they run where Swift is not installed. The modules of a test
            // cannot be linked like this: tests do not depend on this target, they run the program.
            linkerSettings: [
                .unsafeFlags(
                    ["-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization"],
                    .when(configuration: .release))
            ]),
        .target(
            name: "TestSupport", dependencies: ["SketchCore", "SketchInference", "SketchRendering", "CPNG"],
            path: "Tests/TestSupport", resources: [.copy("Golden")]),
        .testTarget(name: "SketchSupportTests", dependencies: ["SketchSupport", "TestSupport"]),
        .testTarget(name: "SketchCoreTests", dependencies: ["SketchCore", "TestSupport"]),
        .testTarget(
            name: "SketchFormatsTests",
            dependencies: ["SketchFormats", "SketchCore", "SketchSupport", "CZlib", "TestSupport"],
            resources: [.copy("Drawings")]),
        .testTarget(name: "SketchTracingTests", dependencies: ["SketchTracing", "SketchCore", "TestSupport"]),
        .testTarget(
            name: "SketchInferenceTests",
            dependencies: [
                "SketchInference", "SketchModels", "SketchFormats", "SketchCore", "SketchSupport", "CSketchKernels",
                "TestSupport",
            ],
            resources: [.copy("PyTorch")]),
        .testTarget(name: "SketchModelsTests", dependencies: ["SketchModels", "SketchInference", "TestSupport"]),
        .testTarget(name: "LatentOpsTests", dependencies: ["LatentOps", "SketchInference", "TestSupport"]),
        .testTarget(
            name: "SketchEvaluationTests",
            dependencies: [
                "SketchEvaluation", "SketchModels", "SketchInference", "LatentOps", "SketchCore", "TestSupport",
            ]),
        .testTarget(
            name: "SketchTrainingTests",
            dependencies: [
                "SketchTraining", "SketchEvaluation", "SketchModels", "SketchInference", "SketchFormats", "SketchCore",
                "CSketchKernels", "TestSupport",
            ]),
        .testTarget(
            name: "SketchRenderingTests", dependencies: ["SketchRendering", "SketchCore", "SketchSupport", "TestSupport"]),
        .testTarget(
            name: "SketchPlotterTests",
            dependencies: ["SketchPlotter", "SketchRendering", "SketchFormats", "SketchCore", "TestSupport"]),
        // Compares the program's texts with recorded ones: STUDIO_RECORD_SNAPSHOTS=1 swift test -c release --filter SnapshotTests
        .testTarget(
            name: "SnapshotTests",
            dependencies: ["SketchRendering", "SketchInference", "SketchCore", "TestSupport"],
            exclude: ["Snapshots"]),
        // The README's program, compiled with public imports only.
        .testTarget(
            name: "ExampleTests",
            dependencies: ["SketchRendering", "SketchModels", "SketchInference", "SketchFormats"]),
        // Reads the manifest and the sources of the checkout.
        .testTarget(name: "StructureTests"),
        .testTarget(
            name: "StudioKitTests",
            dependencies: [
                "StudioKit", "LatentOps", "SketchPlotter", "SketchRendering", "SketchTraining", "SketchInference",
                "SketchTracing", "SketchFormats", "SketchCore", "SketchSupport", "TestSupport",
            ],
            resources: [.copy("Corpus")]),
        .testTarget(
            name: "SketchStudioTests",
            dependencies: [
                "SketchRendering", "SketchInference", "SketchFormats", "SketchCore", "LatentOps", "TestSupport",
            ],
            resources: [.copy("Page")]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The folder of every module has a README, which is not a source.
for target in package.targets where target.path == nil && [.regular, .executable].contains(target.type) {
    target.exclude.append("README.md")
}
