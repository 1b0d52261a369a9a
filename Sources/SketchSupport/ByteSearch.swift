import FoundationEssentials
import Glibc

/// Finds a text in bytes.
package enum ByteSearch {
    /// The first place of a text; nil if it does not occur.
    package static func first(_ text: String, in data: Data) -> Range<Data.Index>? {
        let wanted = Array(text.utf8)
        return data.withUnsafeBytes { bytes -> Range<Data.Index>? in
            guard let base = bytes.baseAddress, let first = wanted.first else { return nil }
            var place = 0
            while place + wanted.count <= bytes.count,
                let found = memchr(base + place, Int32(first), bytes.count - wanted.count + 1 - place)
            {
                place = UnsafeRawPointer(found) - base
                if memcmp(found, wanted, wanted.count) == 0 {
                    return data.startIndex + place..<data.startIndex + place + wanted.count
                }
                place += 1
            }
            return nil
        }
    }

    /// The last place of a text; nil if it does not occur.
    package static func last(_ text: String, in data: Data) -> Range<Data.Index>? {
        var last: Range<Data.Index>?
        var rest = data[...]
        while let range = first(text, in: rest) {
            last = range
            rest = data[(range.lowerBound + 1)...]
        }
        return last
    }
}
