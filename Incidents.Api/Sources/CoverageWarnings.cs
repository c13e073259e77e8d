using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Sources;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Sources;

/// <summary>The value of a warning that a period is not covered as a whole.</summary>
/// <param name="Kind">Kind of thing reported.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it, or of which nothing can be known.</param>
/// <param name="Days">Number of its days.</param>
/// <param name="DaysCovered">Number of these on which a source reported.</param>
/// <param name="Cities">The requested cities that are not covered as a whole; empty where all cities are requested.</param>
/// <param name="Sources">The sources that reported in a part of the period only.</param>
internal sealed record CoverageWarning(
    string Kind, string From, string Until, int Days, int DaysCovered, IReadOnlyList<CityDaysCovered> Cities,
    IReadOnlyList<SourceDaysCovered> Sources);

/// <summary>Days of a city.</summary>
/// <param name="City">City code.</param>
/// <param name="DaysCovered">Number of days on which a source reported.</param>
internal sealed record CityDaysCovered(string City, int DaysCovered);

/// <summary>Days of a source.</summary>
/// <param name="City">City code.</param>
/// <param name="Source">The source; null for registered devices.</param>
/// <param name="From">First local day on which it reported.</param>
/// <param name="Until">First local day on which it no longer did; null where it goes on.</param>
/// <param name="DaysCovered">Number of days of the period on which it reported.</param>
internal sealed record SourceDaysCovered(string City, string? Source, string From, string? Until, int DaysCovered);

/// <summary>Warns of periods that are not covered as a whole, or whose sources change.</summary>
internal static class CoverageWarnings
{
    private const int MostListed = 20;
    private static readonly LocalDatePattern Iso = LocalDatePattern.Iso;

    /// <summary>Adds the warning of a scope, where there is one.</summary>
    /// <remarks>
    /// Live sources that nobody has declared begin all the time (a console, a new camera), so one that begins while another one covers the
    /// city is no warning; a register or a declared source is.
    /// </remarks>
    /// <param name="warnings">Takes the warning.</param>
    /// <param name="scope">What is counted.</param>
    /// <param name="coverage">Its coverage.</param>
    /// <param name="sources">The sources of its cities.</param>
    /// <param name="compares">
    /// Whether days are compared: then a source that changes is a warning also where all cities are asked for.
    /// </param>
    public static void Add(
        QueryWarnings warnings, CountScope scope, ScopeCoverage coverage, IReadOnlyList<CoveredSource> sources, bool compares = false)
    {
        var (from, until, days, covered) = (coverage.From, coverage.Until, coverage.Days, coverage.DaysCovered);
        if (days == 0)
            return;
        var asked = SourceCoverages.CitiesOf(scope);
        CityDaysCovered[] cities =
        [
            .. (asked ?? []).Order(StringComparer.Ordinal).Select(c => new CityDaysCovered(c, coverage.Of(c).In(from, until)))
                .Where(c => c.DaysCovered < days),
        ];
        var changing = asked is null && covered == days && !compares ? [] : sources.Where(s => Changes(s, from, until, days)).ToArray();
        if (covered == days && cities.Length == 0 && changing.Length == 0)
            return;
        var kind = scope.Measure.ReportedKind();
        var code = covered == 0 ? ErrorCode.CoverageNone : ErrorCode.CoveragePartial;
        var message = Message(kind, from, until, days, covered, cities, changing);
        if (warnings.All.Any(w => w.Code == code.Text() && w.Message == message))
            return;
        warnings.Add(new(
            code.Text(), message, "from",
            new CoverageWarning(
                ErrorCodes.CapitalsOf(kind), Iso.Format(from), Iso.Format(until), days, covered, [.. cities.Take(MostListed)],
                [.. changing.Take(MostListed).Select(s => new SourceDaysCovered(
                    s.City, s.Source, Iso.Format(s.From), s.Until is { } end ? Iso.Format(end) : null, s.DaysIn(from, until)))])));
    }

    private static bool Changes(CoveredSource source, LocalDate from, LocalDate until, int days) =>
        (source.IsImported || source.Basis is CoverageBasis.Declared) && source.DaysIn(from, until) < days;

    private static string Message(
        CoveredKind kind, LocalDate from, LocalDate until, int days, int covered, CityDaysCovered[] cities, CoveredSource[] changing)
    {
        var what = $"{ErrorCodes.CapitalsOf(kind)} from {Iso.Format(from)} until {Iso.Format(until)}";
        if (covered == 0)
            return $"{what}: no source reported, so there are no data.";
        if (covered < days)
            return $"{what}: sources reported on {covered} of {days} days.";
        return cities.Length > 0
            ? $"{what}: sources of {Names(cities.Select(c => c.City))} reported in a part of the period only, or not at all."
            : $"{what}: {Names(changing.Select(s => s.Source ?? s.City))} reported in a part of the period only.";
    }

    private static string Names(IEnumerable<string> names)
    {
        string[] some = [.. names.Take(4)];
        return some.Length < 4 ? string.Join(", ", some) : $"{string.Join(", ", some[..3])} and others";
    }
}
