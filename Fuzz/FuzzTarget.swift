import Foundation

/// libFuzzer's entry point. `FUZZ_READER` names the reader; see Tests/StudioKitTests/Readers/Reader.swift.
private let reader: Reader = {
    let name = ProcessInfo.processInfo.environment["FUZZ_READER"] ?? ""
    guard let reader = Reader(rawValue: name) else {
        FileHandle.standardError.write(
            Data("FUZZ_READER must be one of \(Reader.allCases.map(\.rawValue).joined(separator: ", "))\n".utf8))
        exit(64)
    }
    return reader
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
    do { try reader.read(bytes) } catch { _ = "\(error)".utf8.count }
    return 0
}
