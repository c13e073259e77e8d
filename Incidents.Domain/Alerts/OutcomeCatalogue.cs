using System.Collections.Frozen;

namespace Incidents.Domain.Alerts;

/// <summary>A reason for which an alert has an outcome.</summary>
/// <param name="Code">Reason code, e.g. <c>shadow</c>.</param>
/// <param name="Outcome">The outcome that it is a reason for.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="NameRu">Name in Russian.</param>
/// <param name="NameKk">Name in Kazakh.</param>
public sealed record OutcomeReason(string Code, AlertOutcome Outcome, string NameEn, string NameRu, string NameKk);

/// <summary>What the resolution of an incident says of the alerts that are linked to it.</summary>
/// <param name="Code">Outcome code of the incident, e.g. <c>nothing-found</c>.</param>
/// <param name="Outcome">What came of its alerts.</param>
public sealed record ResolutionMeaning(string Code, AlertOutcome Outcome);

/// <summary>Reasons of outcomes, and what outcome codes of incidents mean for alerts.</summary>
public sealed class OutcomeCatalogue
{
    private readonly FrozenDictionary<string, ResolutionMeaning> meanings;
    private readonly FrozenSet<(string Code, AlertOutcome Outcome)> known;

    /// <summary>Takes reasons and meanings in any order.</summary>
    /// <param name="reasons">The reasons; one code may be a reason for several outcomes.</param>
    /// <param name="meanings">The meanings of outcome codes of incidents.</param>
    /// <exception cref="ArgumentException">Two meanings have one code.</exception>
    public OutcomeCatalogue(IEnumerable<OutcomeReason> reasons, IEnumerable<ResolutionMeaning> meanings)
    {
        Reasons = [.. reasons.OrderBy(r => r.Outcome).ThenBy(r => r.Code, StringComparer.Ordinal)];
        known = Reasons.Select(r => (r.Code, r.Outcome)).ToFrozenSet();
        this.meanings = meanings.ToFrozenDictionary(m => m.Code, StringComparer.Ordinal);
    }

    /// <summary>The reasons, by outcome and code.</summary>
    public IReadOnlyList<OutcomeReason> Reasons { get; }

    /// <summary>What the resolution of an incident says of its alerts; null where its outcome code says nothing of them.</summary>
    /// <param name="code">Outcome code of the incident.</param>
    public AlertOutcome? MeaningOf(string code) => meanings.TryGetValue(code, out var meaning) ? meaning.Outcome : null;

    /// <summary>Why a person cannot give a reason for an outcome, or null.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="reason">The reason code; null or blank where none is given.</param>
    public Refusal? Check(AlertOutcome outcome, string? reason) =>
        Texts.OrNull(reason) is not { } code || known.Contains((code, outcome))
            ? null
            : new(ErrorCode.OutcomeReasonUnknown, "There is no such reason for this outcome of an alert.", "reasonCode");
}
