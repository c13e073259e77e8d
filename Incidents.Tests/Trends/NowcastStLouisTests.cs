using System.Globalization;
using System.IO.Compression;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using Incidents.Tests.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>
/// Nowcasts of a register with real delays, known to the month: St. Louis' 48 batches of 2015 to 2018, each known at the end of its month,
/// with rows that withdraw earlier ones. Of the counting rows 94 % were known in their month, 97 % by the next.
/// </summary>
public sealed class NowcastStLouisTests
{
    private static readonly LocalDate First = new(2015, 1, 1);
    private static readonly LocalDate Last = new(2018, 12, 31);

    // The figures are those of docs/analysis/nowcast.md.
    [Fact]
    public void Coverage_and_n_of_forty_eight_months_are_reported()
    {
        NowcastOptions options = new() { MaxDelay = 6, Window = 24 };
        var steps = NowcastSteps.Of(TrendGrain.Month, First.PlusMonths(-25), Last.PlusDays(1), Last);
        var triangle = ReportedTriangles.Of(steps, Counts(steps)).Single().Triangle;
        var from = steps.StepOf(First);

        var found = NowcastScore.Of(triangle, options, new() { From = from });
        var constant = NowcastScore.Of(triangle, options with { EstimateDispersion = false }, new() { From = from });

        TestContext.Current.TestOutputHelper?.WriteLine($"{found.All}");
        // 48 months at 6 ages, less the last six months, and those of which delays of six months were not known yet.
        Assert.Equal((225, 21, 27), (found.All.Judged, found.NotFinal, found.NotEstimable));
        Assert.Equal(found.All.MeanBias, constant.All.MeanBias);
        Assert.True(Math.Abs(found.All.MeanBias) < 10 && found.All.MeanBiasPublished < -80);
        Assert.True(found.All.MeanError < 0.2 * found.All.MeanErrorPublished);
        // Delays change from month to month.
        Assert.Equal((169, 196), (found.All.Inside80, found.All.Inside95));
        Assert.Equal((117, 153), (constant.All.Inside80, constant.All.Inside95));
    }

    private static List<ReportedCount> Counts(NowcastSteps steps)
    {
        using var rows = new StreamReader(
            new GZipStream(File.OpenRead(ImportOf.SharedData("crime/stlouis_2015_2018_wgs84.csv.gz")), CompressionMode.Decompress));
        var sums = new Dictionary<(int Step, int Known), (long Added, long Withdrawn)>();
        rows.ReadLine();
        while (rows.ReadLine() is { } row)
        {
            // batch_file, batch_line, complaint, coded_month, date, three flags, count: none of them is quoted.
            var fields = row.Split(',', 10);
            var step = steps.StepOf(new(Number(fields[4][..4]), Number(fields[4][5..7]), 1));
            var known = steps.KnownIn(new(Number(fields[3][..4]), Number(fields[3][5..7]), 2));
            if (step < 0)
                continue;
            var (added, withdrawn) = sums.GetValueOrDefault((step, known));
            sums[(step, known)] = fields[8] == "-1" ? (added, withdrawn + 1) : (added + 1, withdrawn);
        }

        return [.. sums.Select(s => new ReportedCount(default, "st-louis", s.Key.Step, s.Key.Known, s.Value.Added, s.Value.Withdrawn))];
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
