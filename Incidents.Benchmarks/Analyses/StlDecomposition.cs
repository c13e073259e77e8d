using Incidents.Statistics.Series;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast a series is decomposed.</summary>
internal sealed class StlDecomposition : IGoal
{
    private const int Days = 3650;

    public string Name => "stl";

    public string What => "robust STL of 3,650 days with a week and with a year, against statsmodels";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var series = Town.DailyCounts(Days, seed: 4);
        var data = Town.Csv(context.TemporaryPath("series.csv"), "count", series.Select(v => (double[])[v]));
        List<Variant> variants = [];
        List<Want> wants = [];
        List<string> notes = [$"{Days:#,0} daily counts, 15 robustness iterations, no jumps."], skipped = [];
        foreach (var (period, rounds) in ((int, int)[])[(7, context.Pick(9, 25)), (365, context.Pick(2, 5))])
        {
            using var peer = await Peer.Start(context, "stl.py", data, $"{period}");
            Decomposition? found = null;
            var turns = await Turns.Take(
                context, rounds, () => found = Stl.Decompose(series, StlParameters.For(period, robust: true)), peer);
            variants.Add(new($"period {period}", "ms", turns.Ours));
            if (peer is null)
            {
                skipped.Add($"at most 1 of statsmodels with period {period}, which is not installed");
                continue;
            }

            var differs = Agreement.MustHold(
                $"season and trend of period {period}", [.. found!.Season, .. found.Trend], peer.Answer(), 1e-6);
            variants.Add(new($"statsmodels, period {period}", "ms", turns.Peers));
            wants.Add(new($"of statsmodels with period {period}", turns.Share, Relation.AtMost, 1));
            notes.Add($"statsmodels {peer.Version}: season and trend of period {period} agree with ours to {differs:0e+0} of the largest.");
        }

        return new(variants, wants, notes) { Skipped = skipped };
    }
}
