using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Incidents.Benchmarks.Ingest;

namespace Incidents.Benchmarks.BaseMaps;

/// <summary>How fast the command makes the base map of a town, in what memory, and how large its tiles are.</summary>
internal sealed class BaseMap : IGoal
{
    private const double MostSeconds = 30;
    private const double MostTileKilobytes = 500;
    private const double MostMegabytes = 400;

    public string Name => "basemap";

    public string What => "./run basemap of a made town of 50,000 ways: seconds, tiles and memory, against osmium on the same file";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var rounds = context.Pick(1, 5);
        var town = MadeTown.Of(50_000);
        var file = context.TemporaryPath("town.osm.pbf");
        await File.WriteAllBytesAsync(file, town.Pbf(), context.Cancellation);

        await using var database = await context.NewDatabase();
        var (ours, megabytes, export, copy) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var (seconds, memory) = await Seconds("dotnet", [HostProcess.Program, "basemap", file], database.ConnectionString, context);
            ours.Add(seconds);
            megabytes.Add(memory);
            if (!HasOsmium())
                continue;
            var (to, other) = (context.TemporaryPath("town.geojsonseq"), context.TemporaryPath("copy.osm.pbf"));
            export.Add((await Seconds("osmium", ["export", file, "-O", "-f", "geojsonseq", "-o", to], "", context)).Seconds);
            copy.Add((await Seconds("osmium", ["cat", file, "-O", "-o", other], "", context)).Seconds);
        }
        var sizes = await database.Scalar<string>(
            """
            select format('%s tiles, %s MB: p95 %s kB, the largest %s kB; at zoom 14 %s tiles, p95 %s kB', count(*),
                round(sum(octet_length(content)) / 1e6, 1),
                round((percentile_disc(0.95) within group (order by octet_length(content)) / 1e3)::numeric, 1),
                round(max(octet_length(content)) / 1e3, 1), count(*) filter (where zoom = 14),
                round((percentile_disc(0.95) within group (order by octet_length(content)) filter (where zoom = 14) / 1e3)::numeric, 1))
            from store.base_map_tile
            """);
        var largest = await database.Scalar<int>("select max(octet_length(content)) from store.base_map_tile");
        var command = new Variant("basemap, with the start of its process", "s", ours);
        List<Variant> variants = [command];
        if (export.Count > 0)
            variants.AddRange([new("osmium export to GeoJSON", "s", export), new("osmium cat", "s", copy)]);
        variants.Add(new("most memory of the command", "MB", megabytes));
        return new(
            variants,
            [
                new("s", command.Median, Relation.AtMost, MostSeconds),
                new("kB in the largest tile", largest / 1e3, Relation.AtMost, MostTileKilobytes),
                new("MB of memory at the most", megabytes.Max(), Relation.AtMost, MostMegabytes),
            ],
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{town.Ways:#,0} ways of {town.Nodes:#,0} nodes in {new FileInfo(file).Length / 1e6:0.0} MB."),
                $"{sizes}.",
                "The command is a process of its own, whose code is compiled while it runs; it makes and stores tiles of 15 zooms, and "
                    + "osmium makes none.",
            ])
        {
            Skipped = export.Count > 0 ? [] : ["osmium is not installed here, so the ratio to it is left out."],
        };
    }

    private static bool HasOsmium()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("osmium", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program.</summary>
    /// <returns>Its seconds, and the most memory that it had, in MB.</returns>
    private static async Task<(double Seconds, double Megabytes)> Seconds(
        string program, string[] arguments, string database, BenchmarkContext context)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ConnectionStrings__Incidents"] = database;
        // As ./run sets them for a command.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var most = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!process.HasExited)
        {
            process.Refresh();
            most = Math.Max(most, process.HasExited ? 0 : process.WorkingSet64);
            await timer.WaitForNextTickAsync(context.Cancellation);
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return process.ExitCode == 0
            ? (seconds, most / 1e6)
            : throw new InvalidOperationException($"{program} failed: {await output}{await errors}");
    }
}
