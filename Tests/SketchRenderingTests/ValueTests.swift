import Foundation
import SketchRendering
import Testing

@Suite("Lengths, colours, formats, recipes")
struct ValueTests {
    @Test(arguments: [
        ("12mm", 12 * 72 / 25.4), ("3in", 216.0), ("400px", 300.0), (" 1.5 IN ", 108.0), ("2.54cm", 72.0), ("96", 72.0),
    ])
    func lengthsAreParsed(text: String, points: Double) throws {
        #expect(abs(try Length(parsing: text).points - points) < 1e-9)
    }

    @Test(arguments: ["", "mm", "12km", "-3mm", "nan", "inf", "1e999px", "0x10px", "12 m m"])
    func otherTextIsNotALength(text: String) {
        #expect(throws: RenderingError.badLength(text)) { try Length(parsing: text) }
    }

    @Test func lengthsAreDescribedInTheirUnit() throws {
        #expect(try Length(parsing: "12.50 mm").description == "12.5mm")
    }

    @Test func numbersHaveNoExponentAndNoTrailingZeros() {
        #expect(PlainNumber.text(-0.0001, decimals: 3) == "0")
        #expect(PlainNumber.text(1.0405, decimals: 3) == "1.041" || PlainNumber.text(1.0405, decimals: 3) == "1.04")
        #expect(PlainNumber.text(-2.05, decimals: 2) == "-2.05")
        #expect(PlainNumber.text(.nan, decimals: 2) == "0")
        #expect(PlainNumber.text(1e300, decimals: 9) == "1000000000")
        #expect(PlainNumber.fixed(0.1, decimals: 2) == "0.10")
    }

    @Test func palettesHaveExactEnds() {
        #expect(Palette.temperature(0).hex == "#3399FF")
        #expect(Palette.temperature(1).hex == "#FF6666")
        #expect(Palette.temperature(0.5).hex == "#9980B3")
        #expect(Palette.interpolation(0).hex == "#FF66B2")
        #expect(Palette.interpolation(1).hex == "#3399FF")
        #expect(Palette.interpolation(.nan) == Palette.pink)
        #expect(Palette.temperatures([0.5, 0.5]) == [Palette.blue, Palette.blue])
        #expect(Palette.temperatures([1, 0.1]) == [Palette.red, Palette.blue])
    }

    /// The midpoint of a slerp is the sum of the vectors, divided by twice the cosine of half the angle.
    @Test func interpolationIsSpherical() {
        let a = [1.0, 0x66 / 255.0, 0xB2 / 255.0]
        let b = [0x33 / 255.0, 0x99 / 255.0, 1.0]
        func dot(_ u: [Double], _ v: [Double]) -> Double { zip(u, v).reduce(0) { $0 + $1.0 * $1.1 } }
        let angle = acos(dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot())
        let middle = Palette.interpolation(0.5)
        for (value, (x, y)) in zip([middle.red, middle.green, middle.blue], zip(a, b)) {
            #expect(abs(value - min(1, (x + y) / (2 * cos(angle / 2)))) < 1e-12)
        }
    }

    @Test func coloursAreParsed() throws {
        #expect(try Colour(parsing: "#3399ff") == Palette.blue)
        #expect(throws: RenderingError.badColour("#39F")) { try Colour(parsing: "#39F") }
    }

    @Test func theExtensionSelectsTheFormat() throws {
        #expect(try PictureFormat(path: "out/a.PNG") == .png)
        #expect(try PictureFormat(path: "a.b.svg") == .svg)
        #expect(throws: RenderingError.unknownFormat(path: "a.gif")) { try PictureFormat(path: "a.gif") }
        #expect(throws: RenderingError.unknownFormat(path: "png")) { try PictureFormat(path: "png") }
    }

    @Test func recipesAreJSONWithOrderedKeys() throws {
        let text = Fixtures.recipe.jsonText
        #expect(text.hasPrefix(#"{"program":"studio","version":"0.1.0","command":"#))
        #expect(text.contains(#""seed":7,"settings":{"steps":3,"fit":"common"}"#))
        #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
        #expect(
            RecipeValue.list([.text("a\"\\\n\u{1}"), .number(.nan), .flag(true), .number(0.5)]).json
                == #"["a\"\\\n\u0001",null,true,0.5]"#)
        #expect(RecipeValue.text("\u{FFFE}\u{10FFFF}").json == #""\ufffe\udbff\udfff""#)
        #expect(Recipe(version: "", command: "", seed: .max).jsonText.contains(#""seed":"18446744073709551615""#))
    }
}

@Suite struct CSSColourTests {
    @Test(arguments: [
        ("#f00", "#FF0000"), ("#3399ff", "#3399FF"), ("#3399FF80", "#3399FF"), ("rgb(0, 128,255)", "#0080FF"),
        ("rgb(100% 0% 50% / 0.5)", "#FF0080"), ("hsl(120, 100%, 25%)", "#008000"), ("hsl(-120deg 100% 50%)", "#0000FF"),
        (" Tomato ", "#FF6347"), ("rebeccapurple", "#663399"), ("darkgrey", "#A9A9A9"),
    ]) func coloursOfStyleSheetsAreParsed(text: String, hex: String) {
        #expect(Colour(css: text)?.hex == hex)
    }

    @Test(arguments: ["", "none", "transparent", "#12", "#ggg", "rgb(1,2)", "lab(1 2 3)", "tomatoes", "rgb(1,2,nan)"])
    func otherTextsAreNotColours(text: String) { #expect(Colour(css: text) == nil) }
}
