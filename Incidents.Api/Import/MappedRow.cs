using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>The result of mapping a row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Report">The report; null if the row is refused or skipped.</param>
/// <param name="Refusal">The refusal, or null.</param>
/// <param name="Change">Whether the local time of occurrence, or the end of its interval, is ambiguous or skipped, so that the moment is
/// assumed.</param>
/// <param name="KnownTooEarly">Whether the row was known before it occurred; the time of occurrence is taken then.</param>
/// <param name="Planar">Coordinates in metres, for a planar map.</param>
/// <param name="Zone">The zone of the city, or null if it is unknown.</param>
internal sealed record MappedRow(
    Row Row, Report? Report, Refusal? Refusal = null, ClockChange Change = ClockChange.None, bool KnownTooEarly = false,
    (double X, double Y)? Planar = null, DateTimeZone? Zone = null)
{
    /// <summary>Whether the map skips the row.</summary>
    public bool IsSkipped => Report is null && Refusal is null;

    /// <summary>Whether it withdraws an earlier row.</summary>
    public bool IsWithdrawal => Report is { Kind: "incident", Phase: "withdrawn" };
}
