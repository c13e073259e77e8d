namespace Incidents.Statistics.Series;

/// <summary>How an event that is known only to an interval is spread over the hours.</summary>
public enum AoristicRule
{
    /// <summary>Each hour gets the share of the interval that lies in it.</summary>
    Overlap,

    /// <summary>Each hour that the interval touches gets the same share: Ratcliffe's original search units.</summary>
    WholeUnits,
}

/// <summary>
/// Aoristic weights: a theft "between 22:00 and 06:00" counts as one, spread over the hours in which it may have happened.
/// </summary>
/// <remarks>
/// Ratcliffe and McCullagh, Int. J. Geographical Information Science 12, 1998; Ratcliffe, "Aoristic signatures", J. Quantitative
/// Criminology 18, 2002.
/// </remarks>
public static class Aoristic
{
    private const int HoursInWeek = 168;

    /// <summary>The week, hour by hour, from single events.</summary>
    /// <param name="events">
    /// First and last moment of each event in hours since Monday 00:00 of the week in which it begins, by the city's clock; both the same
    /// where the moment is known. An interval may end in a later week.
    /// </param>
    /// <param name="rule">How an interval is spread.</param>
    /// <returns>168 weights from Monday 00:00–01:00 on; they sum to the number of events.</returns>
    /// <exception cref="ArgumentException">An event begins outside the week, ends before it begins, or is not finite.</exception>
    public static AoristicWeek Week(IReadOnlyList<(double From, double To)> events, AoristicRule rule = AoristicRule.Overlap)
    {
        var weights = new double[HoursInWeek];
        foreach (var (from, to) in events)
        {
            if (!(from >= 0 && from < HoursInWeek && to >= from && double.IsFinite(to)))
                throw new ArgumentException($"An event cannot last from hour {from} to hour {to} of a week.", nameof(events));
            Spread(weights, from, to, rule);
        }

        return Result(events.Count, rule, weights);
    }

    /// <summary>The week, hour by hour, from counts of events whose hour is known and of events that are known to an interval.</summary>
    /// <param name="hours">168 counts by the hour in which events began, events with an interval included.</param>
    /// <param name="intervals">The intervals. Their order decides the last digits of the sums.</param>
    /// <param name="rule">How an interval is spread.</param>
    /// <returns>168 weights from Monday 00:00–01:00 on; they sum to the sum of <paramref name="hours"/>.</returns>
    /// <exception cref="ArgumentException">There are not 168 counts, or an interval begins outside the week or is not positive.</exception>
    public static AoristicWeek Week(
        IReadOnlyList<long> hours, IReadOnlyList<WeekInterval> intervals, AoristicRule rule = AoristicRule.Overlap)
    {
        if (hours.Count != HoursInWeek)
            throw new ArgumentException($"A week has {HoursInWeek} hours, not {hours.Count}.", nameof(hours));
        double[] weights = [.. hours];
        var share = new double[HoursInWeek];
        foreach (var (start, length, count) in intervals)
        {
            if (start is < 0 or >= HoursInWeek * 60 || length <= 0)
                throw new ArgumentException(
                    $"An interval cannot begin at minute {start} of a week and last {length} minutes.", nameof(intervals));
            weights[start / 60] -= count;
            Array.Clear(share);
            Spread(share, start / 60.0, (start + length) / 60.0, rule);
            for (var hour = 0; hour < HoursInWeek; hour++)
                weights[hour] += count * share[hour];
        }

        return Result((int)Math.Clamp(hours.Sum(), 0, int.MaxValue), rule, weights);
    }

    private static AoristicWeek Result(int n, AoristicRule rule, double[] weights) => new(
        new("aoristic", "Ratcliffe and McCullagh 1998; Ratcliffe 2002", n, new Dictionary<string, object?> { ["rule"] = rule }),
        weights);

    private static void Spread(double[] weights, double from, double to, AoristicRule rule)
    {
        var first = (int)Math.Floor(from);
        // The hour that begins where an interval ends gets nothing of it.
        var last = Math.Max(first, (int)Math.Ceiling(to) - 1);
        for (var hour = first; hour <= last; hour++)
        {
            var overlap = Math.Min(to, hour + 1) - Math.Max(from, hour);
            weights[hour % HoursInWeek] += to > from && rule is AoristicRule.Overlap ? overlap / (to - from) : 1.0 / (last - first + 1);
        }
    }
}

/// <summary>A number of events that are known only to have occurred in an interval.</summary>
/// <param name="StartMinute">Minute of the week at which the interval begins, from 0 (Monday 00:00) to 10,079.</param>
/// <param name="LengthMinutes">Length of the interval, positive. One that runs beyond Sunday continues on Monday.</param>
/// <param name="Count">Number of events, a sum of signed entries.</param>
public readonly record struct WeekInterval(int StartMinute, int LengthMinutes, long Count);

/// <summary>Events by hour of the week.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="HourOfWeek">168 weights, Monday 00:00–01:00 first.</param>
public sealed record AoristicWeek(MethodBasis Basis, IReadOnlyList<double> HourOfWeek)
{
    /// <summary>24 weights by hour of the day.</summary>
    public IReadOnlyList<double> HourOfDay =>
        [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, 7).Sum(day => HourOfWeek[day * 24 + hour]))];

    /// <summary>7 weights by day, Monday first.</summary>
    public IReadOnlyList<double> DayOfWeek =>
        [.. Enumerable.Range(0, 7).Select(day => Enumerable.Range(0, 24).Sum(hour => HourOfWeek[day * 24 + hour]))];
}
