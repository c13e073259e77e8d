namespace Incidents.Statistics.Series;

/// <summary>What was counted, by step of occurrence and by the step in which it became known.</summary>
/// <remarks>
/// Steps are days, weeks or months, numbered from 0. The delay of a report is the number of steps from the one in which it occurred to the
/// one in which it became known; what was known before its own step is counted at delay 0.
/// </remarks>
public sealed class ReportingTriangle
{
    private readonly List<TriangleEntry>[] rows;
    private readonly bool[] missing;

    /// <summary>An empty triangle.</summary>
    /// <param name="steps">Number of steps that are over; the last one is the newest of which anything can be estimated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ReportingTriangle(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        (rows, missing) = (new List<TriangleEntry>[steps], new bool[steps]);
    }

    /// <summary>Number of steps.</summary>
    public int Steps => rows.Length;

    /// <summary>
    /// First step from which on delays could be observed: what occurred before was known only when reporting began. Default 0.
    /// </summary>
    public int DelaysFrom { get; set; }

    /// <summary>Adds reports.</summary>
    /// <param name="step">Step of occurrence.</param>
    /// <param name="known">Step in which they became known.</param>
    /// <param name="added">Number of reports that add to the count.</param>
    /// <param name="withdrawn">Number of reports that lower the count.</param>
    /// <param name="forDelays">Whether delays are estimated from them; the count contains them in any case.</param>
    /// <exception cref="ArgumentOutOfRangeException">A step is outside the triangle, or a number is negative.</exception>
    public void Add(int step, int known, long added, long withdrawn = 0, bool forDelays = true)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, (uint)Steps, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(known, Steps);
        ArgumentOutOfRangeException.ThrowIfNegative(added);
        ArgumentOutOfRangeException.ThrowIfNegative(withdrawn);
        var delay = Math.Max(0, known - step);
        var row = rows[step] ??= [];
        var at = row.Count;
        while (at > 0 && row[at - 1].Delay > delay)
            at--;
        TriangleEntry entry = new(delay, added, withdrawn, forDelays ? added : 0, forDelays ? withdrawn : 0);
        if (at > 0 && row[at - 1].Delay == delay)
            row[at - 1] = row[at - 1].Plus(entry);
        else
            row.Insert(at, entry);
    }

    /// <summary>Marks a step as one of which no data exist: nothing is estimated of it or from it.</summary>
    /// <param name="step">The step.</param>
    public void MarkMissing(int step) => missing[step] = true;

    /// <summary>Whether no data exist of a step.</summary>
    public bool IsMissing(int step) => missing[step];

    /// <summary>What was added and withdrawn of a step up to the end of another.</summary>
    /// <param name="step">Step of occurrence.</param>
    /// <param name="until">Last step of knowledge.</param>
    public (long Added, long Withdrawn) Known(int step, int until)
    {
        var (added, withdrawn) = (0L, 0L);
        foreach (var entry in Row(step))
        {
            if (entry.Delay > until - step)
                break;
            (added, withdrawn) = (added + entry.Added, withdrawn + entry.Withdrawn);
        }

        return (added, withdrawn);
    }

    internal IReadOnlyList<TriangleEntry> Row(int step) => rows[step] is { } row ? row : [];
}

/// <summary>What was reported of one step at one delay.</summary>
internal readonly record struct TriangleEntry(int Delay, long Added, long Withdrawn, long AddedForDelays, long WithdrawnForDelays)
{
    public TriangleEntry Plus(TriangleEntry other) => new(
        Delay, Added + other.Added, Withdrawn + other.Withdrawn, AddedForDelays + other.AddedForDelays,
        WithdrawnForDelays + other.WithdrawnForDelays);
}
