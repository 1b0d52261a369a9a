import Glibc

/// A floating-point type with the functions that the mixture density needs, as the C library computes them.
@usableFromInline
package protocol ElementaryFunctions: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    static func exp(_ x: Self) -> Self
    static func log(_ x: Self) -> Self
    static func tanh(_ x: Self) -> Self
}

extension Float: ElementaryFunctions {
    @inlinable package static func exp(_ x: Float) -> Float { Glibc.exp(x) }
    @inlinable package static func log(_ x: Float) -> Float { Glibc.log(x) }
    @inlinable package static func tanh(_ x: Float) -> Float { Glibc.tanh(x) }
}

extension Double: ElementaryFunctions {
    @inlinable package static func exp(_ x: Double) -> Double { Glibc.exp(x) }
    @inlinable package static func log(_ x: Double) -> Double { Glibc.log(x) }
    @inlinable package static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
}
