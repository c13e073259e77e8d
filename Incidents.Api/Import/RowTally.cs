using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Import;

/// <summary>Counts what is remarkable about the rows as the map reads them, whatever their result is.</summary>
internal sealed class RowTally(ImportSummary summary, Cities cities)
{
    // Of so many rows at exactly midnight, more than chance puts there, the hour is not known.
    private const int FewestMidnights = 20;
    private const double ShareOfMidnights = 0.2;

    private readonly Dictionary<string, PlaceTally> places = new(StringComparer.Ordinal);
    private long timed;
    private long midnights;

    /// <summary>Adds a row.</summary>
    public void Add(MappedRow row)
    {
        summary.Rows++;
        summary.AmbiguousTimes += row.Change == ClockChange.Ambiguous ? 1 : 0;
        summary.SkippedTimes += row.Change == ClockChange.Skipped ? 1 : 0;
        summary.KnownTooEarly += row.KnownTooEarly ? 1 : 0;
        if (row.Report is not { } report)
            return;
        if (report.OccurredAt is { } occurred)
            AddTime(occurred, row.Zone);
        if (report is not { Longitude: { } longitude, Latitude: { } latitude })
            summary.WithoutPlace += row.Planar is null ? 1 : 0;
        else
            PlacesOf(report.City ?? "").Add(new(longitude, latitude));
    }

    /// <summary>Adds the refusal of a row.</summary>
    public void Add(Refusal refusal)
    {
        summary.FutureTimes += refusal.Code is ErrorCode.TimeInFuture ? 1 : 0;
        summary.EarlyTimes += refusal.Code is ErrorCode.TimeOutOfRange ? 1 : 0;
    }

    /// <summary>Completes the summary.</summary>
    public void Finish()
    {
        var counts = places.Values.Select(place => place.Count()).ToList();
        (summary.OutsidePlace, summary.SwappedPlace) = (counts.Sum(c => c.Outside), counts.Sum(c => c.Swapped));
        summary.Hints.Clear();
        if (summary.SwappedPlace > 0)
        {
            Hint(
                "AXES_SWAPPED",
                $"{summary.SwappedPlace} of {summary.OutsidePlace} places outside the surroundings of the city would be inside with "
                + "longitude and latitude swapped; check the columns of \"place\" in the map.");
        }
        if (midnights >= FewestMidnights && midnights >= ShareOfMidnights * timed)
        {
            Hint(
                "MOSTLY_MIDNIGHT",
                $"{midnights} of {timed} rows occurred at exactly 00:00; if their hour is not known, add \"precision\": \"day\" to "
                + "\"occurredAt\" in the map.");
        }
        if (summary.FirstDaysOf1970 > 0)
        {
            Hint(
                "FIRST_DAYS_OF_1970",
                $"{summary.FirstDaysOf1970} rows occurred in January 1970, as a missing time that is written as 0 does; check the "
                + "patterns of \"occurredAt\" in the map.");
        }
    }

    private void AddTime(ReportedTime occurred, DateTimeZone? zone)
    {
        timed++;
        var local = occurred.Local
            ?? (zone is not null && occurred.Moment!.Value.Year is > 1 and < 9_800
                ? occurred.Moment.Value.InZone(zone).LocalDateTime
                : occurred.Moment!.Value.LocalDateTime);
        summary.FirstDaysOf1970 += local is { Year: 1970, Month: 1 } ? 1 : 0;
        if (occurred.Precision is TimePrecision.Minute)
            midnights += local.TimeOfDay == LocalTime.Midnight ? 1 : 0;
        else
            summary.Coarse(occurred.Precision);
    }

    private PlaceTally PlacesOf(string code)
    {
        var city = cities.Find(code);
        if (!places.TryGetValue(city?.Code ?? "", out var tally))
            places.Add(city?.Code ?? "", tally = new(city));
        return tally;
    }

    private void Hint(string code, string message) => summary.Hints.Add(new(code, message));
}
