using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>What a row became.</summary>
/// <param name="Row">The row.</param>
/// <param name="Report">The report; null where it is refused or skipped.</param>
/// <param name="Refusal">Why it cannot be a report.</param>
/// <param name="Change">Whether clocks were changed about the time of occurrence, so that the moment is a guess.</param>
/// <param name="KnownTooEarly">Whether the register claims to have known before it happened; it is then taken as known when it happened.</param>
/// <param name="Planar">Coordinates in metres, for a planar map.</param>
internal sealed record MappedRow(
    Row Row, Report? Report, Refusal? Refusal = null, ClockChange Change = ClockChange.None, bool KnownTooEarly = false, (double X, double Y)? Planar = null)
{
    /// <summary>Whether the map leaves such rows out.</summary>
    public bool IsSkipped => Report is null && Refusal is null;

    /// <summary>Whether it withdraws an earlier row.</summary>
    public bool IsWithdrawal => Report is { Kind: "incident", Phase: "withdrawn" };
}
