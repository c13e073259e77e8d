using NodaTime;

namespace Incidents.Projections.Trends;

/// <summary>The steps of a nowcast, and the spans of knowledge that belong to them.</summary>
/// <remarks>
/// Step i is over before its span of knowledge ends. The last span ends with the day of knowledge and the others a step earlier each, so
/// that nothing known by that day is left out although a week or month has begun since. Where the day of knowledge is the last day of a
/// week or month, spans and steps are the same days.
/// </remarks>
public sealed class NowcastSteps
{
    private readonly LocalDate[] begins;
    private readonly LocalDate[] knownFrom;

    private NowcastSteps(TrendGrain grain, LocalDate[] begins, LocalDate[] knownFrom, LocalDate knownOn) =>
        (Grain, this.begins, this.knownFrom, KnownOn) = (grain, begins, knownFrom, knownOn);

    /// <summary>Days, weeks or months.</summary>
    public TrendGrain Grain { get; }

    /// <summary>First days of the steps.</summary>
    public IReadOnlyList<LocalDate> Begins => begins;

    /// <summary>Number of steps that are over on the day of knowledge; the later ones are not.</summary>
    public int Over => knownFrom.Length;

    /// <summary>The day of knowledge.</summary>
    public LocalDate KnownOn { get; }

    /// <summary>The first days of all steps but the first, and of all spans of knowledge but the first: edges of buckets.</summary>
    internal (DateOnly[] Steps, DateOnly[] Known) Edges =>
        ([.. begins.Skip(1).Select(b => b.ToDateOnly())], [.. knownFrom.Skip(1).Select(k => k.ToDateOnly())]);

    /// <summary>The last step over on a day.</summary>
    /// <param name="grain">Days, weeks or months.</param>
    /// <param name="knownOn">The day of knowledge.</param>
    /// <returns>The first day of that step.</returns>
    public static LocalDate Newest(TrendGrain grain, LocalDate knownOn) => Later(grain, Begin(grain, knownOn.PlusDays(1)), -1);

    /// <summary>The steps of a span of days, the first and last one whole.</summary>
    /// <param name="grain">Days, weeks or months.</param>
    /// <param name="from">A day of the first step.</param>
    /// <param name="until">The day after one of the last step.</param>
    /// <param name="knownOn">The day of knowledge.</param>
    public static NowcastSteps Of(TrendGrain grain, LocalDate from, LocalDate until, LocalDate knownOn)
    {
        var begins = new List<LocalDate>();
        var newest = Newest(grain, knownOn);
        for (var begin = Begin(grain, from); begin < until || begin <= newest; begin = Later(grain, begin, 1))
            begins.Add(begin);
        var over = begins.Count(begin => begin <= newest);
        // The end of a span is found from the last one, not from the one after it: a month earlier than 31 March is 28 February, and the
        // month before that ends on 31 January.
        return new(
            grain, [.. begins], [.. Enumerable.Range(0, over).Select(step => End(grain, knownOn, over - step).PlusDays(1))], knownOn);
    }

    /// <summary>The step of a day; −1 before the first one.</summary>
    public int StepOf(LocalDate day) => Last(begins, day);

    /// <summary>The step whose span of knowledge contains a day; 0 also for earlier days.</summary>
    public int KnownIn(LocalDate day) => Math.Max(0, Last(knownFrom, day));

    /// <summary>The last day of knowledge of a step that is over.</summary>
    public LocalDate KnownUntil(int step) => step + 1 < Over ? knownFrom[step + 1].PlusDays(-1) : KnownOn;

    /// <summary>The first day of the step of a day.</summary>
    public static LocalDate Begin(TrendGrain grain, LocalDate day) => grain switch
    {
        TrendGrain.Day => day,
        TrendGrain.Week => day.DayOfWeek is IsoDayOfWeek.Monday ? day : day.Previous(IsoDayOfWeek.Monday),
        TrendGrain.Month => day.With(DateAdjusters.StartOfMonth),
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "A nowcast is by days, weeks or months."),
    };

    /// <summary>The first day of the step some steps later.</summary>
    /// <param name="grain">Days, weeks or months.</param>
    /// <param name="begin">First day of a step.</param>
    /// <param name="count">Number of steps; negative for earlier ones.</param>
    public static LocalDate Later(TrendGrain grain, LocalDate begin, int count) => grain switch
    {
        TrendGrain.Day => begin.PlusDays(count),
        TrendGrain.Week => begin.PlusWeeks(count),
        _ => begin.PlusMonths(count),
    };

    private static LocalDate End(TrendGrain grain, LocalDate last, int before)
    {
        var end = Later(grain, last, -before);
        return grain is TrendGrain.Month && last.PlusDays(1).Day == 1 ? end.With(DateAdjusters.EndOfMonth) : end;
    }

    private static int Last(LocalDate[] firsts, LocalDate day)
    {
        var found = Array.BinarySearch(firsts, day);
        return found >= 0 ? found : ~found - 1;
    }
}
