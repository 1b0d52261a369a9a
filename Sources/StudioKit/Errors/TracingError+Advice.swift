import SketchTracing

extension TracingError: Advised {
    package var advice: String? {
        switch self {
        case .notPicture: "Scan the page as PNG or JPEG."
        case .unreadable: "Save the picture again."
        case .tooLarge, .outOfMemory: "Scan the page at 300 dpi, or crop the picture."
        case .blank: "Check the picture, or scan it with more contrast."
        case .notLines: "Crop the picture to a drawing in dark lines on light paper."
        }
    }
}
