using Incidents.Api.Ingest;
using Incidents.Api.Trends;
using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.FileAnalyses;

/// <summary>Times that are not known to the minute, spread over the hours of the week as the service spreads them.</summary>
internal static class AoristicAnalysis
{
    private static readonly string Missing = ErrorCode.TimeMissing.Text();

    /// <summary>Computes the answer from the columns <c>from</c> and, where the file has it, <c>to</c>.</summary>
    public static AnalysisAnswer Of(AnalyseInput input)
    {
        var table = Table.Read("points", input.Text("points"));
        var from = table.Times(table.Need("from", "start", "time_from", "earliest"));
        var to = table.Find("to", "end", "time_to", "latest") is { } column ? table.Times(column) : new ReportedTime?[from.Length];
        var rule = input.Choice("rule", ("overlap", AoristicRule.Overlap), ("whole-units", AoristicRule.WholeUnits));
        // Without a zone the clock never changes.
        var zone = ZoneOf(input.Text("zone"));
        var known = new long[168];
        List<WeekInterval> parts = [];
        Dictionary<string, int> leftOut = [];
        foreach (var (first, last) in from.Zip(to))
        {
            if (first is not { } begins)
                leftOut[Missing] = leftOut.GetValueOrDefault(Missing) + 1;
            else if (Interval(begins, last, zone, input.Has("zone")) is not { } interval)
                known[(int)LocalWeeks.HourOfWeek(Beginning(begins, zone, input.Has("zone")).LocalDateTime)]++;
            else if (LocalWeeks.IsSpread(interval))
                parts.AddRange(LocalWeeks.Parts(interval, zone));
            else
                leftOut["KNOWN_TO_THE_YEAR"] = leftOut.GetValueOrDefault("KNOWN_TO_THE_YEAR") + 1;
        }
        InputSummary summary = new(
            Path.GetFileName(input.Text("points")), from.Length, from.Length - leftOut.Values.Sum(), leftOut, "as given");
        return new(input.Method.Name, summary, Aoristic.Week(known, parts, rule));
    }

    private static DateTimeZone ZoneOf(string name) =>
        name.Length == 0 ? DateTimeZone.Utc
        : DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? throw new AnalyseException($"There is no time zone '{name}'.");

    // Null where the moment is known.
    private static CountedInterval? Interval(ReportedTime first, ReportedTime? last, DateTimeZone zone, bool hasZone)
    {
        var begins = Beginning(first, zone, hasZone);
        if (last is { } latest)
        {
            var ends = TimeUnits.End(Beginning(latest, zone, hasZone), latest.Precision, zone);
            var elapsed = ends.ToInstant() - begins.ToInstant();
            if (elapsed < Duration.Zero)
                throw new AnalyseException($"An event from {begins.LocalDateTime:s} cannot end at {ends.LocalDateTime:s}.");
            if (elapsed > Duration.Zero)
                return new("", TimeUnits.WholeMinute(begins), first.Precision, TimeUnits.Minutes(begins, ends), 1);
        }
        return first.Precision is TimePrecision.Minute ? null : new("", begins, first.Precision, 0, 1);
    }

    private static OffsetDateTime Beginning(ReportedTime time, DateTimeZone zone, bool hasZone) =>
        // As written: without a zone, an offset says nothing about a local clock.
        time.Moment is { } moment && hasZone ? TimeUnits.Beginning(moment, time.Precision, zone)
        : Cities.Resolve(TimeUnits.Beginning(time.Calendar, time.Precision), zone);
}
