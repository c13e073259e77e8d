namespace Incidents.Benchmarks.Analyses;

/// <summary>Whether two ways of computing give the same numbers; otherwise their speed says nothing.</summary>
internal static class Agreement
{
    /// <summary>The largest difference as a share of the largest value.</summary>
    /// <exception cref="InvalidOperationException">It is above the limit, or the two are not as many.</exception>
    public static double MustHold(string what, IReadOnlyList<double> ours, IReadOnlyList<double> theirs, double limit)
    {
        if (ours.Count != theirs.Count)
            throw new InvalidOperationException($"{what}: {ours.Count} numbers are ours, {theirs.Count} the other's.");
        var difference = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() / theirs.Max(Math.Abs);
        return difference <= limit ? difference : throw new InvalidOperationException($"{what}: ours differ by {difference:0.0e+0} of the "
            + $"largest, {limit:0.0e+0} is allowed.");
    }
}
