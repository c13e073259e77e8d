using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Incidents.Api.BaseMaps;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Benchmarks.BaseMaps;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.BaseMaps;

[Collection(OnTownHost.Name)]
public sealed class BaseMapLoadTests(TownHost town) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_named_way_is_in_a_tile_and_is_found()
    {
        var random = new Random(TestScale.Seed);
        var made = new MadeExtract();
        var names = new List<string>();
        for (var i = 0; i < TestScale.Of(120, 2_000); i++)
        {
            // From a fraction of a metre to 100 km, straight and winding, anywhere on earth.
            var (x, y, size) = (random.NextDouble() * 350 - 175, random.NextDouble() * 168 - 84, Math.Pow(10, random.NextDouble() * 6 - 6));
            names.Add($"көше {i} {(char)('а' + random.Next(32))}{(char)('а' + random.Next(32))}");
            made.Line(
                Enumerable.Range(0, random.Next(2, 30)).Select(_ => (x + random.NextDouble() * size, y + random.NextDouble() * size)),
                ("highway", random.Next(2) == 0 ? "service" : "motorway"), ("name", names[^1]));
        }
        await town.Load(made);

        var drawn = new HashSet<string>();
        await using (var command = town.Host.Database.CreateCommand($"select x, y, content from {BaseMapTables.Tiles} where zoom = 14"))
        await using (var rows = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await rows.ReadAsync(Cancellation))
            {
                using var gzip = new GZipStream(new MemoryStream(rows.GetFieldValue<byte[]>(2)), CompressionMode.Decompress);
                using var tile = new MemoryStream();
                await gzip.CopyToAsync(tile, Cancellation);
                foreach (var road in TileText.Layer(tile.ToArray(), 14, rows.GetInt32(0), rows.GetInt32(1), "roads"))
                    drawn.Add(road.Text("name")!);
            }
        }
        Assert.Empty(names.Except(drawn));
        var search = town.Host.Services.GetRequiredService<PlaceSearch>();
        foreach (var name in names)
            Assert.Contains(await search.Find(name, null, 1, RowSight.All, RowSight.All, Cancellation), f => f.Name == name);

        await town.Load(SmallTown.Make());
        Assert.Empty(await search.Find(names[0], null, 1, RowSight.All, RowSight.All, Cancellation));
    }

    // The writer waits for a lock; its connection is ended as by a kill. The host serves the map before, also where another host loads one.
    [Fact]
    public async Task A_load_that_is_killed_leaves_the_old_map_and_a_second_one_meanwhile_is_refused()
    {
        var before = await town.Tile(14, 73.105, 49.801);
        await using var blocker = await town.Host.Database.OpenConnectionAsync(Cancellation);
        await using (var transaction = await blocker.BeginTransactionAsync(Cancellation))
        {
            await Execute(blocker, $"lock table {BaseMapTables.Tiles} in share mode");
            var other = new MadeExtract();
            other.Line([(73.10, 49.80), (73.11, 49.80)], ("highway", "primary"), ("name", "Other"));
            var load = town.Load(other);
            while (!await IsWaiting())
                Assert.False(load.IsCompleted);

            Assert.Equal(ErrorCode.BaseMapTaken, (await Assert.ThrowsAsync<BaseMapException>(() => town.Load(other))).Code);
            await Execute(blocker, $"select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = {0x1C1DEBA5}");
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => load);
        }

        Assert.Equal(before, await town.Tile(14, 73.105, 49.801));
        Assert.Equal(2L, await Scalar($"select count(*) from {BaseMapTables.Maps}"));
        await town.Load(SmallTown.Make());
        Assert.Equal(1L, await Scalar($"select count(*) from {BaseMapTables.Maps}"));
        Assert.Equal(1L, await Scalar($"select count(distinct map) from {BaseMapTables.Tiles}"));
        Assert.Equal(before, await town.Tile(14, 73.105, 49.801));
    }

    [Fact]
    public async Task A_file_that_is_refused_and_a_dry_run_change_nothing()
    {
        var before = await Scalar($"select version from {BaseMapTables.Maps} where is_current");
        var other = new MadeExtract();
        other.Line([(73.10, 49.80), (73.11, 49.80)], ("highway", "primary"));

        var refusal = await Assert.ThrowsAsync<BaseMapException>(() => town.Load([1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Equal(ErrorCode.ExtractUnreadable, refusal.Code);
        Assert.InRange((await town.Load(other, isDryRun: true)).Tiles, 5, 50);

        Assert.Equal(before, await Scalar($"select version from {BaseMapTables.Maps} where is_current"));
    }

    [Fact]
    public async Task An_extract_of_osmium_in_each_format_gives_the_same_tiles()
    {
        var xml = Path.Combine(folder.Path, "town.osm");
        await File.WriteAllTextAsync(xml, SmallTown.Make().Xml(), Cancellation);
        var own = Read(SmallTown.Make().Pbf());
        Assert.Equal(Tiles(own), Tiles(Extract.Read(xml, Cancellation)));
        using (var gzip = new GZipStream(File.Create(xml + ".gz"), CompressionLevel.Fastest))
            await gzip.WriteAsync(await File.ReadAllBytesAsync(xml, Cancellation), Cancellation);
        Assert.Equal(Tiles(own), Tiles(Extract.Read(xml + ".gz", Cancellation)));

        Assert.SkipUnless(HasOsmium(), "osmium (Debian's osmium-tool) is not installed here.");
        foreach (var options in (string[])["pbf", "pbf,pbf_dense_nodes=false", "pbf,pbf_compression=none", "pbf,add_metadata=none"])
        {
            var path = Path.Combine(folder.Path, "town.osm.pbf");
            await Osmium("cat", xml, "--overwrite", "-f", options, "-o", path);
            Assert.Equal(Tiles(own), Tiles(Extract.Read(path, Cancellation)));
        }
    }

    private static List<string> Tiles(Extract extract) =>
    [
        .. new TileMaker(extract.Features).Make(Cancellation)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Zoom}/{t.X}/{t.Y} {Convert.ToBase64String(t.Content)}"))
            .Order(StringComparer.Ordinal),
    ];

    private static bool HasOsmium() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(f => File.Exists(Path.Combine(f, "osmium")));

    private static async Task Osmium(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("osmium", arguments) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, errors);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private Extract Read(byte[] content)
    {
        var path = Path.Combine(folder.Path, "own.osm.pbf");
        File.WriteAllBytes(path, content);
        return Extract.Read(path, Cancellation);
    }

    private async Task<bool> IsWaiting() => (bool)(await Scalar(
        $"select exists (select from pg_locks where not granted and relation = '{BaseMapTables.Tiles}'::regclass)"))!;

    private async Task<object?> Scalar(string sql)
    {
        await using var command = town.Host.Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
