import SketchSupport
import Testing

@Suite struct QuantileTests {
    @Test func quantilesAreElements() {
        let values = Array(1...11)
        #expect(Quantile.value(0, ofSorted: values) == 1 && Quantile.value(1, ofSorted: values) == 11)
        #expect(Quantile.value(0.5, ofSorted: values) == 6)
        #expect(Quantile.value(0.5, ofSorted: [1, 2, 3, 4]) == 2)
        #expect(Quantile.value(0.99, ofSorted: values) == 10)
        #expect(Quantile.value(0.3, ofSorted: [7]) == 7)
        #expect(Quantile.value(0.3, ofSorted: [Int]()) == nil)
    }

    @Test func quantilesFollowTheirPartOfTheList() {
        let values = Array(1...10)
        #expect(Quantile.value(after: 0, ofSorted: values) == 1 && Quantile.value(after: 1, ofSorted: values) == 10)
        #expect(Quantile.value(after: 0.5, ofSorted: [1, 2, 3, 4]) == 3)
        #expect(Quantile.value(after: 0.3, ofSorted: [Int]()) == nil)
        for count in 1...2000 {
            #expect(Quantile.value(after: 0.9, ofSorted: Array(0..<count)) == count * 9 / 10)
        }
    }
}
