import FoundationEssentials
import SketchCore
import SketchSupport
import SketchTraining

/// Mean losses of a model over drawings, as the paper reports them, and those of each class.
public struct LossReport: Sendable {
    public let model: String
    /// The model's content hash; nil if it was not stated.
    let fingerprint: String?
    /// The model's `max_seq_len`, N.
    public let maxLength: Int
    public let padding: EvaluateJob.Padding
    public let latent: EvaluateJob.LatentChoice
    /// Pixels per model unit; nil if the model does not state it.
    public let scaleFactor: Double?
    public let preprocessing: Preprocessing
    /// The drawings that were evaluated.
    public private(set) var all = LossTally()
    /// Those of each class, in the order of reading.
    public private(set) var classes: [(name: String, tally: LossTally)] = []
    private var places: [String: Int] = [:]
    /// Drawings that are longer than N or have no line.
    public private(set) var skipped = 0

    init(
        model: String, fingerprint: String?, maxLength: Int, padding: EvaluateJob.Padding, latent: EvaluateJob.LatentChoice,
        scaleFactor: Double?, preprocessing: Preprocessing
    ) {
        self.model = model
        self.fingerprint = fingerprint
        self.maxLength = maxLength
        self.padding = padding
        self.latent = latent
        self.scaleFactor = scaleFactor
        self.preprocessing = preprocessing
    }

    public var sketches: Int { all.sketches }
    public var losses: Losses { all.losses }

    /// Adds a drawing of a class; nil counts a skipped one.
    mutating func add(_ drawing: DrawingLosses.Measured?, className: String) {
        guard let drawing else {
            skipped += 1
            return
        }
        all.add(drawing)
        let place = places[className] ?? classes.count
        if place == classes.count {
            places[className] = place
            classes.append((className, LossTally()))
        }
        classes[place].tally.add(drawing)
    }

    /// The pen loss with the padding counted or masked, as `padding` states.
    public var penLoss: Double { penLoss(all) }

    /// The sum of offset loss and pen loss.
    public var reconstructionLoss: Double { losses.offset + penLoss }

    /// The sum of offset loss and pen loss of one row, without padding; it does not depend on N.
    public var reconstructionLossPerRow: Double { perRow(all).offset + perRow(all).pen }

    private func penLoss(_ tally: LossTally) -> Double {
        padding == .counted ? tally.losses.pen : tally.losses.maskedPen
    }

    private func perRow(_ tally: LossTally) -> (offset: Double, pen: Double) { tally.perRow(maxLength: maxLength) }

    private func lossMembers(_ tally: LossTally) -> [(String, JSONValue)] {
        [
            ("reconstruction_loss", .double(tally.losses.offset + penLoss(tally))),
            ("offset_loss", .double(tally.losses.offset)), ("pen_loss", .double(penLoss(tally))),
            ("kl_loss", .double(tally.losses.kl)),
        ]
    }

    private func rowMembers(_ tally: LossTally) -> [(String, JSONValue)] {
        let row = perRow(tally)
        return [
            ("rows", .integer(tally.rows)), ("reconstruction_loss_per_row", .double(row.offset + row.pen)),
            ("offset_loss_per_row", .double(row.offset)), ("pen_loss_per_row", .double(row.pen)),
        ]
    }

    private var members: [(String, JSONValue)] {
        [
            ("model", .string(model)), ("sketches", .integer(sketches)), ("skipped", .integer(skipped)),
            ("max_seq_len", .integer(maxLength)),
        ] + lossMembers(all) + [
            ("padding", .string(padding.rawValue)), ("latent", .string(latent.rawValue)),
            ("scale_factor", scaleFactor.map(JSONValue.double) ?? .null), ("preprocessing", preprocessing.json),
        ] + rowMembers(all)
    }

    var json: JSONValue {
        .object(
            members + [
                (
                    "classes",
                    .array(
                        classes.map { name, tally in
                            .object(
                                [("class", .string(name)), ("sketches", .integer(tally.sketches))] + lossMembers(tally)
                                    + rowMembers(tally))
                        })
                )
            ])
    }

    /// Each number on a line, then the classes if there are several.
    var lines: [String] {
        members.map { $0.0.padded(to: 29) + $0.1.plain }
            + (classes.count > 1 ? [""] + TextTable.lines([["class"] + Self.columns] + classRows) : [])
    }

    /// The headings of `cells`.
    static let columns = ["drawings", "reconstruction", "offset", "pen", "KL", "per row"]

    /// The classes' names and losses.
    var classRows: [[String]] { classes.map { [$0.name] + cells($0.tally) } }

    /// The losses of a table's row.
    func cells(_ tally: LossTally) -> [String] {
        let row = perRow(tally)
        return ["\(tally.sketches)"]
            + [
                tally.losses.offset + penLoss(tally), tally.losses.offset, penLoss(tally), tally.losses.kl, row.offset + row.pen,
            ].map { Self.text($0) }
    }

    private static func text(_ value: Double) -> String { String(cFormat: "%.4f", value) }
}
