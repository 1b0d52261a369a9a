import SketchCore
import SketchSupport

/// Rasters of many drawings, for the distance of another drawing to the nearest of them.
public struct DrawingCollection: Sendable {
    /// [drawings * `DrawingRaster.vectorCount`].
    private let vectors: [SIMD16<Float>]
    public let count: Int

    /// - Parameters:
    ///   - drawings: in any unit.
    ///   - threads: at most this many.
    public init(_ drawings: [Stroke3], threads: Int = Threads.automatic) throws {
        let rasters = try drawings.parallelMap(threads: threads) { DrawingRaster($0) }
        vectors = rasters.flatMap(\.vectors)
        count = rasters.count
    }

    /// Each drawing's distance (`DrawingRaster`) to the nearest drawing of the collection; empty for an empty collection.
    public func nearestDistances(of drawings: [Stroke3], threads: Int = Threads.automatic) throws -> [Double] {
        guard count > 0 else { return [] }
        return try drawings.parallelMap(threads: threads) { nearestDistance(of: DrawingRaster($0)) }
    }

    private func nearestDistance(of raster: DrawingRaster) -> Double {
        var best: Float = -1
        vectors.withUnsafeBufferPointer { all in
            raster.vectors.withUnsafeBufferPointer { own in
                for start in stride(from: 0, to: all.count, by: own.count) {
                    var (first, second) = (SIMD16<Float>(), SIMD16<Float>())
                    var k = 0
                    while k + 1 < own.count {
                        first += all[start + k] * own[k]
                        second += all[start + k + 1] * own[k + 1]
                        k += 2
                    }
                    if k < own.count { first += all[start + k] * own[k] }
                    best = max(best, (first + second).sum())
                }
            }
        }
        return DrawingRaster.distance(product: best)
    }
}
