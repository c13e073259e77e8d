using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Counts;

/// <summary>The covered part of the period of a count.</summary>
internal static class CoveredPeriod
{
    /// <summary>Number of days of the requested period, and of these the ones on which a source reported.</summary>
    public static (int Asked, int Covered) DaysOf(CountScope scope)
    {
        var days = Period.DaysBetween(scope.From, scope.Until);
        return scope.Coverage is { } coverage ? (coverage.Days, coverage.DaysCovered) : (days, days);
    }

    /// <summary>The scope with its period cut to the days from the first to the last covered one, for methods of a series.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="stepDays">Days of a step: whole steps are cut off at the beginning and at the end.</param>
    /// <exception cref="RefusedException">
    /// No day is covered (<c>COVERAGE_NONE</c>), or there is a gap between two covered days (<c>COVERAGE_PARTIAL</c>): zeros in it would be
    /// taken for counts.
    /// </exception>
    public static CountScope Cut(CountScope scope, int stepDays = 1)
    {
        if (scope.Coverage is not { } coverage)
            return scope;
        var ranges = coverage.All.Within(scope.From, coverage.Until).Ranges;
        if (ranges.Count == 0)
        {
            throw new RefusedException(
                new(ErrorCode.CoverageNone, "No source reported in the period: there are no data.", "from"));
        }
        if (ranges.Count > 1)
        {
            throw new RefusedException(new(
                ErrorCode.CoveragePartial,
                $"No source reported from {ranges[0].Until:uuuu-MM-dd} until {ranges[1].From:uuuu-MM-dd}: a series has no gaps.", "from"));
        }
        // Steps are counted back from the end, which stays where it is.
        var after = (long)Period.DaysBetween(ranges[0].Until, scope.Until);
        var days = Math.Min((after + stepDays - 1) / stepDays * stepDays, Period.DaysBetween(scope.From, scope.Until));
        var until = scope.Until.PlusDays((int)-days);
        return scope with { From = LocalDate.Min(ranges[0].From, until), Until = until };
    }

    /// <summary>Refuses a period that is not covered as a whole.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="from">First day needed.</param>
    /// <param name="until">First day no longer needed.</param>
    /// <param name="what">What the days are needed for.</param>
    /// <exception cref="RefusedException"><c>COVERAGE_NONE</c> or <c>COVERAGE_PARTIAL</c>.</exception>
    public static void Need(CountScope scope, LocalDate from, LocalDate until, string what)
    {
        if (scope.Coverage is not { } coverage)
            return;
        var days = Period.DaysBetween(from, until);
        var covered = coverage.All.In(from, until);
        if (covered < days)
        {
            throw new RefusedException(new(
                covered == 0 ? ErrorCode.CoverageNone : ErrorCode.CoveragePartial,
                $"{what} need {days} days from {from:uuuu-MM-dd} on; sources reported on {covered} of them.", "from"));
        }
    }
}
