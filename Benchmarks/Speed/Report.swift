import Foundation
import SketchInference

/// Measured numbers by name, and what each is compared with.
struct Report {
    struct Row {
        var section: String
        var name: String
        var value: Double
        var unit: String
        /// The name in this report of the number that this one is compared with; the ratio is shown in the same row.
        var against: String?
    }

    private(set) var rows: [Row] = []
    private(set) var notes: [String] = []

    mutating func add(_ section: String, _ name: String, _ value: Double, _ unit: String, against: String? = nil) {
        rows.append(Row(section: section, name: name, value: value, unit: unit, against: against))
    }

    mutating func note(_ text: String) { notes.append(text) }

    func value(_ name: String) -> Double? { rows.first { $0.name == name }?.value }

    /// The ratio to the number that this one is compared with; nil if that one was not measured.
    private func ratio(_ row: Row) -> Double? {
        row.against.flatMap(value).flatMap { $0 > 0 ? row.value / $0 : nil }
    }

    var markdown: String {
        var text = "Machine: \(Machine.description)\n"
        var section = ""
        for row in rows {
            if row.section != section {
                section = row.section
                text += "\n| \(section) | | times |\n|---|--:|---|\n"
            }
            let ratio = ratio(row).map { "\(Self.short($0)) x \(row.against ?? "")" } ?? ""
            text += "| \(row.name) | \(Self.short(row.value)) \(row.unit) | \(ratio) |\n"
        }
        return text + notes.map { "\n\($0)\n" }.joined()
    }

    func json() throws -> Data {
        let rows = rows.map { row -> [String: Any] in
            var object: [String: Any] = [
                "section": row.section, "name": row.name, "value": Self.rounded(row.value), "unit": row.unit,
            ]
            if let ratio = ratio(row), let against = row.against {
                object["against"] = against
                object["ratio"] = Self.rounded(ratio)
            }
            return object
        }
        let document: [String: Any] = [
            "machine": Machine.description, "results": rows, "notes": notes,
        ]
        return try JSONSerialization.data(
            withJSONObject: document, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    /// Four digits.
    private static func rounded(_ value: Double) -> NSDecimalNumber {
        NSDecimalNumber(string: String(format: "%.4g", value))
    }

    static func short(_ value: Double) -> String {
        let digits = value < 10 ? 2 : value < 100 ? 1 : 0
        return String(format: "%.\(digits)f", value)
    }
}

/// A description of the machine.
enum Machine {
    static var description: String {
        let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        func field(_ name: String) -> String? {
            info.split(separator: "\n").first { $0.hasPrefix(name) }?.split(separator: ":").last
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        func cache(_ index: Int) -> String? {
            let path = "/sys/devices/system/cpu/cpu0/cache/index\(index)/size"
            return (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let family = field("cpu family").map { ", family \($0)" } ?? ""
        let caches = [("L1d", 0), ("L2", 2), ("L3", 3)].compactMap { name, index in cache(index).map { "\(name) \($0)" } }
        return "\(field("model name") ?? "processor of unknown name")\(family), "
            + "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(caches.joined(separator: ", ")), "
            + "kernels \(KernelLevel.best)"
    }
}
