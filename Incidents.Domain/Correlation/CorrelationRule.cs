using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>One version of a rule: which signals join an incident that is open near by, and whether they open one where none is.</summary>
/// <remarks>An SOS call always opens an incident: a rule of calls says by which name, and joins none.</remarks>
/// <param name="Code">Code of the rule, in its incidents and links `rule:` and the code.</param>
/// <param name="Version">Number of this version, from 1.</param>
/// <param name="Kinds">Kinds of the signals; calls stand alone.</param>
/// <param name="Opens">Whether a signal opens an incident where it joins none.</param>
/// <param name="Metres">
/// Greatest distance of the incident that it joins, above 0 and at most 2,000; null where it joins none.
/// </param>
/// <param name="Minutes">
/// Longest time between it and the nearest signal of that incident, above 0 and at most 1,440; null with the metres.
/// </param>
/// <param name="Categories">Categories of the signals; null for all.</param>
/// <param name="Joins">Categories of the incidents that it joins; null for all.</param>
/// <param name="SameCategory">Whether it only joins an incident that has the category which it would open itself.</param>
/// <param name="LeastConfidence">The least confidence of an alert, 0 to 1; one that says none has none. Null for any.</param>
/// <param name="OpensAs">Category of the incident that it opens; null for that of the signal.</param>
/// <param name="LatestMinutes">
/// A signal that became known so many minutes after it occurred is history: the rule does not look at it. From 1 to 1,440.
/// </param>
/// <param name="From">First local day on which the version holds, or null from the beginning.</param>
/// <param name="Until">First local day on which it no longer holds, or null while it still does.</param>
public sealed record CorrelationRule(
    string Code, int Version, IReadOnlyList<SignalKind> Kinds, bool Opens, double? Metres = null, double? Minutes = null,
    IReadOnlyList<string>? Categories = null, IReadOnlyList<string>? Joins = null, bool SameCategory = false,
    double? LeastConfidence = null, string? OpensAs = null, double LatestMinutes = 60, LocalDate? From = null, LocalDate? Until = null)
{
    /// <summary>The greatest distance within which a rule joins.</summary>
    public const double MostMetres = 2_000;

    /// <summary>The longest time within which a rule joins: a day.</summary>
    public const double MostMinutes = 1_440;

    /// <summary>The most categories of a list.</summary>
    public const int MostCategories = 200;

    /// <summary>By which a call opens an incident where no rule of calls holds.</summary>
    public static readonly CorrelationRule OfCalls = new("sos-call", 1, [SignalKind.SosCall], true, LatestMinutes: MostMinutes);

    /// <summary>Whether the version holds on a local day.</summary>
    public bool Holds(LocalDate day) => (From is not { } from || day >= from) && (Until is not { } until || day < until);

    /// <summary>Whether it is about a signal, whatever is near.</summary>
    public bool Covers(CorrelatedSignal signal) =>
        Kinds.Contains(signal.Signal.Kind) && Categories?.Contains(signal.Category) is not false
        && (LeastConfidence is not { } least || signal.Confidence >= least)
        && signal.KnownAt.ToInstant() - signal.OccurredAt.ToInstant() <= Duration.FromMinutes(LatestMinutes)
        && Holds(signal.OccurredAt.Date);

    /// <summary>Category of the incident that a signal opens.</summary>
    public string CategoryOf(CorrelatedSignal signal) => OpensAs ?? signal.Category;

    /// <summary>Whether an incident is of a category that a signal joins.</summary>
    internal bool MayJoin(CorrelatedSignal signal, string category) =>
        Joins?.Contains(category) is not false && (!SameCategory || category == CategoryOf(signal));

    /// <summary>Why the version is refused, or null.</summary>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string field) =>
        Texts.Name.Check(Code, $"{field}.code") ?? CategoryCode.Check(Code, $"{field}.code")
        ?? Within(Version is >= 1 and <= 1_000_000, $"{field}.version", "from 1 to 1,000,000")
        ?? CheckKinds(field) ?? CheckReach(field)
        ?? CheckCategories(Categories, $"{field}.categories") ?? CheckCategories(Joins, $"{field}.joins")
        ?? Within(LeastConfidence is null or (>= 0 and <= 1), $"{field}.leastConfidence", "from 0 to 1")
        ?? (OpensAs is null ? null : CategoryCode.Check(OpensAs, $"{field}.opensAs"))
        ?? Within(LatestMinutes is >= 1 and <= MostMinutes, $"{field}.latestMinutes", $"from 1 to {MostMinutes:0} minutes")
        ?? Within(!(From >= Until), $"{field}.until", "after its first day");

    private Refusal? CheckKinds(string field) =>
        Within(Kinds is { Count: > 0 } && Kinds.All(kind => kind is SignalKind.Alert or SignalKind.SosCall or SignalKind.Violation)
            && Kinds.Distinct().Count() == Kinds.Count, $"{field}.kinds", "one or more of alerts, calls and violations, each once")
        ?? (Kinds.Contains(SignalKind.SosCall)
            ? Within(Kinds.Count == 1, $"{field}.kinds", "calls alone, or none: a call always opens an incident")
                ?? Within(Opens && Metres is null && Minutes is null, $"{field}.opens", "true for calls, which join no incident")
            : null);

    private Refusal? CheckReach(string field) =>
        Within(Metres is null or (> 0 and <= MostMetres), $"{field}.metres", $"above 0 and at most {MostMetres:0}")
        ?? Within(Minutes is null or (> 0 and <= MostMinutes), $"{field}.minutes", $"above 0 and at most {MostMinutes:0}")
        ?? Within((Metres is null) == (Minutes is null), $"{field}.minutes", "given together with the metres")
        ?? Within(Opens || Metres is not null, $"{field}.opens", "true where it joins nothing: the rule would do nothing");

    private static Refusal? CheckCategories(IReadOnlyList<string>? categories, string field) => categories is null ? null
        : Within(categories.Count is >= 1 and <= MostCategories, field, $"null, or 1 to {MostCategories} codes")
            ?? categories.Select((code, i) => CategoryCode.Check(code, $"{field}.{i}")).FirstOrDefault(fault => fault is not null);

    private static Refusal? Within(bool isWithin, string field, string range) =>
        isWithin ? null : new(ErrorCode.BadInput, $"'{field}' is {range}.", field);
}
