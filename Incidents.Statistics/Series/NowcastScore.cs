namespace Incidents.Statistics.Series;

/// <summary>Which past nowcasts are judged.</summary>
public sealed record NowcastScoreOptions
{
    /// <summary>First step.</summary>
    public int From { get; init; }

    /// <summary>First step that is no longer judged; null for the end of the triangle.</summary>
    public int? Until { get; init; }

    /// <summary>Number of ages at which each step is judged, from 0 on: at most the longest delay. Null for all.</summary>
    public int? Ages { get; init; }

    /// <summary>
    /// A nowcast is not judged where fewer changes than this are to come of an average step of its age: an interval of whole numbers that
    /// is only 0 or 1 wide nearly always holds. The step's own count has no part in that, which would select high counts.
    /// </summary>
    public double LeastExpected { get; init; } = 1;
}

/// <summary>Past nowcasts, each from what was known then, against the counts known now.</summary>
public static class NowcastScore
{
    /// <summary>Name of the method.</summary>
    public const string Method = "nowcast-score";

    /// <summary>Below this number of judged nowcasts a coverage is too few.</summary>
    public const int TooFewBelow = 100;

    /// <summary>The basis of a score.</summary>
    /// <param name="options">Parameters of each nowcast.</param>
    /// <param name="which">Which nowcasts are judged.</param>
    /// <param name="judged">Number of nowcasts judged.</param>
    public static MethodBasis BasisOf(NowcastOptions options, NowcastScoreOptions which, int judged) => new(
        Method, Nowcast.Source, judged, new Dictionary<string, object?>(options.Parameters)
        {
            ["ages"] = which.Ages ?? options.MaxDelay,
            ["leastExpected"] = which.LeastExpected,
            ["tooFewJudgedBelow"] = TooFewBelow,
        });

    /// <summary>Judges the nowcasts of past steps.</summary>
    /// <param name="triangle">The triangle as known now.</param>
    /// <param name="options">Parameters of each nowcast.</param>
    /// <param name="which">Which nowcasts are judged.</param>
    /// <param name="control">Progress and cancellation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    /// <remarks>
    /// A step is judged only where its longest delay is over now. Each nowcast uses nothing that became known after it.
    /// </remarks>
    public static NowcastScoreResult Of(
        ReportingTriangle triangle, NowcastOptions? options = null, NowcastScoreOptions? which = null, RunControl? control = null)
    {
        (options, which, control) = (options ?? new(), which ?? new(), control ?? RunControl.None);
        options.Check();
        var ages = which.Ages ?? options.MaxDelay;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ages, nameof(which));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ages, options.MaxDelay, nameof(which));
        var (now, from, until) = (triangle.Steps - 1, Math.Max(0, which.From), Math.Min(which.Until ?? triangle.Steps, triangle.Steps));
        var judged = new List<JudgedNowcast>();
        var (notFinal, notEstimable, nothingExpected) = (0, 0, 0);
        // Each nowcast's delays serve all ages at its time.
        for (var known = from; known <= now && known < until + ages - 1; known++)
        {
            control.Cancellation.ThrowIfCancellationRequested();
            ReportingDelays? delays = null;
            for (var t = Math.Min(known, until - 1); t >= Math.Max(from, known - ages + 1); t--)
            {
                if (t + options.MaxDelay > now)
                {
                    notFinal++;
                    continue;
                }

                delays ??= ReportingDelays.Of(triangle, known, options);
                var step = Nowcast.Step(triangle, t, known, delays, options);
                if (step.Status is not NowcastStatus.Estimated)
                    notEstimable++;
                else if (step.ExpectedChanges < which.LeastExpected)
                    nothingExpected++;
                else
                    judged.Add(new(t, step, Final(t)));
            }

            control.Progress?.Invoke((known - from + 1.0) / Math.Max(1, Math.Min(now + 1, until + ages - 1) - from));
        }

        return new(
            BasisOf(options, which, judged.Count),
            NowcastCoverage.Of(judged, null),
            [.. Enumerable.Range(0, ages).Select(age => NowcastCoverage.Of([.. judged.Where(j => j.Nowcast.Age == age)], age))],
            judged, notFinal, notEstimable, nothingExpected);

        long Final(int step)
        {
            var (added, withdrawn) = triangle.Known(step, now);
            return added - withdrawn;
        }
    }
}

