using System.Globalization;
using System.IO.Compression;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.HotSpots;

/// <summary>Counts on a raster, whose shuffles are maps of chance.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Columns">Number of cells in a row.</param>
/// <param name="Counts">Counts, row by row.</param>
internal sealed record LevelSet(string Name, int Columns, double[] Counts)
{
    public double Mean => Counts.Average();

    public double Empty => Counts.Count(n => n == 0) / (double)Counts.Length;

    public double Skewness
    {
        get
        {
            var mean = Mean;
            return Counts.Average(n => Math.Pow(n - mean, 3)) / Math.Pow(Counts.Average(n => Math.Pow(n - mean, 2)), 1.5);
        }
    }
}

/// <summary>The sets of counts on which the level of hot spots is measured.</summary>
internal static class LevelSets
{
    private const int Columns = 31;
    private const int Cells = 31 * 24;

    /// <summary>Generated counts: sparse to dense, even to heavily skewed, with few and with many empty cells.</summary>
    public static IReadOnlyList<LevelSet> Generated { get; } =
    [
        Made("Poisson 0.1", r => r.NextPoisson(0.1)),
        Made("Poisson 1", r => r.NextPoisson(1)),
        Made("Poisson 50", r => r.NextPoisson(50)),
        Made("negative binomial 0.5, shape 0.2", r => r.NextPoisson(0.5 * Gamma(r, 0.2) / 0.2)),
        Made("negative binomial 10, shape 0.5", r => r.NextPoisson(10 * Gamma(r, 0.5) / 0.5)),
        Made("negative binomial 50, shape 2", r => r.NextPoisson(50 * Gamma(r, 2) / 2)),
        Made("95 % empty, else shape 0.5", r => r.NextDouble() < 0.95 ? 0 : r.NextPoisson(20 * Gamma(r, 0.5) / 0.5)),
        Made("log-normal, 10 % empty", r => r.NextDouble() < 0.1 ? 0 : Math.Floor(12 * Math.Exp(1.3 * r.NextNormal()))),
        Made("log-normal, heavy", r => Math.Floor(6 * Math.Exp(1.9 * r.NextNormal()))),
    ];

    /// <summary>Counts of published registers, each with its file below the folder of shared data.</summary>
    public static IReadOnlyList<LevelSet> Read(string folder)
    {
        var stLouis = Path.Combine(folder, "crime", "stlouis_2015_2018_wgs84.csv.gz");
        GeoBounds city = new(-90.31, 38.58, -90.18, 38.69);
        return
        [
            OnMap("St. Louis, zoom 15", stLouis, "lon", "lat", city, 15),
            OnMap("St. Louis, zoom 16", stLouis, "lon", "lat", city, 16),
            OnMap(
                "Chicago, zoom 14", Path.Combine(folder, "crime", "chicago_aggravated_assaults.csv.gz"), "longitude", "latitude",
                new(-87.94, 41.64, -87.52, 42.03), 14),
            Vancouver(Path.Combine(folder, "crime", "vancouver_thefts.csv.gz")),
            OnMap(
                "Montgomery, zoom 13", Path.Combine(folder, "calls", "montgomery_pa_911_calls.zip"), "lng", "lat",
                new(-75.70, 39.98, -75.00, 40.46), 13),
            OnMap(
                "Calgary, zoom 14", Path.Combine(folder, "calls", "calgary_traffic_incidents.csv.gz"), "longitude", "latitude",
                new(-114.25, 50.88, -113.87, 51.18), 14),
        ];
    }

    private static LevelSet Made(string name, Func<SeededRandom, double> draw)
    {
        var random = new SeededRandom(20260703, name.Length);
        return new(name, Columns, [.. Enumerable.Range(0, Cells).Select(_ => draw(random))]);
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26(3), 2000; below shape 1 with their power of a
    // uniform number.
    private static double Gamma(SeededRandom random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        var d = shape - 1 / 3.0;
        while (true)
        {
            var x = random.NextNormal();
            var v = Math.Pow(1 + x / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    private static LevelSet OnMap(string name, string file, string longitude, string latitude, GeoBounds bounds, int zoom)
    {
        var raster = CellRaster.Touching(bounds, zoom);
        var counts = new double[raster.Count];
        foreach (var (x, y) in Places(file, longitude, latitude))
        {
            if (x is >= -180 and <= 180 && y is >= -85 and <= 85 && raster.IndexOf(GridCell.At(new(x, y), zoom)) is >= 0 and var cell)
                counts[cell]++;
        }

        return new(name, raster.Columns, counts);
    }

    private static LevelSet Vancouver(string file)
    {
        PlanarGrid grid = new(483_500, 5_450_000, 300, 300, 50, 30);
        return new("Vancouver, 300 m", grid.Columns, grid.CountPoints(Places(file, "X", "Y").Select(p => new PlanarPoint(p.X, p.Y))));
    }

    private static IEnumerable<(double X, double Y)> Places(string file, string xName, string yName)
    {
        using var text = Text(file);
        var header = text.ReadLine()!.Split(',');
        var (x, y) = (Array.IndexOf(header, xName), Array.IndexOf(header, yName));
        while (text.ReadLine() is { } line)
        {
            // A text with a comma in quotes moves the columns behind it; they are counted from the nearer end.
            var fields = line.Split(',');
            if (double.TryParse(At(x), CultureInfo.InvariantCulture, out var east)
                && double.TryParse(At(y), CultureInfo.InvariantCulture, out var north))
                yield return (east, north);

            string At(int column)
            {
                var index = column < header.Length / 2 ? column : fields.Length - header.Length + column;
                return index >= 0 && index < fields.Length ? fields[index] : "";
            }
        }
    }

    private static StreamReader Text(string file) => file.EndsWith(".zip", StringComparison.Ordinal)
        ? new(ZipFile.OpenRead(file).Entries.First(e => e.Length > 0).Open())
        : new(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
}
