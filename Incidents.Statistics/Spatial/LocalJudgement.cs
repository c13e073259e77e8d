namespace Incidents.Statistics.Spatial;

/// <summary>From p-values to q-values and classes: the same for every local statistic. Where places are kinds of places, <c>times</c> says how many there are of each.</summary>
internal static class LocalJudgement
{
    public static void Judge(LocalStatistic[] places, double[]? permuted, LocalTest test, Func<int, SpotClass> called, ReadOnlySpan<int> times = default)
    {
        var p = new double[places.Length];
        var normal = new double[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            normal[i] = places[i].PNormal;
            p[i] = test.Significance switch
            {
                Significance.Normal => places[i].PNormal,
                Significance.SkewCorrected => places[i].PSkewCorrected,
                _ => double.IsNaN(places[i].Z) ? double.NaN : permuted![i],
            };
        }

        var (q, qNormal) = (FalseDiscoveryRate.QValues(p, times), FalseDiscoveryRate.QValues(normal, times));
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = places[i] with
            {
                PPermutation = permuted?[i],
                Q = q[i],
                QNormal = qNormal[i],
                Class = double.IsNaN(q[i]) ? SpotClass.Undetermined : q[i] <= test.FalseDiscoveryRate ? called(i) : SpotClass.NotSignificant,
            };
        }
    }
}
