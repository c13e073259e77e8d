using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast near repeats are tested.</summary>
internal sealed class KnoxTest : IGoal
{
    private const int Events = 2000, Permutations = 999;
    private const double Metres = 300, Days = 7;

    public string Name => "knox";

    public string What => "Knox's test of 2,000 incidents with 999 permutations, against surveillance, per permutation";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var events = new Town(10_000, 10_000).Events(Events, days: 365, seed: 6);
        var data = Town.Csv(context.TemporaryPath("events.csv"), "x,y,time", events.Select(e => (double[])[e.X, e.Y, e.Time]));
        var peers = context.Pick(19, 199);
        using var peer = await Peer.Start(context, "knox.R", data, $"{Metres}", $"{Days}", $"{peers}");

        KnoxTable? table = null;
        var turns = await Turns.Take(
            context, context.Pick(3, 5), () => table = Knox.Table(events, Bands.UpTo(Metres), Bands.UpTo(Days), permutations: Permutations),
            peer);
        var entry = table!.Entries[0];
        Variant[] ours = [
            new("a permutation", "ms", [.. turns.Ours.Select(ms => ms / Permutations)]),
            new($"all {Permutations}", "ms in all", turns.Ours)];
        var note = $"{Events:#,0} incidents in a year and 10 km, {Metres} m and {Days} days: {entry.Observed} pairs of {table.Pairs:#,0}, "
            + $"p = {entry.PGreater:0.000}. "
            + $"Ours with the search for pairs, on {Environment.ProcessorCount} cores.";
        if (peer is null)
            return new(ours, [], [note]) { Skipped = ["at most 0.02 of surveillance, which is not installed"] };
        Agreement.MustHold("pairs observed and expected", [entry.Observed, entry.Expected], peer.Answer(), 1e-12);
        return new(
            [ours[0], new("surveillance, a permutation", "ms", turns.Peers), ours[1]],
            [new("of surveillance, per permutation", turns.Share / Permutations, Relation.AtMost, 0.02)],
            [
                note,
                $"surveillance {peer.Version}, one core: {peers} permutations, less the time of the test without any, its distances made "
                    + $"beforehand; in proportion {Permutations} would take "
                    + $"{Statistics.Median(turns.Peers) * Permutations / 1000:0} s. Pairs observed and expected are the same.",
            ]);
    }
}
