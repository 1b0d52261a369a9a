import ArgumentParser
@main struct Studio: ParsableCommand { static let configuration = CommandConfiguration(commandName: "studio") }
