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

    /// <summary>The week, hour by hour, from counts of events whose hour is known and of events that are known to an interval.</summary>
    /// <remarks>
    /// An interval in which the clocks change is several intervals: one up to each change and one after it, with counts in proportion to
    /// their lengths. So nothing falls into an hour that was skipped, and twice as much into one that occurred twice.
    /// </remarks>
    /// <param name="known">168 counts of events whose hour is known, Monday 00:00–01:00 first.</param>
    /// <param name="intervals">The intervals. Their order decides the last digits of the sums.</param>
    /// <param name="rule">How an interval is spread.</param>
    /// <returns>168 weights; they sum to the sum of all counts.</returns>
    /// <exception cref="ArgumentException">There are not 168 counts, or an interval begins outside the week or is not positive.</exception>
    public static AoristicWeek Week(
        IReadOnlyList<long> known, IReadOnlyList<WeekInterval> intervals, AoristicRule rule = AoristicRule.Overlap)
    {
        if (known.Count != HoursInWeek)
            throw new ArgumentException($"A week has {HoursInWeek} hours, not {known.Count}.", nameof(known));
        double[] weights = [.. known];
        var share = new double[HoursInWeek];
        foreach (var (start, length, count) in intervals)
        {
            if (!(start is >= 0 and < HoursInWeek && length > 0 && double.IsFinite(length)))
                throw new ArgumentException(
                    $"An interval cannot begin at hour {start} of a week and last {length} hours.", nameof(intervals));
            Array.Clear(share);
            Spread(share, start, start + length, rule);
            for (var hour = 0; hour < HoursInWeek; hour++)
                weights[hour] += count * share[hour];
        }

        var n = known.Sum() + intervals.Sum(interval => interval.Count);
        return Result((int)Math.Clamp(Math.Round(n), 0, int.MaxValue), rule, weights);
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
            weights[hour % HoursInWeek] += rule is AoristicRule.Overlap ? overlap / (to - from) : 1.0 / (last - first + 1);
        }
    }
}

/// <summary>A number of events that are known only to have occurred in an interval in which the clocks did not change.</summary>
/// <param name="StartHour">Where it begins, in hours since Monday 00:00, from 0 to below 168.</param>
/// <param name="Hours">Length in hours, positive. One that runs beyond Sunday continues on Monday.</param>
/// <param name="Count">Number of events, or the part of it that belongs to this part of an interval; a sum of signed entries.</param>
public readonly record struct WeekInterval(double StartHour, double Hours, double Count);

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
