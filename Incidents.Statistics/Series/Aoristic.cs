using NodaTime;

namespace Incidents.Statistics.Series;

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

    /// <summary>The week from counts: those whose hour is known, and those known to an interval.</summary>
    /// <param name="hours">168 counts at the hour in which each began, those with an interval among them.</param>
    /// <param name="intervals">The intervals, in an order that decides the last digits of the sums.</param>
    /// <param name="rule">How an interval is spread.</param>
    /// <returns>168 weights from Monday 00:00–01:00 on; they sum to the sum of <paramref name="hours"/>.</returns>
    /// <exception cref="ArgumentException">There are not 168 counts, or an interval begins outside the week or is not positive.</exception>
    public static AoristicWeek Week(IReadOnlyList<long> hours, IReadOnlyList<WeekInterval> intervals, AoristicRule rule = AoristicRule.Overlap)
    {
        if (hours.Count != HoursInWeek)
            throw new ArgumentException($"A week has {HoursInWeek} hours, not {hours.Count}.", nameof(hours));
        double[] weights = [.. hours];
        var share = new double[HoursInWeek];
        foreach (var (start, length, count) in intervals)
        {
            if (start is < 0 or >= HoursInWeek * 60 || length <= 0)
                throw new ArgumentException($"An interval of {length} minutes from minute {start} of the week on is none.", nameof(intervals));
            weights[start / 60] -= count;
            Array.Clear(share);
            Spread(share, start / 60.0, (start + length) / 60.0, rule);
            for (var hour = 0; hour < HoursInWeek; hour++)
                weights[hour] += count * share[hour];
        }

        return new(
            new("aoristic", "Ratcliffe and McCullagh 1998; Ratcliffe 2002", (int)Math.Clamp(hours.Sum(), 0, int.MaxValue), new Dictionary<string, object?> { ["rule"] = rule.ToString() }),
            weights);
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

/// <summary>Events of which it is known only that they occurred in an interval.</summary>
/// <param name="StartMinute">Minute of the week at which it begins, from 0 (Monday 00:00) to 10,079.</param>
/// <param name="LengthMinutes">How long it is, positive; longer than a week it goes round.</param>
/// <param name="Count">How many events, as a sum of signed entries.</param>
public readonly record struct WeekInterval(int StartMinute, int LengthMinutes, long Count);

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
