using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>Reads the availability of devices.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class AvailabilityReader(NpgsqlDataSource source, Cities clocks)
{
    /// <summary>Availability of the accepted devices by city and kind.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="now">The present moment: what comes after it is in no time.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceAvailability>> Read(
        IReadOnlyList<string>? cities, LocalDate from, LocalDate until, Instant now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, kind, accepted_on, retired_at, last_report_at is null and not exists (
                 select from {OutageReader.HeardTable} h where h.city = d.city and h.device_id = d.device_id)
             from {ReadModels.Schema}.{DeviceRegistry.Table} d
             where registered and accepted_on < $2 and ($1::text[] is null or city = any($1)) order by city, kind, device_id
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        command.Add(until.ToDateOnly());
        var devices = new List<(DeviceKind Kind, bool NeverHeard)>();
        var times = new List<(string City, string DeviceId, Instant From, Instant Until)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                var city = rows.GetString(0);
                var zone = clocks.ZoneOf(city);
                var accepted = LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3));
                Instant? retired = rows.IsDBNull(4) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(4));
                var first = zone.AtStartOfDay(LocalDate.Max(accepted, from)).ToInstant();
                var last = Instant.Min(zone.AtStartOfDay(until).ToInstant(), retired < now ? retired.Value : now);
                if (last <= first)
                    continue;
                devices.Add((DeviceRegistry.Kind(rows.GetString(2)), rows.GetBoolean(5)));
                times.Add((city, rows.GetString(1), first, last));
            }
        }
        var seconds = await OutageSeconds.Read(source, times, cancellation);
        return
        [
            .. Enumerable.Range(0, times.Count).GroupBy(i => (times[i].City, devices[i].Kind)).Select(of => new DeviceAvailability(
                of.Key.City, of.Key.Kind, from, until, of.Count(), of.Sum(i => seconds[i].Whole), of.Sum(i => seconds[i].Silent),
                of.Sum(i => seconds[i].Faulted))
            {
                UnknownSeconds = of.Sum(i => seconds[i].Unknown),
                NeverHeard = of.Count(i => devices[i].NeverHeard),
            }),
        ];
    }
}
