import Foundation
import StudioKit
import Testing

@Suite struct GalleryTests {
    @Test func everyEntryIsAJobAndAppearsOnThePage() {
        for entry in GalleryJob.entries {
            for file in entry.files { #expect(PictureJobs.job(of: file.command) != nil, "\(file.name)") }
            #expect(GalleryJob.page.contains("studio \(entry.command) --output \(entry.shown)"))
            #expect(entry.title.first?.isUppercase == true && entry.caption.hasSuffix("."))
        }
        #expect(Set(GalleryJob.entries.map(\.name)).count == GalleryJob.entries.count)
    }
}
