import ArgumentParser

/// What shells offer for values.
enum Completions {
    /// An operand: a file or folder, or also a built-in model.
    static func operand(_ valueName: String) -> CompletionKind { valueName == "name|file" ? modelOrFile : .file() }

    /// The value of an option.
    ///
    /// - Parameters:
    ///   - valueName: what help calls the value.
    ///   - choices: the values, if they are few.
    static func value(_ valueName: String, choices: [String]) -> CompletionKind {
        if !choices.isEmpty { return .list(choices) }
        switch valueName {
        case "name|file": return modelOrFile
        case "profile": return profiles
        case "file", "path": return .file()
        case "folder": return .directory
        default: return .default
        }
    }

    /// A profile of a plotter.
    static let profiles = CompletionKind.file(extensions: ["json"])

    /// Names of built-in models, and files. A shell either runs a command or lists files, so the command lists them.
    private static var modelOrFile: CompletionKind {
        let names = "studio model list --quiet 2>/dev/null"
        switch CompletionShell.requesting {
        case .zsh?: return .shellCommand(names + "; print -rl -- ${PREFIX}*(NM)")
        case .fish?: return .shellCommand(names + "; __fish_complete_path (commandline -ct)")
        default: return .shellCommand(names + "; compgen -f -- \"${cur}\"")
        }
    }
}
