import SketchModels
import StudioKit
import Testing

/// The diagnosis of an installation.
@Suite struct DoctorJobTests {
    /// The numbers of the release are those of the standard model; they change with it.
    @Test func theSelfTestKnowsTheStandardModel() throws {
        let name = try #require(BuiltInModels.standardName)
        let hashes = try SelfTest.hashes(BuiltInModels.model(named: name))
        #expect(Dictionary(uniqueKeysWithValues: hashes.map { ($0.name, $0.hash) }) == SelfTest.expected)
    }

    @Test func anotherModelFailsTheSelfTest() throws {
        let test = try SelfTest(BuiltInModels.model(named: "cat-pig"))
        #expect(test.parts.count == 3 && test.parts.allSatisfy { !$0.isRight })
    }

    @Test func theDiagnosisNamesEveryModel() throws {
        let diagnosis = try DoctorJob().run(Reporter())
        for name in BuiltInModels.names { #expect(diagnosis.jsonText.contains("\"\(name)\":\"")) }
        #expect(diagnosis.isFailure == !diagnosis.problems.isEmpty)
        #expect(diagnosis.lines.count == 9 + diagnosis.problems.count)
    }
}
