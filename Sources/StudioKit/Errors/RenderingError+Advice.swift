import SketchRendering

extension RenderingError: Advised {
    package var advice: String? {
        switch self {
        case .unknownFormat: "Use the extension \(PictureFormat.extensionList)."
        case .badLength: "Write a number with px, mm, cm or in, for example 20mm."
        case .badPage: "Write A0 to A6, letter, legal, 16:9, 4:3, 1:1 or a width and a height, for example 1080x1080 or 86x60mm."
        case .badColour: "Write six hexadecimal digits, for example #3399FF."
        case .tooLarge(.png, _, _, _): "Use a lower --dpi, a smaller --cell or fewer drawings, or write SVG."
        case .tooLarge: "Use a smaller --cell or fewer drawings."
        case .drawingFailed: "Use a smaller --cell or another format."
        case .noFont: "Install one, such as the package fonts-dejavu-core, or use --no-labels."
        case .noTextThreads: "Raise the limits on processes and address space, or use --no-labels."
        case .tooManyFrames: "Use a smaller --size, fewer --fps or fewer --seconds."
        case .noAlpha: "Write WebP, PNG or SVG."
        case .animationFailed: "Use a smaller --size or another format."
        case .pageFilesMissing: "Reinstall with 'make install'."
        case .badStyle, .nothingToDraw, .unreadablePNG: nil
        }
    }
}
