namespace Incidents.Statistics.Spatial;

/// <summary>From sums over neighbours to p-values, q-values and classes, the same for every local statistic.</summary>
/// <param name="Statistics">The statistics, which are completed in place.</param>
/// <param name="Draws">The sum over the neighbours of each.</param>
/// <param name="ClassOf">
/// The class of a significant statistic, by its index and by the tail that its neighbours' sum lies in (whether it is the upper one; null
/// where p is that of z).
/// </param>
internal sealed record LocalClassification(LocalStatistic[] Statistics, Draw[] Draws, Func<int, bool?, SpotClass> ClassOf)
{
    /// <summary>How many places each statistic stands for; empty for one each.</summary>
    public int[] Multiplicities { get; init; } = [];

    /// <summary>Fills in p, q and class of each statistic.</summary>
    /// <param name="sums">The distribution of the neighbours' sums.</param>
    /// <param name="permuted">A permutation p for each, or null where there were no permutations.</param>
    /// <param name="test">Which p the q-values are made of, and the false-discovery rate.</param>
    /// <param name="control">Cancellation and number of threads.</param>
    public void Complete(DrawnSums sums, TwoSidedTail[]? permuted, LocalTest test, RunControl control)
    {
        var tails = sums.Of(Draws, control);
        var p = new double[Statistics.Length];
        var normal = new double[Statistics.Length];
        for (var i = 0; i < Statistics.Length; i++)
        {
            normal[i] = Statistics[i].PNormal;
            p[i] = test.Significance switch
            {
                Significance.Normal => Statistics[i].PNormal,
                Significance.SkewCorrected => tails[i].P,
                _ => double.IsNaN(Statistics[i].Z) ? double.NaN : permuted![i].P,
            };
        }

        var (q, qNormal) = (
            FalseDiscoveryRate.QValues(p, Multiplicities), FalseDiscoveryRate.QValues(normal, Multiplicities));
        for (var i = 0; i < Statistics.Length; i++)
        {
            bool? isHigh = test.Significance switch
            {
                Significance.Normal => null,
                Significance.SkewCorrected => tails[i].IsHigh,
                _ => permuted![i].IsHigh,
            };
            Statistics[i] = Statistics[i] with
            {
                PSkewCorrected = tails[i].P,
                PPermutation = permuted?[i].P,
                Q = q[i],
                QNormal = qNormal[i],
                Class = double.IsNaN(q[i]) ? SpotClass.Undetermined : q[i] <= test.FalseDiscoveryRate ? ClassOf(i, isHigh)
                    : SpotClass.NotSignificant,
            };
        }
    }
}
