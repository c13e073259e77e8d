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
        var outages = await Outages(cities, from, cancellation);
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, kind, accepted_on, retired_at, last_report_at is null and not exists (
                 select from {OutageReader.HeardTable} h where h.city = d.city and h.device_id = d.device_id)
             from {ReadModels.Schema}.{DeviceRegistry.Table} d
             where registered and accepted_on < $2 and ($1::text[] is null or city = any($1)) order by city, kind, device_id
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        command.Add(until.ToDateOnly());
        var found = new List<(string City, DeviceKind Kind, double Whole, double Silent, double Faulted, bool NeverHeard)>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                var (city, id) = (rows.GetString(0), rows.GetString(1));
                var zone = clocks.ZoneOf(city);
                var accepted = LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3));
                Instant? retired = rows.IsDBNull(4) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(4));
                var first = zone.AtStartOfDay(LocalDate.Max(accepted, from)).ToInstant();
                var last = Instant.Min(zone.AtStartOfDay(until).ToInstant(), retired < now ? retired.Value : now);
                if (last <= first)
                    continue;
                var (whole, silent, faulted) = Availability.Seconds(first, last, outages[(city, id)].Concat(outages[(city, "")]));
                found.Add((city, DeviceRegistry.Kind(rows.GetString(2)), whole, silent, faulted, rows.GetBoolean(5)));
            }
        }
        return
        [
            .. found.GroupBy(device => (device.City, device.Kind)).Select(of => new DeviceAvailability(
                of.Key.City, of.Key.Kind, from, until, of.Count(), of.Sum(d => d.Whole), of.Sum(d => d.Silent), of.Sum(d => d.Faulted))
            {
                NeverHeard = of.Count(d => d.NeverHeard),
            }),
        ];
    }

    private async Task<ILookup<(string City, string DeviceId), (Instant Began, Instant? Ended, bool IsSilence)>> Outages(
        IReadOnlyList<string>? cities, LocalDate from, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, cause, began, ended from {ReadModels.Schema}.{OutageRows.Table}
             where ($1::text[] is null or city = any($1)) and (ended is null or ended > $2)
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        command.Add(from.UtcMidnight(-1));
        var outages = new List<(string City, string Id, Instant Began, Instant? Ended, bool IsSilence)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            outages.Add((
                rows.GetString(0), rows.GetString(1), Instant.FromDateTimeUtc(rows.GetDateTime(3)),
                rows.IsDBNull(4) ? null : Instant.FromDateTimeUtc(rows.GetDateTime(4)), rows.GetString(2) == OutageRows.Silence));
        return outages.ToLookup(o => (o.City, o.Id), o => (o.Began, o.Ended, o.IsSilence));
    }
}
