using Incidents.Domain;
using Incidents.Domain.Plates;
using Incidents.Projections;
using Incidents.Projections.Plates;
using Incidents.Projections.Signals;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>A search by index finds what a look at every plate finds, no more and no less.</summary>
public sealed class PlateScanTests(PostgresFixture postgres)
{
    private const string Letters = "ABCEHKMOPTXYZIDБЖ";

    private static readonly int Count = TestScale.Of(20_000, 100_000);
    private readonly Random random = new(TestScale.Seed);
    private long scansBefore;

    [Fact]
    public async Task Patterns_and_distances_find_exactly_what_a_plain_scan_finds()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        var reads = Enumerable.Range(0, Count).Select(_ => Some()).ToArray();
        await Fill(host.Database, reads);
        // One connection, so that its statistics are those of the searches.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(host.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        var reader = new PlateReader(source, host.Services.GetRequiredService<Cities>());
        string[] plates = [.. reads.Distinct()];

        for (var round = 0; round < TestScale.Of(60, 300); round++)
        {
            var plate = plates[random.Next(plates.Length)];
            var pattern = PlatePattern.Of(Pattern(plate), "pattern", out _);
            if (pattern is not null)
            {
                string[] fitting = [.. plates.Where(p => Fits(p, pattern.Text)).Order(StringComparer.Ordinal)];
                var found = await reader.Find(pattern, RowSight.All, TestContext.Current.CancellationToken);
                if (fitting.Length <= PlateReader.MostPlates)
                    Assert.Equal(fitting, found.Select(match => match.Plate));
                else
                    Assert.True(found.Count > PlateReader.MostPlates, pattern.Text);
            }
            var distance = random.Next(3);
            var typed = Mistyped(plate, distance);
            if (typed.Length < PlateLikeness.FewestLetters(distance))
                continue;
            var alike = plates.Select(p => (Plate: p, Distance: Distance(Look(typed), Look(p)))).Where(p => p.Distance <= distance)
                .OrderBy(p => p.Distance).ThenBy(p => p.Plate, StringComparer.Ordinal);
            Assert.Equal(
                alike, (await reader.Find(typed, distance, RowSight.All, TestContext.Current.CancellationToken))
                    .Select(match => (match.Plate, match.Distance!.Value)));
            var exact = await reader.Read(
                [new(plate, null)], new(), SignalOrder.OccurredDescending, null, false, Count, RowSight.All,
                TestContext.Current.CancellationToken);
            Assert.Equal(reads.Count(p => p == plate), exact.Count);
            Assert.All(exact, read => Assert.Equal(plate, read.Plate));
        }

        await using var flushed = source.CreateCommand("select pg_stat_force_next_flush()");
        await flushed.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var scans = source.CreateCommand(
            $"""
             select (select seq_scan from pg_stat_user_tables where schemaname = 'read' and relname = '{SignalRegister.Table}'),
                 (select idx_scan from pg_stat_user_tables where schemaname = 'read' and relname = '{SignalRegister.Table}')
             """);
        await using var rows = await scans.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await rows.ReadAsync(TestContext.Current.CancellationToken);
        Assert.True(rows.GetInt64(1) > 0, "no statistics");
        Assert.Equal(scansBefore, rows.GetInt64(0));
    }

    private async Task Fill(NpgsqlDataSource database, string[] reads)
    {
        string[] plates = [.. reads.Distinct()];
        await using (var command = database.CreateCommand(
            $"""
             insert into read.{PlateTable.Name} (plate, look, grams)
             select plate, look, string_to_array(grams, ' ')::int[] from unnest($1, $2, $3) as t (plate, look, grams)
             """))
        {
            command.Parameters.Add(new() { Value = plates });
            command.Parameters.Add(new() { Value = Array.ConvertAll(plates, PlateLikeness.Look) });
            command.Parameters.Add(new() { Value = Array.ConvertAll(plates, PlateTable.GramsOf) });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await using (var command = database.CreateCommand(
            $"""
             insert into read.{SignalRegister.Table} (
                 id, version, kind, source, source_id, known_at, plate, plate_at, city, category, occurred_at, occurred_day,
                 occurred_offset, time_precision, is_beginning_assumed, is_counted, is_historic, last_known_at)
             select gen_random_uuid(), 1, 'alert', 'test', n::text, now(), plate, '-infinity', 'karaganda', 'fight',
                 timestamptz '2026-01-01' + n * interval '1 minute', '2026-01-01', 18000, 0, false, true, false, now()
             from unnest($1) with ordinality as t (plate, n)
             """))
        {
            command.Parameters.Add(new() { Value = reads });
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        foreach (var table in (string[])[SignalRegister.Table, PlateTable.Name])
        {
            await using var command = database.CreateCommand($"vacuum analyze read.{table}");
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        scansBefore = (long)(await RunningHost.Query(
            database, $"select seq_scan from pg_stat_user_tables where schemaname = 'read' and relname = '{SignalRegister.Table}'"))[0][0];
    }

    // Few letters and regions, so that many are alike.
    private string Some()
    {
        var letters = string.Concat(Enumerable.Range(0, 2 + random.Next(2)).Select(_ => Letters[random.Next(Letters.Length)]));
        var text = random.Next(10) switch
        {
            0 => $"{letters}{random.Next(1000):000}",
            1 => $"{(char)('A' + random.Next(26))}{random.Next(100):000}{letters}",
            _ => $"{random.Next(100):000}{letters}{(random.Next(2) == 0 ? 9 : random.Next(20)):00}",
        };
        return Plate.Normalise(text)!;
    }

    private string Pattern(string plate) => string.Concat(plate.Select(sign => random.Next(5) switch
    {
        0 => '?',
        1 => '*',
        _ => sign,
    })) + (random.Next(4) == 0 ? "*" : "");

    private string Mistyped(string plate, int errors)
    {
        for (var error = 0; error < errors; error++)
        {
            var at = random.Next(plate.Length - 1);
            plate = random.Next(4) switch
            {
                0 => plate.Remove(at, 1),
                1 => plate.Insert(at, "7"),
                2 => plate[..at] + plate[at + 1] + plate[at] + plate[(at + 2)..],
                _ => plate[..at] + "K" + plate[(at + 1)..],
            };
        }
        return plate.Length > 12 ? plate[..12] : plate;
    }

    private static bool Fits(string plate, string pattern) => pattern.Length == 0
        ? plate.Length == 0
        : pattern[0] == '*'
            ? Fits(plate, pattern[1..]) || (plate.Length > 0 && Fits(plate[1..], pattern))
            : plate.Length > 0 && (pattern[0] == '?' || pattern[0] == plate[0]) && Fits(plate[1..], pattern[1..]);

    private static string Look(string plate) => plate.Replace('O', '0').Replace('I', '1').Replace('B', '8');

    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
