import Foundation

private let environment = ProcessInfo.processInfo.environment

/// libFuzzer's entry point. `FUZZ_READER` names the reader; see Tests/StudioKitTests/Readers/Reader.swift. The reader
/// `npz-structure` is `npz`, and `latents` for archives of latents, with archives that `ArchiveComposer` makes.
private let (readers, composes): ([Reader], Bool) = {
    let name = environment["FUZZ_READER"] ?? ""
    if name == "npz-structure" { return ([.npz, .latents], true) }
    guard let reader = Reader(rawValue: name) else {
        FileHandle.standardError.write(
            Data("FUZZ_READER must be npz-structure or one of \(Reader.allCases.map(\.rawValue).joined(separator: ", "))\n".utf8))
        exit(64)
    }
    return ([reader], false)
}()

/// The file to which the last composed archive is written, for the corpus.
private let composed = environment["FUZZ_ARCHIVE"]

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    var bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if composes {
        var composer = ArchiveComposer(bytes)
        bytes = composer.archive()
        if let composed { FileManager.default.createFile(atPath: composed, contents: Data(bytes)) }
    }
    for reader in readers {
        do { try reader.read(bytes) } catch { _ = "\(error)".utf8.count }
    }
    return 0
}
