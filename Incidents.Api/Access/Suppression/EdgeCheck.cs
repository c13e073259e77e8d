using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Projections.Trends;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Access.Suppression;

/// <summary>Refuses questions about areas, periods and parts that rounded counts do not have.</summary>
/// <remarks>Nothing is changed silently: the refusal names the nearest edges in <c>extensions.nearest</c>.</remarks>
internal sealed class EdgeCheck(Cities cities, Categories catalogue, IClock clock)
{
    private static readonly string[] Days = ["from", "until", "beforeFrom", "beforeUntil"];

    /// <summary>Refuses what is not on the edges.</summary>
    /// <param name="value">The value of an argument by its name, or null.</param>
    /// <param name="allCategories">Whether the field counts all categories together only.</param>
    /// <exception cref="RefusedException">It is not (<c>NOT_FIXED_EDGES</c>).</exception>
    public void Check(Func<string, object?> value, bool allCategories)
    {
        var today = cities.Local(clock.GetCurrentInstant(), null).Date;
        foreach (var argument in Days)
        {
            if (value(argument) is LocalDate day)
                CheckDay(argument, day, today);
        }
        if (value("asKnownOn") is not null)
            throw Refused("asKnownOn", "For this role counts are as known now.");
        if (value("grain") is TrendGrain and not TrendGrain.Month)
            throw Refused("grain", "For this role steps are calendar months.", "MONTH");
        if (value("splitBy") is SplitBy.District)
            throw Refused("splitBy", "For this role areas are whole towns, and boundaries of countsByBoundary.", "CITY");
        if (value("zoom") is > FixedEdges.Zoom)
            throw Refused("zoom", $"For this role cells are of zoom {FixedEdges.Zoom} or coarser.", FixedEdges.Zoom);
        if (value("filter") is CountFilter filter)
            CheckFilter(filter, allCategories);
    }

    /// <summary>Refuses a default period to compare with that does not begin with a month.</summary>
    /// <param name="value">The value of an argument by its name, or null.</param>
    public static void CheckCompared(Func<string, object?> value)
    {
        if (value("from") is not LocalDate from || value("until") is not LocalDate until || from >= until)
            return;
        var (first, end) = (value("beforeFrom"), value("beforeUntil"));
        if (first is not null && end is not null)
            return;
        if (first is null && end is null && from.PlusDays(-Period.DaysBetween(from, until)).Day == 1)
            return;
        var months = Period.Between(from, until, PeriodUnits.Months).Months;
        throw Refused(
            "beforeFrom", "For this role the period to compare with is of whole months too: give beforeFrom and beforeUntil.",
            Text(from.PlusMonths(-months)), Text(from));
    }

    private static void CheckDay(string argument, LocalDate day, LocalDate today)
    {
        if (!FixedEdges.IsEdge(day, today))
        {
            throw Refused(
                argument, "For this role periods are whole calendar months that are over.",
                [.. FixedEdges.Nearest(day, today).Select(Text)]);
        }
    }

    private void CheckFilter(CountFilter filter, bool allCategories)
    {
        if (filter.Districts is not null)
            throw Refused("filter.districts", "For this role areas are whole towns, and boundaries of countsByBoundary.");
        if (filter.Bounds is not null)
            throw Refused("filter.bounds", "For this role areas are whole towns, and boundaries of countsByBoundary.");
        if (filter.HoursOfWeek is not null)
            throw Refused("filter.hoursOfWeek", "For this role counts are of all hours together, and by hour in hourByWeekday.");
        if (allCategories && (filter.Categories is not null || filter.CategoryGroups is not null))
            throw Refused("filter.categories", "For this role this is counted for all categories together.");
        if (filter.Categories?.FirstOrDefault(code => !catalogue.TryFind(code, out _)) is { } unknown)
            throw Refused("filter.categories", $"For this role categories are those of the catalogue; '{unknown}' is not one of them.");
    }

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static RefusedException Refused(string argument, string message, params object[] nearest) =>
        new(new(ErrorCode.NotFixedEdges, message, argument))
        {
            Details = nearest.Length == 0 ? null : new Dictionary<string, object?> { ["nearest"] = nearest },
        };
}
