import Foundation
import SketchInference
import SketchSupport
import Testing

@Suite struct PhiloxTests {
    /// The known answers published with Random123 (kat_vectors, philox4x32 with 10 rounds).
    @Test(arguments: [
        KnownAnswer([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
        KnownAnswer(
            [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
        KnownAnswer(
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
    ])
    func knownAnswers(_ known: KnownAnswer) {
        #expect(Philox.block(counter: known.counter, key: known.key) == known.block)
    }

    struct KnownAnswer: Sendable {
        let counter: SIMD4<UInt32>
        let key: SIMD2<UInt32>
        let block: SIMD4<UInt32>

        init(_ counter: SIMD4<UInt32>, _ key: SIMD2<UInt32>, _ block: SIMD4<UInt32>) {
            self.counter = counter
            self.key = key
            self.block = block
        }
    }

    @Test func streamsAndSeedsAndCountersDiffer() {
        let base = Philox(seed: 1, stream: 2).block(3)
        #expect(base == Philox(seed: 1, stream: 2).block(3))
        #expect(base != Philox(seed: 2, stream: 2).block(3))
        #expect(base != Philox(seed: 1, stream: 3).block(3))
        #expect(base != Philox(seed: 1, stream: 2).block(4))
        #expect(Philox(seed: 1 << 40, stream: 0).block(0) != Philox(seed: 0, stream: 0).block(0))
        #expect(Philox(seed: 0, stream: 1 << 40).block(0) != Philox(seed: 0, stream: 0).block(0))
    }

    @Test func uniformsAreInTheHalfOpenInterval() {
        let source = Philox(seed: 7, stream: 0)
        var sum = 0.0
        for n in 0..<20_000 as Range<UInt64> {
            let (u, v) = source.uniforms(n)
            #expect(u >= 0 && u < 1 && v >= 0 && v < 1)
            sum += u + v
        }
        #expect(abs(sum / 40_000 - 0.5) < 0.006)
    }

    @Test func normalsHaveTheMomentsOfTheNormalDistribution() {
        var sequence = PhiloxSequence(seed: 3, stream: 9)
        let draws = sequence.nextNormals(200_001).map(Double.init)
        #expect(draws.count == 200_001)
        let n = Double(draws.count)
        let mean = draws.reduce(0, +) / n
        let variance = draws.reduce(0) { $0 + $1 * $1 } / n
        let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / n
        #expect(abs(mean) < 0.01)
        #expect(abs(variance - 1) < 0.02)
        #expect(abs(fourth - 3) < 0.12)
    }

    @Test func logarithmAndAnglesAgreeWithTheSystemLibrary() {
        var sequence = PhiloxSequence(seed: 5, stream: 0)
        for _ in 0..<20_000 {
            let u = sequence.nextUniform()
            let x = 1 - u
            #expect(abs(PortableMath.log(x) - log(x)) <= 2 * max(abs(log(x)).ulp, 0x1p-60))
            let turn = PortableMath.sineCosine(turns: u)
            #expect(abs(turn.sine - sin(2 * .pi * u)) < 1e-15)
            #expect(abs(turn.cosine - cos(2 * .pi * u)) < 1e-15)
        }
        #expect(PortableMath.log(1) == 0)
        #expect(StandardNormal.pair(0, 0) == (0, 0))
    }

    @Test func aResumedSequenceContinues() {
        var whole = PhiloxSequence(seed: 11, stream: 4)
        _ = whole.nextNormals(5)
        var resumed = PhiloxSequence(seed: 11, stream: 4, position: whole.position)
        #expect(whole.next() == resumed.next())
        #expect(whole.nextUniform() == resumed.nextUniform())
    }
}
