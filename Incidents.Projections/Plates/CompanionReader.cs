using Incidents.Domain;
using Incidents.Projections.Signals;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Plates;

/// <summary>Finds vehicles that travelled together with one.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class CompanionReader(NpgsqlDataSource source, Cities cities)
{
    /// <summary>Most reads of the plate.</summary>
    public const int MostReads = 5_000;

    /// <summary>Most reads of other vehicles by the same devices.</summary>
    public const int MostReadsOfOthers = 3_000_000;

    private const string Reads = $"{ReadModels.Schema}.{SignalRegister.Table}";

    // The condition of the index of reads by device.
    private const string ByDevice = "plate is not null and device_id is not null and time_precision = 0";

    /// <summary>Those that met it; null where the devices have more reads in the period than are looked through.</summary>
    /// <param name="plate">The plate in its one spelling.</param>
    /// <param name="from">The first day, from 4:00 on by the region's clock.</param>
    /// <param name="until">The day at whose 4:00 the last one ends.</param>
    /// <param name="minutes">How far apart two reads of a meeting are at most.</param>
    /// <param name="fewestDays">Fewest days of those that are listed; all are compared.</param>
    /// <param name="seenTowns">City codes; null for all towns.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<PlateCompanions?> Find(
        string plate, LocalDate from, LocalDate until, int minutes, int fewestDays, IReadOnlyList<string>? seenTowns,
        CancellationToken cancellation)
    {
        TripDays days = new(from, until, cities.ZoneOf(null));
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var devices = await Devices(plate, days, seenTowns, connection, cancellation);
        if (devices.Sum(d => d.Reads.Length) > MostReads)
            return null;
        MeetingCounter counter = new(days, TimeSpan.TicksPerMinute * minutes);
        if (!await Count(counter, plate, devices, days, connection, cancellation))
            return null;
        var companions = counter.Meetings().Where(m => m.Days.Met >= fewestDays)
            .OrderBy(m => m.Days.Probability).ThenByDescending(m => m.Days.Met).ThenBy(m => m.Plate, StringComparer.Ordinal)
            .Select(m => new PlateCompanion(
                m.Plate, m.Count, m.Devices, m.Visits, m.Days.Met, m.Days.Expected, m.Days.Probability, m.Adjusted, Local(m.FirstMet),
                Local(m.LastMet)));
        return new(plate, minutes, devices.Sum(d => d.Reads.Length), devices.Count, counter.DaysOfPlate, counter.Vehicles, [.. companions]);
    }

    private OffsetDateTime Local(long ticks) => cities.Local(Instant.FromDateTimeUtc(new(ticks, DateTimeKind.Utc)), null);

    private static async Task<List<(string City, string Device, long[] Reads)>> Devices(
        string plate, TripDays days, IReadOnlyList<string>? seenTowns, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        var towns = seenTowns is null ? "" : $" and city = any({command.Add(seenTowns.ToArray())})";
        command.CommandText =
            $"""
             select city, device_id, occurred_at from {Reads}
             where plate = {command.Add(plate)} and {ByDevice} and occurred_at >= {command.Add(days.Start.ToDateTimeUtc())}
                 and occurred_at < {command.Add(days.End.ToDateTimeUtc())}{towns}
             limit {command.Add(MostReads + 1)}
             """;
        var reads = new List<(string City, string Device, long At)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            reads.Add((rows.GetString(0), rows.GetString(1), rows.GetDateTime(2).Ticks));
        return
        [
            .. reads.GroupBy(r => (r.City, r.Device)).OrderBy(g => g.Key)
                .Select(g => (g.Key.City, g.Key.Device, g.Select(r => r.At).Order().ToArray())),
        ];
    }

    private static async Task<bool> Count(
        MeetingCounter counter, string plate, List<(string City, string Device, long[] Reads)> devices, TripDays days,
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var read = 0;
        foreach (var (city, device, readsOfPlate) in devices)
        {
            counter.Begin(readsOfPlate);
            await using var command = new NpgsqlCommand { Connection = connection };
            command.CommandText =
                $"""
                 select occurred_at, plate from {Reads}
                 where city = {command.Add(city)} and device_id = {command.Add(device)} and {ByDevice}
                     and occurred_at >= {command.Add(days.Start.ToDateTimeUtc())} and occurred_at < {command.Add(days.End.ToDateTimeUtc())}
                 order by occurred_at, plate limit {command.Add(MostReadsOfOthers - read + 1)}
                 """;
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
            {
                read++;
                var other = rows.GetString(1);
                if (other != plate)
                    counter.Add(other, rows.GetDateTime(0).Ticks);
            }
            if (read > MostReadsOfOthers)
                return false;
            counter.End();
        }
        return true;
    }
}
