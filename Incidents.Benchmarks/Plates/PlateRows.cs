using Incidents.Domain.Plates;
using Incidents.Projections;
using Incidents.Projections.Signals;
using Incidents.Statistics;

namespace Incidents.Benchmarks.Plates;

/// <summary>Writes reads of plates.</summary>
internal static class PlateRows
{
    /// <summary>First day of the reads.</summary>
    public static readonly DateOnly From = new(2026, 1, 1);

    /// <summary>Number of days.</summary>
    public const int Days = 90;

    private const int ReadsOfPlate = 12;
    private const int Devices = 300;
    private const int DevicesOfPlate = 60;
    private const string Letters = "ABCDEHKMOPTXYZ";

    /// <summary>Fills the register of signals with reads of 90 days, and the table of plates; the first are read most often.</summary>
    /// <param name="database">The database.</param>
    /// <param name="count">How many reads.</param>
    /// <returns>The plates.</returns>
    public static async Task<string[]> Fill(BenchmarkDatabase database, int count)
    {
        const string schema = ReadModels.Schema;
        var plates = Plates(count / ReadsOfPlate);
        await database.Execute("create unlogged table plate_number (number int primary key, plate text not null)");
        await using (var command = database.Source.CreateCommand(
            "insert into plate_number select n - 1, plate from unnest($1) with ordinality as t (plate, n)"))
        {
            command.Parameters.Add(new() { Value = plates });
            await command.ExecuteNonQueryAsync();
        }
        await using (var command = database.Source.CreateCommand(
            $"""
             insert into {schema}.{PlateTable.Name} (plate, look, grams)
             select plate, look, string_to_array(grams, ' ')::int[] from unnest($1, $2, $3) as t (plate, look, grams)
             """))
        {
            command.Parameters.Add(new() { Value = plates });
            command.Parameters.Add(new() { Value = Array.ConvertAll(plates, PlateLikeness.Look) });
            command.Parameters.Add(new() { Value = Array.ConvertAll(plates, PlateTable.GramsOf) });
            await command.ExecuteNonQueryAsync();
        }
        var towns = string.Join(", ", new TownPlaces().Towns.Select(t => $"'{t.Code}'"));
        await database.Execute(
            $"""
             insert into {schema}.{SignalRegister.Table} (
                 id, version, kind, source, source_id, known_at, plate, plate_at, city, longitude, latitude, category, occurred_at,
                 occurred_day, occurred_offset, time_precision, device_id, is_beginning_assumed, status, is_counted, is_historic,
                 last_known_at)
             select gen_random_uuid(), 1, case when i % 3 = 0 then 'alert' else 'violation' end, 'benchmark', i::text,
                 at + interval '20 seconds', plate, '-infinity', towns[1 + device % cardinality(towns)], 73 + device % 17 / 40.0,
                 49.7 + device % 19 / 50.0, 'traffic', at, (at at time zone 'Asia/Almaty')::date, 18000, 0, 'device-' || device, false,
                 case when i % 3 = 0 then null else 'recorded' end, true, false,
                 at + interval '20 seconds'
             from (
                 select i, n.plate, (n.number * 7 + floor(random() * {DevicesOfPlate})::int) % {Devices} as device,
                     timestamptz '{From:yyyy-MM-dd}' + make_interval(secs => random() * {Days} * 86400) as at, array[{towns}] as towns
                 from (select i, floor({plates.Length} * power(random(), 1.5))::int as number from generate_series(1, {count}) as i) r
                 join plate_number n using (number)) as t
             """);
        await database.Execute($"vacuum analyze {schema}.{SignalRegister.Table}");
        await database.Execute($"vacuum analyze {schema}.{PlateTable.Name}");
        await database.Execute("checkpoint");
        return plates;
    }

    // Seven of ten are of the region.
    private static string[] Plates(int count)
    {
        var random = new SeededRandom(16);
        var plates = new HashSet<string>(StringComparer.Ordinal);
        while (plates.Count < count)
        {
            var length = random.NextInt(4) == 0 ? 2 : 3;
            var letters = string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.NextInt(Letters.Length)]));
            var region = random.NextInt(10) < 7 ? 9 : 1 + random.NextInt(20);
            plates.Add($"{random.NextInt(1000):000}{letters}{region:00}");
        }
        return [.. plates];
    }
}
