extension SVGScene {
    /// Draws a text, or adds a part of one.
    mutating func drawText(
        _ index: Int, _ place: SVGTextPlace, _ state: State, _ located: (Fault) -> LocatedFault
    ) throws {
        var state = state
        state.font.keepsSpace = place.keepsSpace ?? state.font.keepsSpace
        if place.isIncomplete { skipped["text properties", default: 0] += 1 }
        let isWhole = text == nil
        if isWhole { text = (SVGTextLayout(), []) }
        text?.layout.enter(place)
        try drawChildren(of: index, state)
        guard isWhole, let (layout, states) = text else { return }
        text = nil
        guard let pieces = choice.textOutliner.flatMap(layout.placed) else {
            skipped["texts", default: 0] += 1
            return
        }
        for piece in pieces {
            if let family = piece.missingFamily { missingFamilies.insert(family) }
            missingGlyphs += piece.missingGlyphs
            guard !piece.subpaths.isEmpty else { continue }
            try add(.path(piece.subpaths), states[piece.style], located)
        }
    }
}
