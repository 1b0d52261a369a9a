// swift-tools-version: 6.1
import PackageDescription

// What `make benchmark` runs. A separate package, so that the root manifest describes only the product.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "SketchStudio", path: "..")],
    targets: [
        .target(name: "CCeilings", path: "Ceilings"),
        .executableTarget(
            name: "speed-benchmark",
            dependencies: [
                "CCeilings",
                .product(name: "COpenBLAS", package: "SketchStudio"),
                .product(name: "CSketchKernels", package: "SketchStudio"),
                .product(name: "SketchCore", package: "SketchStudio"),
                .product(name: "SketchInference", package: "SketchStudio"),
                .product(name: "SketchModels", package: "SketchStudio"),
                .product(name: "SketchRendering", package: "SketchStudio"),
                .product(name: "SketchTraining", package: "SketchStudio"),
            ],
            path: "Speed"),
        .executableTarget(
            name: "training-benchmark",
            dependencies: [
                .product(name: "COpenBLAS", package: "SketchStudio"),
                .product(name: "CSketchKernels", package: "SketchStudio"),
                .product(name: "SketchCore", package: "SketchStudio"),
                .product(name: "SketchInference", package: "SketchStudio"),
                .product(name: "SketchTraining", package: "SketchStudio"),
            ],
            path: "Training"),
        .executableTarget(
            name: "round-trip-check",
            dependencies: [
                .product(name: "SketchCore", package: "SketchStudio"),
                .product(name: "SketchFormats", package: "SketchStudio"),
            ],
            path: "RoundTrip"),
        .executableTarget(
            name: "formats-benchmark",
            dependencies: [
                .product(name: "SketchCore", package: "SketchStudio"),
                .product(name: "SketchFormats", package: "SketchStudio"),
            ],
            path: "Formats"),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
