namespace Incidents.Statistics.Spatial;

/// <summary>From p-values to q-values and classes, the same for every local statistic.</summary>
internal static class LocalClassification
{
    /// <summary>Fills in the permutation p, the q-values and the class of each statistic.</summary>
    /// <param name="statistics">The statistics, which are changed in place.</param>
    /// <param name="permuted">A permutation p for each, or null where there were no permutations.</param>
    /// <param name="test">Which p the q-values are made of, and the false-discovery rate.</param>
    /// <param name="classOf">The class of a significant statistic, by its index.</param>
    /// <param name="multiplicities">How many places each statistic stands for; empty for one each.</param>
    public static void Classify(
        LocalStatistic[] statistics, double[]? permuted, LocalTest test, Func<int, SpotClass> classOf,
        ReadOnlySpan<int> multiplicities = default)
    {
        var p = new double[statistics.Length];
        var normal = new double[statistics.Length];
        for (var i = 0; i < statistics.Length; i++)
        {
            normal[i] = statistics[i].PNormal;
            p[i] = test.Significance switch
            {
                Significance.Normal => statistics[i].PNormal,
                Significance.SkewCorrected => statistics[i].PSkewCorrected,
                _ => double.IsNaN(statistics[i].Z) ? double.NaN : permuted![i],
            };
        }

        var (q, qNormal) = (FalseDiscoveryRate.QValues(p, multiplicities), FalseDiscoveryRate.QValues(normal, multiplicities));
        for (var i = 0; i < statistics.Length; i++)
        {
            statistics[i] = statistics[i] with
            {
                PPermutation = permuted?[i],
                Q = q[i],
                QNormal = qNormal[i],
                Class = double.IsNaN(q[i]) ? SpotClass.Undetermined : q[i] <= test.FalseDiscoveryRate ? classOf(i)
                    : SpotClass.NotSignificant,
            };
        }
    }
}
