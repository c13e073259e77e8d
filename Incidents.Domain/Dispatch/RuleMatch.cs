using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>The rule by which a signal was linked, or an incident opened, and what it found.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Version">Number of its version.</param>
/// <param name="DistanceMetres">
/// Distance of the signal from the incident, on the sphere of the earth's mean radius; null where it opened the incident, or where one of
/// the two has no coordinates and the same device reported both.
/// </param>
/// <param name="Minutes">
/// Minutes between the signal and the nearest signal of the incident that the rule knew of: 0 within their time, else above 0; null where
/// it opened the incident.
/// </param>
public sealed record RuleMatch(string Rule, int Version, double? DistanceMetres = null, double? Minutes = null)
{
    /// <summary>What begins the name of a rule that acts.</summary>
    public const string ActorPrefix = "rule:";

    /// <summary>The greatest distance that is taken: half of the earth's girth.</summary>
    public const double MostMetres = 20_100_000;

    /// <summary>The longest time that is taken: a month.</summary>
    public const double MostMinutes = 31 * 24 * 60;

    /// <summary>Who acts: <c>rule:NAME</c>.</summary>
    public string Actor() => ActorPrefix + Rule;

    /// <summary>Why a match is refused, or null.</summary>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string field) =>
        Texts.Name.Check(Rule, $"{field}.rule")
        ?? Within(Version is >= 1 and <= 1_000_000, $"{field}.version", "from 1 to 1,000,000")
        ?? Within(DistanceMetres is null or (>= 0 and <= MostMetres), $"{field}.distanceMetres", $"from 0 to {MostMetres:0} metres")
        ?? Within(Minutes is null or (>= 0 and <= MostMinutes), $"{field}.minutes", $"from 0 to {MostMinutes:0}");

    private static Refusal? Within(bool isWithin, string field, string range) =>
        isWithin ? null : new(ErrorCode.BadInput, $"'{field}' is {range}.", field);
}

/// <summary>A signal as it is linked to an incident.</summary>
/// <param name="Signal">The alert, call or violation.</param>
/// <param name="LinkedAt">When it was linked, or the incident opened from it.</param>
/// <param name="By">
/// Who linked it, or `rule:` and the code of the rule that did; null where it came with the beginning of the incident, or with a merge.
/// </param>
/// <param name="Rule">The rule that linked it, and what it found; null where a person did.</param>
/// <param name="CameWith">The incident with which it came by a merge, or null.</param>
public sealed record SignalLink(Signal Signal, OffsetDateTime LinkedAt, string? By, RuleMatch? Rule, Guid? CameWith);
