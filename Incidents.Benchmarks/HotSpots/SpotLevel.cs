using System.Diagnostics;
using System.Globalization;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.HotSpots;

/// <summary>
/// How many shuffled maps show a spot at a false-discovery rate of 5 %: the table of docs/analysis/for-analysts.md.
/// </summary>
internal static class SpotLevel
{
    private const int Seed = 7;

    /// <summary>Writes a line for each set, and one for all.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="maps">Number of shuffled maps of each set.</param>
    /// <param name="data">Folder of the published registers; null leaves them out.</param>
    public static void Write(TextWriter output, int maps, string? data)
    {
        output.WriteLine("| counts | cells | mean | empty | skewness | hot | cold | hot, normal p | cold, normal p | distribution |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        LevelSet[] sets = [.. data is null ? [] : LevelSets.Read(data), .. LevelSets.Generated];
        var (all, allNormal, started) = (new List<ShuffledSpots>(), new List<ShuffledSpots>(), Stopwatch.GetTimestamp());
        foreach (var set in sets)
        {
            var exact = Of(set, Significance.SkewCorrected, maps);
            var normal = Of(set, Significance.Normal, maps);
            all.Add(exact);
            allNormal.Add(normal);
            var used = (IEnumerable<SumDistribution>)exact.Basis.Parameters["distribution"]!;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {set.Name} | {set.Counts.Length:#,0} | {set.Mean:0.##} | "
                + $"{set.Empty:0 %} | {set.Skewness:0.0} | {exact.ShareAnyHot:0 %} | {exact.ShareAnyCold:0 %} | "
                + $"{normal.ShareAnyHot:0 %} | {normal.ShareAnyCold:0 %} | {string.Join(", ", used)} |"));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| all | | | | | {all.Average(s => s.ShareAnyHot):0.0 %} | "
            + $"{all.Average(s => s.ShareAnyCold):0.0 %} | {allNormal.Average(s => s.ShareAnyHot):0.0 %} | "
            + $"{allNormal.Average(s => s.ShareAnyCold):0.0 %} | |"));
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{maps} shuffled maps of each set, eight cells around, in "
            + $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s."));
    }

    /// <summary>Shuffled maps of a set.</summary>
    public static ShuffledSpots Of(LevelSet set, Significance significance, int maps) => ShuffledMaps.GiStar(
        set.Counts, set.Columns, Stencil.Queen, new() { Significance = significance }, maps, Seed);
}
