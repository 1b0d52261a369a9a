import LatentOps
import SketchInference
import SketchRendering

/// How a command uses a model's latent bank and chooses among candidate drawings, as options state it. Fields that are nil
/// have the command's default.
public struct CandidateSettings: Hashable, Sendable {
    /// N, the candidates of each drawing.
    public var candidates: Int?
    /// What makes a candidate the best.
    public var criterion: CandidateCriterion?
    /// How strongly latents between inputs are pulled towards the bank, from 0 to 1; nil also for commands that do not pull.
    public var pull: Double?
    /// Whether the paper's procedure is used: one candidate, no pull, and the prior N(0, I).
    public var isPlain = false

    public init() {}

    /// The defaults of a command.
    struct Defaults: Sendable {
        var choice: CandidateChoice
        /// 0 for a command that does not pull.
        var pull: Double

        init(_ choice: CandidateChoice, pull: Double = 0) { (self.choice, self.pull) = (choice, pull) }
    }

    /// The number of candidates and the criterion.
    var choice: CandidateChoice {
        CandidateChoice(count: candidates ?? 1, criterion: criterion ?? .first)
    }

    /// Every field as it applies: what was given, the command's defaults, and no pull where no model has a bank.
    ///
    /// - Throws: `StudioError.noLatentBank` if a pull was asked for and no model has a bank.
    func resolved(_ defaults: Defaults, _ sessions: ModelSession...) throws -> CandidateSettings {
        try resolved(defaults, sessions)
    }

    func resolved(_ defaults: Defaults, _ sessions: [ModelSession]) throws -> CandidateSettings {
        var copy = self
        if isPlain { (copy.candidates, copy.criterion, copy.pull) = (1, .first, 0) }
        copy.isPlain = false
        copy.criterion = copy.criterion ?? (copy.candidates == 1 ? .first : defaults.choice.criterion)
        copy.candidates = copy.criterion == .first ? 1 : copy.candidates ?? defaults.choice.count
        if copy.candidates == 1 { copy.criterion = .first }
        let without = sessions.filter { $0.model.latentBank == nil }
        let hasBank = without.count < sessions.count
        if let pull, pull > 0, !hasBank { throw StudioError.noLatentBank(without.first?.loaded.name ?? "") }
        let weight = copy.pull ?? (hasBank ? defaults.pull : 0)
        copy.pull = weight
        if weight > 0 {
            for session in without {
                session.reporter.warn("\(session.loaded.name) has no latent bank, so its latents are not pulled.")
            }
        }
        return copy
    }

    /// The banks that these settings, once resolved, use for a pull, as a recipe records them.
    func bankSources(_ sessions: [ModelSession]) -> [Recipe.Source] {
        (pull ?? 0) > 0 ? sessions.flatMap(\.loaded.bankSources) : []
    }

    /// Refuses options that contradict `--plain`.
    ///
    /// - Throws: `UsageError`.
    func validate() throws {
        guard isPlain else { return }
        if let candidates, candidates > 1 { throw UsageError("--plain decodes one candidate: omit it or --candidates.") }
        if let criterion, criterion != .first { throw UsageError("--plain chooses nothing: omit it or --choose.") }
        if let pull, pull > 0 { throw UsageError("--plain does not pull: omit it or --pull.") }
    }

    /// `--candidates`, `--choose`, `--pull` and `--plain`.
    ///
    /// - Parameters:
    ///   - defaults: as help states them.
    ///   - hasPull: whether the command decodes latents between inputs.
    ///   - criteria: those that the command offers.
    static func options(
        _ defaults: Defaults, hasPull: Bool, criteria: [CandidateCriterion] = CandidateCriterion.allCases
    )
        -> [JobOption<CandidateSettings>]
    {
        var options: [JobOption<CandidateSettings>] = [
            JobOption.number(
                "candidates", \.candidates, in: CandidateChoice.counts,
                help: "Candidate drawings of each latent; the best is kept."
            ).withDefault("\(defaults.choice.count)"),
            JobOption.value(
                "choose", \.criterion, valueName: "criterion", help: summary(criteria),
                parse: { text in
                    guard let criterion = CandidateCriterion(rawValue: text), criteria.contains(criterion) else {
                        let names = criteria.map(\.rawValue)
                        throw OptionRefusal("must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")")
                    }
                    return criterion
                }, text: { $0?.rawValue }
            ).withDefault(defaults.choice.criterion.rawValue),
        ]
        if hasPull {
            options.append(
                JobOption.number(
                    "pull", \.pull, in: 0...1, valueName: "w",
                    help: "Weight with which latents between inputs are pulled towards those of training drawings."
                ).withDefault("\(defaults.pull); 0 for a model without a latent bank"))
        }
        return options + [
            JobOption.flag(
                "plain", \.isPlain,
                help: hasPull
                    ? "The paper's procedure: one candidate, no pull." : "The paper's procedure: one candidate."
            ).recorded(.never, key: nil)
        ]
    }

    private static func summary(_ criteria: [CandidateCriterion]) -> String {
        let texts: [CandidateCriterion: String] = [
            .consensus: "consensus (near the others and likely)", .likelihood: "likelihood (of the rows under the model)",
            .likeness: "likeness (to the input and likely; consensus where there is no input)", .first: "first (no choice)",
        ]
        return "The best candidate is chosen by " + criteria.compactMap { texts[$0] }.joined(separator: ", ") + "."
    }
}
