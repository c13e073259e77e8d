using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>What a view of the timeline of a case shows.</summary>
/// <param name="Kinds">Kinds of entries: names of events; empty for all.</param>
/// <param name="Sources">Ids of the alerts, calls, violations, incidents and cases whose entries are shown; empty for all.</param>
/// <param name="Text">A text that entries contain; null for any.</param>
/// <param name="IsStarred">Whether entries with a star only are shown.</param>
/// <param name="From">The earliest moment at which they occurred; null for any.</param>
/// <param name="Until">The moment before which they occurred; null for any.</param>
/// <param name="IsByKnown">Whether they are ordered by when they became known, not by when they occurred.</param>
public sealed record CaseViewFilter(
    IReadOnlyList<string> Kinds, IReadOnlyList<Guid> Sources, string? Text, bool IsStarred, OffsetDateTime? From, OffsetDateTime? Until,
    bool IsByKnown)
{
    /// <summary>Most kinds or sources of a view.</summary>
    public const int Most = 100;

    /// <summary>Why a filter is refused, or null.</summary>
    public Refusal? Check() =>
        Kinds.Count > Most ? new(ErrorCode.BadInput, $"A view has at most {Most} kinds.", "kinds")
        : Sources.Count > Most ? new(ErrorCode.BadInput, $"A view has at most {Most} sources.", "sources")
        : Kinds.Select(kind => Texts.SourceId.Check(kind, "kinds")).FirstOrDefault(refusal => refusal is not null)
            ?? Texts.Reason.CheckOptional(Text, "text");
}

/// <summary>A saved view of the timeline of a case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Filter">What it shows.</param>
public sealed record CaseView(string Name, CaseViewFilter Filter);
