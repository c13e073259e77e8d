namespace Incidents.Benchmarks.Access;

/// <summary>What two ways measured in turns.</summary>
/// <param name="Ours">Ours, round by round.</param>
/// <param name="Plain">The one without, in the same rounds.</param>
internal sealed record Pair(IReadOnlyList<double> Ours, IReadOnlyList<double> Plain)
{
    /// <summary>The median of the rounds' ratios: both turns of a round meet about the same load of the machine.</summary>
    public double Ratio => Statistics.Median([.. Ours.Zip(Plain, (ours, plain) => ours / plain)]);

    /// <summary>Takes turns; each way is first in every other round.</summary>
    /// <param name="context">Cancels it.</param>
    /// <param name="warmUps">Rounds that are not counted: the compiler replaces code that has run often by better code.</param>
    /// <param name="rounds">Rounds that are counted.</param>
    /// <param name="ours">Measures ours.</param>
    /// <param name="plain">Measures the one without.</param>
    public static async Task<Pair> Take(
        BenchmarkContext context, int warmUps, int rounds, Func<Task<double>> ours, Func<Task<double>> plain)
    {
        List<double> our = [], other = [];
        for (var round = -warmUps; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var isFirst = round % 2 == 0;
            var first = await (isFirst ? ours : plain)();
            var second = await (isFirst ? plain : ours)();
            if (round < 0)
                continue;
            our.Add(isFirst ? first : second);
            other.Add(isFirst ? second : first);
        }
        return new(our, other);
    }
}
