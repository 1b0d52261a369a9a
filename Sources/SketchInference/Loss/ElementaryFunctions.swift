import Foundation

/// A floating-point type with the functions that the mixture density needs, as the C library computes them.
@usableFromInline
package protocol ElementaryFunctions: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    static func exp(_ x: Self) -> Self
    static func log(_ x: Self) -> Self
    static func tanh(_ x: Self) -> Self
}

extension Float: ElementaryFunctions {
    @inlinable package static func exp(_ x: Float) -> Float { Foundation.exp(x) }
    @inlinable package static func log(_ x: Float) -> Float { Foundation.log(x) }
    @inlinable package static func tanh(_ x: Float) -> Float { Foundation.tanh(x) }
}

extension Double: ElementaryFunctions {
    @inlinable package static func exp(_ x: Double) -> Double { Foundation.exp(x) }
    @inlinable package static func log(_ x: Double) -> Double { Foundation.log(x) }
    @inlinable package static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
}
