import SketchCore
import SketchFormats
import SketchSupport
import SketchTraining

/// One drawing's losses by each model of a comparison: a line of a file of losses.
struct DrawingLosses {
    /// The losses of one model, divided by N.
    struct Measured {
        /// The drawing's length in rows, as the model requires it.
        let rows: Int
        let losses: Losses
    }

    let source: String
    let className: String
    let key: String
    /// Nil for a model that cannot use the drawing, because it is longer than N or has no line.
    var models: [Measured?]

    init(_ record: SketchRecord, models: Int) {
        source = record.sketch.source
        className = record.sketch.name
        key = record.key
        self.models = Array(repeating: nil, count: models)
    }

    /// Nil for a value that is not a line of losses by as many models.
    init?(_ value: JSONView, models count: Int) {
        guard let source = value.member("source")?.string, let className = value.member("class")?.string,
            let key = value.member("key")?.string, let list = value.member("losses"), list.isArray
        else { return nil }
        (self.source, self.className, self.key) = (source, className, key)
        models = []
        for entry in list.elements {
            guard entry.isObject else {
                models.append(nil)
                continue
            }
            guard let rows = entry.member("rows")?.wholeNumber, rows >= 0, let offset = entry.member("offset_loss")?.number,
                let pen = entry.member("pen_loss")?.number, let masked = entry.member("masked_pen_loss")?.number,
                let kl = entry.member("kl_loss")?.number
            else { return nil }
            models.append(Measured(rows: rows, losses: Losses(offset: offset, pen: pen, maskedPen: masked, kl: kl)))
        }
        guard models.count == count else { return nil }
    }

    var json: JSONValue {
        .object([
            ("source", .string(source)), ("class", .string(className)), ("key", .string(key)),
            (
                "losses",
                .array(
                    models.map { model in
                        guard let model else { return .null }
                        return .object([
                            ("rows", .integer(model.rows)), ("offset_loss", .double(model.losses.offset)),
                            ("pen_loss", .double(model.losses.pen)), ("masked_pen_loss", .double(model.losses.maskedPen)),
                            ("kl_loss", .double(model.losses.kl)),
                        ])
                    })
            ),
        ])
    }
}
