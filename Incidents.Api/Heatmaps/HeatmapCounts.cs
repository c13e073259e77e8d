using Incidents.Api.GraphQL;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;

namespace Incidents.Api.Heatmaps;

/// <summary>Counts by cell, of whole weeks or of some of their hours.</summary>
/// <param name="days">What the ledger of days knows.</param>
/// <param name="hourly">What the register knows.</param>
public sealed class HeatmapCounts(HeatmapReader days, HourlyHeat hourly)
{
    private const int HoursOfWeek = 168;

    /// <summary>Cells with a count, in order of code. Error `BAD_INPUT` where an hour is none, or something else than incidents is asked for by hours.</summary>
    /// <param name="request">What is counted, where and when.</param>
    /// <param name="hours">Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167; all where null.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<CellCount>> Read(HeatmapRequest request, IEnumerable<int>? hours, CancellationToken cancellation) =>
        hours is null ? await days.Read(request, cancellation) : await hourly.Read(request, Checked(hours, request.Measure), cancellation);

    private static short[] Checked(IEnumerable<int> hours, Measure measure)
    {
        if (measure is not Measure.Incidents)
            throw RefusedException.BadInput("hours", "Incidents alone are counted by hour and cell.");
        return [.. hours.Distinct().Select(hour => hour is >= 0 and < HoursOfWeek ? (short)hour : throw RefusedException.BadInput("hours", "An hour of the week is between 0 and 167."))];
    }
}
