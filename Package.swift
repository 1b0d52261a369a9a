// swift-tools-version: 6.1
import PackageDescription

// Imports run one way: SketchStudio -> {LatentOps, SketchTraining, SketchRendering} -> SketchInference
// -> SketchData -> C targets. SketchRendering knows drawings only, never a model.
let package = Package(
    name: "SketchStudio",
    products: [
        .executable(name: "studio", targets: ["SketchStudio"]),
        .library(name: "SketchData", targets: ["SketchData"]),
        .library(name: "SketchInference", targets: ["SketchInference"]),
        .library(name: "SketchTraining", targets: ["SketchTraining"]),
        .library(name: "LatentOps", targets: ["LatentOps"]),
        .library(name: "SketchRendering", targets: ["SketchRendering"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(
            name: "CCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libcairo2-dev", "libpango1.0-dev"])]),
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(
            name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(
            name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(
            name: "CSimdJSON", pkgConfig: "simdjson", providers: [.apt(["libsimdjson-dev"])]),
        .target(name: "CPNG", dependencies: ["CLibPNG"]),
        .target(name: "CJSON", dependencies: ["CSimdJSON"]),
        .target(name: "CSketchKernels"),
        .target(name: "SketchData", dependencies: ["CExpat", "CJSON", "CLibZip"]),
        .target(
            name: "SketchInference", dependencies: ["SketchData", "CSketchKernels"],
            resources: [.copy("Resources/Models")]),
        .target(
            name: "SketchTraining",
            dependencies: ["SketchInference", "SketchData", "COpenBLAS", "CSketchKernels"]),
        .target(name: "LatentOps", dependencies: ["SketchInference", "SketchData"]),
        .target(name: "SketchRendering", dependencies: ["SketchData", "CCairo", "CPNG"]),
        .executableTarget(
            name: "SketchStudio",
            dependencies: [
                "LatentOps", "SketchTraining", "SketchRendering", "SketchInference", "SketchData",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "training-benchmark",
            dependencies: ["SketchTraining", "SketchInference", "SketchData", "COpenBLAS"],
            path: "Benchmarks/Training"),
        .executableTarget(
            name: "round-trip-check", dependencies: ["SketchData"], path: "Benchmarks/RoundTrip"),
        .executableTarget(
            name: "formats-benchmark", dependencies: ["SketchData"], path: "Benchmarks/Formats"),
        .target(
            name: "TestSupport", dependencies: ["SketchData", "SketchInference"],
            path: "Tests/TestSupport", resources: [.copy("Golden")]),
        .testTarget(name: "SketchDataTests", dependencies: ["SketchData", "TestSupport"]),
        .testTarget(
            name: "SketchInferenceTests",
            dependencies: ["SketchInference", "SketchData", "CSketchKernels", "TestSupport"]),
        .testTarget(name: "SketchTrainingTests", dependencies: ["SketchTraining", "SketchInference", "SketchData", "TestSupport"]),
        .testTarget(name: "LatentOpsTests", dependencies: ["LatentOps", "SketchInference", "TestSupport"]),
        .testTarget(name: "SketchRenderingTests", dependencies: ["SketchRendering", "TestSupport"]),
        .testTarget(
            name: "ReaderTests",
            dependencies: ["SketchStudio", "LatentOps", "SketchRendering", "SketchInference", "SketchData"],
            resources: [.copy("Corpus"), .copy("Drawings")]),
        .testTarget(name: "SketchStudioTests", dependencies: ["SketchStudio", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
