import LatentOps
import Testing

@Suite struct LatentExpressionTests {
    private let latents: [String: [Float]] = [
        "a": [1, 2], "b": [10, 20], "c": [100, 200], "cat-head.json": [1, 1], "my cat's": [5, 5], "2": [7, 7],
    ]

    @Test(
        arguments: [
            ("a", [1, 2]), ("a + b - c", [-89, -178]), ("a - (b - c)", [91, 182]), ("2*a", [2, 4]), ("a*2", [2, 4]),
            ("-a", [-1, -2]), ("--a", [1, 2]), ("a - -b", [11, 22]), ("a -b", [-9, -18]), ("0.5*(b - a) + 2*3*a", [10.5, 21]),
            ("cat-head.json + 0.5*(b - a)", [5.5, 10]), ("\"my cat's\"+a", [6, 7]), ("'2' * 2", [14, 14]), ("1e1*a", [10, 20]),
            ("(2 - 3 + .5)*b", [-5, -10]), ("b \u{D7} 2 \u{2212} a", [19, 38]), ("2*-a", [-2, -4]),
        ] as [(String, [Float])])
    func expressionsHaveTheirValue(text: String, result: [Float]) throws {
        #expect(try LatentExpression(text).value(latents) == result)
    }

    @Test func analogiesAddADifference() throws {
        let analogy = LatentExpression(analogy: "a", "b", "c")
        #expect(try analogy.value(latents) == LatentExpression("c + (b - a)").value(latents))
        #expect(try analogy.symbols == LatentExpression("c + (b - a)").symbols)
        #expect(analogy.names == ["c", "b", "a"])
        let error = try #require(throws: LatentExpressionError.self) { _ = try analogy.value(["a": [1], "c": [2]]) }
        #expect(Array(analogy.text)[error.offset] == "b", "\(error)")
        #expect(try LatentExpression("a + b + a").names == ["a", "b"])
    }

    /// The caret is below the fault.
    @Test(arguments: [
        ("", 0, "expected a drawing"), ("a +", 3, "expected a drawing"), ("a + * b", 4, "expected a drawing"),
        ("a b", 2, "operator"), ("(a", 2, "closing parenthesis"), ("a)", 1, "no opening parenthesis"),
        ("a + 'x", 4, "not closed"), ("a + ''", 4, "quoted name is empty"), ("2*3", 0, "result is a number"),
        ("a*b", 1, "cannot be multiplied"), ("a + 1", 2, "cannot be added"), ("b - a - 2", 6, "cannot be subtracted"),
        ("()", 1, "expected a drawing"), ("a + dog", 4, "'dog' has no latent"),
        ("2*'no cat'", 2, "'no cat' has no latent"),
    ])
    func faultsAreLocated(text: String, offset: Int, reason: String) throws {
        let error = try #require(throws: LatentExpressionError.self) { _ = try LatentExpression(text).value(latents) }
        #expect(error.offset == offset && error.detail.contains(reason), "\(error)")
        let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 3 && lines[2].count == 2 + offset + 1)
    }

    @Test func sizesAndOverflowsAreErrors() throws {
        #expect(throws: LatentOpsError.sizesDiffer(2, 3)) {
            try LatentExpression("a + d").value(["a": [1, 2], "d": [1, 2, 3]])
        }
        #expect(throws: LatentOpsError.nonFinite(index: 0)) { try LatentExpression("1e300*1e300*a").value(latents) }
        #expect(throws: LatentExpressionError.self) {
            try LatentExpression(String(repeating: "(", count: 5000) + "a").value(latents)
        }
        #expect(throws: LatentExpressionError.self) { try LatentExpression(String(repeating: "-", count: 20_000)) }
    }
}

@Suite struct LatentGridTests {
    @Test func cornersAreExactAndSidesAreArcs() throws {
        let (a, b, c, d): ([Float], [Float], [Float], [Float]) = ([1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, -2])
        let grid = try LatentGrid(corners: (a, b, c, d), size: 5)
        #expect(grid.points.count == 25 && grid.positions == [0, 0.25, 0.5, 0.75, 1])
        #expect(grid.points[0] == a && grid.points[4] == b && grid.points[20] == c && grid.points[24] == d)
        #expect(try Array(grid.points[0..<5]) == LatentPath.slerp.points(from: a, to: b, steps: 5))
        let left = stride(from: 0, to: 25, by: 5).map { grid.points[$0] }
        #expect(try left == LatentPath.slerp.points(from: a, to: c, steps: 5))
        let flat = try LatentGrid(corners: ([0, 0], [2, 0], [0, 2], [2, 2]), size: 3, path: .lerp)
        #expect(flat.points[4] == [1, 1])
        #expect(throws: LatentOpsError.stepCount(1, allowed: 2...1000)) { try LatentGrid(corners: (a, b, c, d), size: 1) }
        #expect(throws: LatentOpsError.self) { try LatentGrid(corners: (a, b, c, [1]), size: 3) }
    }
}
