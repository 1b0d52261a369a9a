import Foundation
import SketchCore
import SketchPlotter
import SketchRendering
import Testing

/// Whole files, so that a change of any byte is seen.
@Suite struct PlotterFileTests {
    private func text(_ profile: PlotterProfile, pens: Int? = nil) throws -> String {
        var settings = PlotterSettings()
        settings.pens = pens
        let ink = [
            PlotterInk(
                points: [Point(x: 10, y: 10), Point(x: 20, y: 10), Point(x: 20, y: 15.5)], colour: .black, part: "a \"<b>\""),
            PlotterInk(points: [Point(x: 50, y: 30)], colour: .black),
            PlotterInk(
                points: [(30.0, 20.0), (40, 20), (35, 28.00004), (30, 20)].map { Point(x: $0.0, y: $0.1) }, colour: Palette.red,
                part: "(c)"),
        ]
        let plan = try PlotterPlan(ink, width: 60, height: 40, title: "A & B", profile: profile, settings: settings)
        return String(decoding: plan.data(for: profile), as: UTF8.self)
    }

    @Test func svgHasALayerForEachPen() throws {
        #expect(
            try text(#require(PlotterProfile.builtIn("svg"))) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" \
                width="60mm" height="40mm" viewBox="0 0 60 40">
                <title>A &amp; B</title>
                <g inkscape:groupmode="layer" id="layer1" inkscape:label="1 #000000, a &quot;&lt;b&gt;&quot;" fill="none" \
                stroke="#000000" stroke-width="0.3" stroke-linecap="round" stroke-linejoin="round">
                <path d="M10 10L20 10L20 15.5"/>
                <path d="M50 30L50 30"/>
                </g>
                <g inkscape:groupmode="layer" id="layer2" inkscape:label="2 #FF6666, (c)" fill="none" stroke="#FF6666" \
                stroke-width="0.3" stroke-linecap="round" stroke-linejoin="round">
                <path d="M30 20L40 20L35 28Z"/>
                </g>
                </svg>

                """)
    }

    @Test func hpglHasWholeUnitsAndYUp() throws {
        #expect(
            try text(#require(PlotterProfile.builtIn("hpgl"))) == """
                IN;
                VS20;
                SP1;
                PU400,1200;
                PD800,1200,800,980;
                PU;
                PU2000,400;
                PD;
                PU;
                SP2;
                PU1200,800;
                PD1600,800,1400,480,1200,800;
                PU;
                SP0;

                """)
    }

    @Test func gCodeFollowsTheProfile() throws {
        #expect(
            try text(#require(PlotterProfile.builtIn("grbl-servo")), pens: 2) == """
                ; studio: 60 x 40 mm, profile grbl-servo
                G21
                G90
                M3 S40
                G4 P0.15
                ; pen 1 #000000, a "<b>"
                G0 X10 Y30 F6000
                M3 S90
                G4 P0.15
                G1 X20 Y30 F3000
                G1 X20 Y24.5
                M3 S40
                G4 P0.15
                G0 X50 Y10 F6000
                M3 S90
                G4 P0.15
                M3 S40
                G4 P0.15
                M0
                ; pen 2 #FF6666, ?c?
                G0 X30 Y20 F6000
                M3 S90
                G4 P0.15
                G1 X40 Y20 F3000
                G1 X35 Y12
                G1 X30 Y20
                M3 S40
                G4 P0.15
                G0 X0 Y0

                """)
    }

    @Test func unitsAxesAndLiftsAreThoseOfTheProfile() throws {
        let profile = try PlotterProfile(
            json: Data(
                """
                {"format": "gcode", "units": "in", "y_axis": "down", "origin": "top-left", "dwell_up": 0.5, "dwell_down": 0,
                 "dwell_unit": "ms", "pen": {"kind": "z", "up": 0.2, "down": -0.01, "feed": 20}, "pens": 1, "feed": 2540,
                 "begin": ["G54"], "end": ["M2"]}
                """.utf8), file: "mine.json")
        let lines = try text(profile).split(separator: "\n")
        #expect(
            lines.prefix(7) == [
                "; studio: 60 x 40 mm, profile mine.json", "G20", "G90", "G54", "G0 Z0.2", "G4 P500",
                "; pen 1 #000000 and #FF6666, a \"<b>\" and ?c?",
            ])
        #expect(lines.contains("G1 Z-0.01 F20") && lines.contains("G0 X0.3937 Y0.3937 F236.2205") && lines.last == "M2")
        #expect(lines.contains("G1 X0.7874 Y0.3937 F100"))
    }
}

@Suite struct PlotterProfileTests {
    private func profile(_ json: String) throws -> PlotterProfile { try PlotterProfile(json: Data(json.utf8), file: "p.json") }

    @Test func aProfileChangesItsBase() throws {
        let profile = try profile(
            #"{"base": "grbl-z", "name": "mine", "pens": 3, "area": [300, 200], "pen": {"kind": "code", "up": ["M5"], "down": ["M4", "M8"]}}"#
        )
        var expected = try #require(PlotterProfile.builtIn("grbl-z"))
        (expected.name, expected.pens, expected.area) = ("mine", 3, .init(width: 300, height: 200))
        expected.penLift = .code(up: ["M5"], down: ["M4", "M8"])
        #expect(profile == expected)
    }

    @Test(arguments: [
        (#"[]"#, "the profile must be an object"), (#"{"#, "it is not JSON: a value is truncated or malformed"),
        (#"{}"#, #""base" or "format" is missing"#), (#"{"base": "axi"}"#, #""base" must be one of svg, axidraw"#),
        (#"{"base": "svg", "format": "svg"}"#, #""base" and "format" exclude each other"#),
        (#"{"format": "dxf"}"#, #""format" must be one of svg, hpgl, gcode"#),
        (#"{"base": "svg", "sped": 3}"#, #""sped" is not a key of the profile"#),
        (#"{"base": "svg", "feed": 3, "feed": 4}"#, #""feed" is given twice"#),
        (#"{"base": "svg", "feed": "3"}"#, #""feed" must be from 1 to 1000000"#),
        (#"{"base": "svg", "feed": 0.5}"#, #""feed" must be from 1 to 1000000"#),
        (#"{"base": "svg", "pens": 1.5}"#, #""pens" must be a whole number"#),
        (#"{"base": "svg", "pens": 65}"#, #""pens" must be from 1 to 64"#),
        (#"{"base": "svg", "origin": "centre"}"#, #""origin" has no meaning in the format svg"#),
        (#"{"base": "hpgl", "pen": {}}"#, #""pen" has no meaning in the format hpgl"#),
        (#"{"base": "hpgl", "area": [1]}"#, #""area" must be 2 numbers"#),
        (#"{"base": "hpgl", "area": [1, 2, 3]}"#, #""area" must be 2 numbers"#),
        (#"{"base": "hpgl", "area": [1, 1e9]}"#, #""area" must be from 1 to 20000"#),
        (#"{"base": "grbl-z", "pen": {"up": 1}}"#, #""kind" of "pen" is missing"#),
        (#"{"base": "grbl-z", "pen": {"kind": "servo", "up": 1}}"#, #""down" of "pen" is missing"#),
        (#"{"base": "grbl-z", "pen": {"kind": "servo", "up": 1, "down": 2, "feed": 3}}"#, #""feed" is not a key of "pen""#),
        (#"{"base": "grbl-z", "pen": {"kind": "code", "up": ["M5"]}}"#, #""up" and "down" of "pen" are needed"#),
        (#"{"base": "grbl-z", "pen": {"kind": "servo", "up": 9, "down": 9}}"#, #""up" and "down" of "pen" must differ"#),
        (#"{"base": "grbl-z", "pen": {"kind": "z", "up": 0, "down": 0, "feed": 3}}"#, #""up" and "down" of "pen" must differ"#),
        (#"{"base": "grbl-z", "begin": "G28"}"#, #""begin" must be up to 100 lines"#),
        (#"{"base": "grbl-z", "begin": ["G28\nM30"]}"#, #""begin" must be up to 100 lines"#),
        (#"{"base": "grbl-z", "pause": [1]}"#, #""pause" must be up to 100 lines"#),
        (#"{"base": "grbl-z", "name": "\u0007"}"#, #""name" must be a text of 1 to 60 printable"#),
    ]) func faultsAreRefusedWithTheirReason(json: String, reason: String) throws {
        do {
            _ = try profile(json)
            Issue.record("\(json) was accepted")
        } catch PlotterError.badProfile(let file, let found) {
            #expect(file == "p.json" && found.hasPrefix(reason), "\(found)")
        }
    }

    @Test func builtInProfilesHaveNamesOfTheirOwn() {
        #expect(Set(PlotterProfile.builtIn.map(\.name)).count == PlotterProfile.builtIn.count)
        for format in PlotterProfile.Format.allCases {
            for name in format.extensions { #expect(PlotterProfile.standard(forExtension: name)?.format == format) }
        }
        #expect(throws: PlotterError.unknownProfile("grbl")) { try PlotterProfile(nameOrPath: "grbl") }
    }
}
