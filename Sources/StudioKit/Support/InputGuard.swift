import Glibc
import SketchFormats
import SketchModels
import SketchSupport

/// Keeps an output from replacing a file that is read, under whatever name: files are compared by device and inode.
struct InputGuard {
    /// A file, whatever its name.
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
        let isFolder: Bool

        init(_ info: stat) {
            (device, inode) = (info.st_dev, info.st_ino)
            isFolder = info.st_mode & S_IFMT == S_IFDIR
        }

        init?(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            self.init(info)
        }
    }

    /// The files of a run that a model or plot can be read from.
    static let runFiles = ["model.safetensors", "checkpoint.safetensors", "log.jsonl"]

    private let output: String
    private let identity: Identity
    /// The folders that contain the output, at any depth.
    private let folders: [Identity]

    /// Nil for an output that replaces nothing: there is no such file, or it is a pipe or device.
    init?(_ output: String) {
        guard let place = try? OutputPlace(output) else { return nil }
        self.output = output
        switch place {
        case .stream: return nil
        case .descriptor(let number):
            // An input that is appended to while it is read never ends.
            var info = stat()
            guard fstat(number, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
            (identity, folders) = (Identity(info), [])
        case .file(let file):
            guard let identity = Identity(file), let real = realpath(file, nil) else { return nil }
            defer { free(real) }
            self.identity = identity
            var folders: [Identity] = []
            var path = FilePath.folder(of: String(cString: real))
            while let folder = Identity(path), folders.last != folder {
                folders.append(folder)
                path = FilePath.folder(of: path)
            }
            self.folders = folders
        }
    }

    /// - Parameters:
    ///   - inputs: paths, names of models, drawings of a file (`file#7`), or texts that name no file.
    ///   - isRecursive: whether the subfolders of a folder are read.
    /// - Throws: `StudioError.outputIsInput`.
    func check(_ inputs: [String], isRecursive: Bool = false) throws {
        for input in inputs where !input.isEmpty && input.utf8.count < Int(PATH_MAX) {
            for path in Self.paths(of: input) { try check(path, of: input, isRecursive) }
        }
    }

    private func check(_ path: String, of input: String, _ isRecursive: Bool) throws {
        guard let found = Identity(path) else { return }
        var isSame = found == identity
        if found.isFolder, folders.contains(found) {
            let files = (try? DrawingFiles.expanded([path], isRecursive: isRecursive) { _ in }) ?? []
            isSame = (files + Self.runFiles.map { FilePath.joined(path, $0) }).contains { Identity($0) == identity }
        }
        if isSame { throw StudioError.outputIsInput(output, input: input) }
    }

    /// The text itself, the text before each `#`, and the file of a built-in model.
    private static func paths(of input: String) -> [String] {
        var paths = [input]
        if !input.contains("/"), !input.contains("."), let model = try? BuiltInModels.path(of: input) { paths.append(model) }
        var rest = input[...]
        while let mark = rest.lastIndex(of: "#"), mark > rest.startIndex, paths.count < 5 {
            rest = rest[..<mark]
            paths.append(String(rest))
        }
        return paths
    }
}
