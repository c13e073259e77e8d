using Incidents.Api.GraphQL;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;

namespace Incidents.Api.Heatmaps;

/// <summary>Counts by cell, of all hours of the week or of some of them.</summary>
/// <param name="days">Counts of whole days, from the ledger.</param>
/// <param name="hourly">Counts of some hours, from the register.</param>
public sealed class HeatmapCounts(HeatmapReader days, HourlyHeatmapReader hourly)
{
    private const int HoursOfWeek = 168;

    /// <summary>
    /// Cells with a count, in order of code. Error `BAD_INPUT` for an hour outside the week, or for hours with another measure than
    /// incidents.
    /// </summary>
    /// <param name="request">What is counted, where and when.</param>
    /// <param name="hours">Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167; all where null.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<CellCount>> Read(HeatmapRequest request, IEnumerable<int>? hours, CancellationToken cancellation) =>
        hours is null ? await days.Read(request, cancellation) : await hourly.Read(request, Checked(hours, request.Measure), cancellation);

    private static short[] Checked(IEnumerable<int> hours, Measure measure)
    {
        if (measure is not Measure.Incidents)
            throw RefusedException.BadInput("hours", "Only incidents are counted by hour and cell.");
        if (hours.TryGetNonEnumeratedCount(out var count) && count > HoursOfWeek)
            throw RefusedException.BadInput("hours", $"A week has {HoursOfWeek} hours.");
        return [.. hours.Distinct().Select(hour => hour is >= 0 and < HoursOfWeek ? (short)hour
            : throw RefusedException.BadInput("hours", "An hour of the week is between 0 and 167."))];
    }
}
