using NodaTime;

namespace Incidents.Projections.Trends;

/// <summary>How an event known only to have happened between two moments is spread.</summary>
public enum AoristicRule
{
    /// <summary>Each hour gets the share of the interval that lies in it.</summary>
    Overlap,

    /// <summary>Each hour that the interval touches gets the same share: Ratcliffe's original search units.</summary>
    WholeUnits,
}

/// <summary>
/// Aoristic weights (Ratcliffe and McCullagh, Int. J. Geographical Information Science 12, 1998; Ratcliffe, "Aoristic signatures", J. Quantitative Criminology 18,
/// 2002): a theft "between 22:00 and 06:00" counts one in all, spread over the hours in which it may have happened.
/// </summary>
public static class Aoristic
{
    private const int HoursInWeek = 168;

    /// <summary>The week, hour by hour.</summary>
    /// <param name="events">First and last moment of each, in the city's local time, seconds considered; both the same where the moment is known.</param>
    /// <param name="rule">How an interval is spread.</param>
    /// <returns>168 weights from Monday 00:00–01:00 on; they sum to the number of events.</returns>
    /// <exception cref="ArgumentException">An event ends before it begins.</exception>
    public static AoristicWeek Week(IReadOnlyList<(LocalDateTime From, LocalDateTime To)> events, AoristicRule rule = AoristicRule.Overlap)
    {
        var weights = new double[HoursInWeek];
        foreach (var (from, to) in events)
        {
            if (to < from)
                throw new ArgumentException($"An event from {from:s} cannot end at {to:s}.", nameof(events));
            var monday = from.Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).AtMidnight();
            Spread(weights, Hours(monday, from), Hours(monday, to), rule);
        }

        return new(
            new("aoristic", "Ratcliffe and McCullagh 1998; Ratcliffe 2002", events.Count, new Dictionary<string, object?> { ["rule"] = rule.ToString() }), weights);
    }

    private static double Hours(LocalDateTime monday, LocalDateTime moment) => Period.Between(monday, moment, PeriodUnits.Ticks).Ticks / (double)NodaConstants.TicksPerHour;

    private static void Spread(double[] weights, double from, double to, AoristicRule rule)
    {
        var first = (int)Math.Floor(from);
        // An interval that ends on the hour does not touch the hour that begins there.
        var last = Math.Max(first, (int)Math.Ceiling(to) - 1);
        for (var hour = first; hour <= last; hour++)
        {
            var overlap = Math.Min(to, hour + 1) - Math.Max(from, hour);
            weights[hour % HoursInWeek] += to > from && rule is AoristicRule.Overlap ? overlap / (to - from) : 1.0 / (last - first + 1);
        }
    }
}

/// <summary>Events by hour of the week.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="HourOfWeek">168 weights, Monday 00:00–01:00 first.</param>
public sealed record AoristicWeek(Basis Basis, IReadOnlyList<double> HourOfWeek)
{
    /// <summary>24 weights by hour of the day.</summary>
    public IReadOnlyList<double> HourOfDay => [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, 7).Sum(day => HourOfWeek[day * 24 + hour]))];

    /// <summary>7 weights by day, Monday first.</summary>
    public IReadOnlyList<double> DayOfWeek => [.. Enumerable.Range(0, 7).Select(day => Enumerable.Range(0, 24).Sum(hour => HourOfWeek[day * 24 + hour]))];
}
