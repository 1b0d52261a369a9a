import Foundation
import StudioKit

/// A temporary folder with two drawings, for jobs that run in this process.
struct JobFolder {
    let url: URL

    static func with(_ body: (JobFolder) throws -> Void) throws {
        let folder = JobFolder(url: FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString))
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder.url) }
        try folder.write(#"{"word":"cat","drawing":[[[0,80,255,200,60,0],[90,0,100,255,240,90]]]}"#, "cat.json")
        try folder.write(
            #"{"word":"pig","drawing":[[[10,90,200,120,10],[0,30,120,200,0]],[[60,70,60],[60,70,80]]]}"#, "pig.json")
        try body(folder)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(name))
    }

    func data(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }
}
