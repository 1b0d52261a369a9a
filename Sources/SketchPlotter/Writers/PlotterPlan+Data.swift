import FoundationEssentials

extension PlotterPlan {
    /// Returns the content of a plotter file. The same plan and profile give the same bytes.
    public func data(for profile: PlotterProfile) -> Data {
        let text =
            switch profile.format {
            case .svg: PlotterSVG.text(self)
            case .hpgl: HPGL.text(self, profile)
            case .gcode: GCode.text(self, profile)
            }
        return Data(text.utf8)
    }
}
