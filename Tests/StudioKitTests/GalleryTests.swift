import StudioKit
import Testing

@Suite struct GalleryTests {
    @Test func everyEntryIsAJobAndAppearsOnThePage() {
        for entry in GalleryJob.entries {
            #expect(PictureJobs.job(of: entry.command) != nil, "\(entry.name)")
            #expect(GalleryJob.page.contains("studio \(entry.command) --output \(entry.name).png"))
            #expect(entry.title.first?.isUppercase == true && entry.caption.hasSuffix("."))
        }
        #expect(Set(GalleryJob.entries.map(\.name)).count == GalleryJob.entries.count)
    }
}