/// <summary>A past nowcast and the count known now.</summary>
/// <param name="Step">The step.</param>
/// <param name="Nowcast">The nowcast.</param>
/// <param name="Final">The count known now.</param>
public sealed record JudgedNowcast(int Step, NowcastStep Nowcast, long Final)
{
    /// <summary>Whether the count lies in the 80 % interval.</summary>
    public bool IsInside80 => Final >= Nowcast.Low80 && Final <= Nowcast.High80;

    /// <summary>Whether the count lies in the 95 % interval.</summary>
    public bool IsInside95 => Final >= Nowcast.Low95 && Final <= Nowcast.High95;
}

/// <summary>How often intervals contained the count known now, and how far off the estimates were.</summary>
/// <param name="Age">Age of the steps judged; null for all ages.</param>
/// <param name="Judged">Number of nowcasts judged.</param>
/// <param name="IsTooFew">Whether fewer than 100 were judged.</param>
/// <param name="Inside80">Number within the 80 % interval.</param>
/// <param name="Inside95">Number within the 95 % interval.</param>
/// <param name="Coverage80">Share within the 80 % interval; NaN where none was judged.</param>
/// <param name="Coverage80Low">Lower bound of that share, 95 % (Wilson 1927).</param>
/// <param name="Coverage80High">Upper bound of that share.</param>
/// <param name="Coverage95">Share within the 95 % interval; NaN where none was judged.</param>
/// <param name="Coverage95Low">Lower bound of that share.</param>
/// <param name="Coverage95High">Upper bound of that share.</param>
/// <param name="MeanBias">Mean of estimate − count known now.</param>
/// <param name="MeanBiasPublished">Mean of published count − count known now.</param>
/// <param name="MeanError">Mean of |estimate − count known now|.</param>
/// <param name="MeanErrorPublished">Mean of |published count − count known now|.</param>
public sealed record NowcastCoverage(
    int? Age, int Judged, bool IsTooFew, int Inside80, int Inside95, double Coverage80, double Coverage80Low, double Coverage80High,
    double Coverage95, double Coverage95Low, double Coverage95High, double MeanBias, double MeanBiasPublished, double MeanError,
    double MeanErrorPublished)
{
    /// <summary>The coverage of nowcasts.</summary>
    /// <param name="judged">The nowcasts.</param>
    /// <param name="age">Their age; null for all ages.</param>
    public static NowcastCoverage Of(IReadOnlyCollection<JudgedNowcast> judged, int? age)
    {
        var (n, inside80, inside95) = (judged.Count, judged.Count(j => j.IsInside80), judged.Count(j => j.IsInside95));
        var (low80, high80) = Wilson(inside80, n);
        var (low95, high95) = Wilson(inside95, n);
        return new(
            age, n, n < NowcastScore.TooFewBelow, inside80, inside95, (double)inside80 / n, low80, high80, (double)inside95 / n, low95,
            high95, Mean(j => j.Nowcast.Estimate - j.Final), Mean(j => j.Nowcast.Count - j.Final),
            Mean(j => Math.Abs(j.Nowcast.Estimate - j.Final)), Mean(j => Math.Abs(j.Nowcast.Count - j.Final)));

        double Mean(Func<JudgedNowcast, double> value) => n == 0 ? double.NaN : judged.Average(value);
    }

    private static (double Low, double High) Wilson(int inside, int n)
    {
        var z = TailProbability.NormalQuantile(0.975);
        var (share, spread) = ((double)inside / n, z * z / n);
        var middle = (share + spread / 2) / (1 + spread);
        var half = z * Math.Sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread);
        return (middle - half, middle + half);
    }
}

/// <summary>A score of past nowcasts.</summary>
/// <param name="Basis">Method, parameters and n (nowcasts judged).</param>
/// <param name="All">All ages together.</param>
/// <param name="Ages">Age by age, from 0.</param>
/// <param name="Judged">The nowcasts judged, by the step of knowledge.</param>
/// <param name="NotFinal">Nowcasts left out because the longest delay of their step is not over.</param>
/// <param name="NotEstimable">Nowcasts left out because nothing could be estimated then.</param>
/// <param name="NothingExpected">Nowcasts left out because fewer changes were expected than the least.</param>
public sealed record NowcastScoreResult(
    MethodBasis Basis, NowcastCoverage All, IReadOnlyList<NowcastCoverage> Ages, IReadOnlyList<JudgedNowcast> Judged, int NotFinal,
    int NotEstimable, int NothingExpected);
