using Incidents.Projections.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Outages;

/// <summary>A time of a device, and how much of it is in its outages.</summary>
/// <param name="Whole">Its seconds.</param>
/// <param name="Silent">Those in silences, its town's with it included; outages that overlap count once.</param>
/// <param name="Faulted">Those of the others in faults.</param>
/// <param name="Unknown">Those of the others of which nothing is known.</param>
internal readonly record struct OutageSeconds(double Whole, double Silent, double Faulted, double Unknown)
{
    private const string None = "'{}'::tstzmultirange";

    /// <summary>Share of the known time without outage; null without such time.</summary>
    public double? AvailableShare => Whole - Unknown is > 0 and var known ? 1 - (Silent + Faulted) / known : null;

    /// <summary>Counts the outages of devices, each in a time of its own, in the order of these.</summary>
    public static async Task<OutageSeconds[]> Read(
        NpgsqlDataSource source, IReadOnlyList<(string City, string DeviceId, Instant From, Instant Until)> times,
        CancellationToken cancellation)
    {
        var seconds = new OutageSeconds[times.Count];
        await using var command = source.CreateCommand(
            $"""
             select w.place, {Sum("s.silent")}, {Sum("s.every")}, {Sum("u.unknown")}
             from unnest($1, $2, $3, $4) with ordinality as w (city, device_id, first, last, place)
             join {ReadModels.Schema}.{DeviceRegistry.Table} d on d.city = w.city and d.device_id = w.device_id
             left join {OutageReader.HeardTable} h on h.city = w.city and h.device_id = w.device_id
             cross join lateral (
                 select coalesce(range_agg(o.within) filter (where o.cause = '{OutageRows.Silence}'), {None}) as silent,
                     coalesce(range_agg(o.within), {None}) as every
                 from (select cause, tstzrange(greatest(began, w.first), least(ended, w.last)) as within
                       from {ReadModels.Schema}.{OutageRows.Table} o
                       where {OutageReader.IsOfSql("o", "d")} and began < w.last and began < coalesce(ended, w.last)
                           and coalesce(ended, w.last) > w.first) as o) as s
             cross join lateral (
                 select case when {OutageReader.IsKnownSql("d")} then {None}
                     else tstzmultirange(tstzrange(least(w.last, greatest(w.first, h.heard_at, d.last_report_at)), w.last)) end
                     - s.every as unknown) as u
             where w.first < w.last
             """);
        command.Parameters.Add(new() { Value = times.Select(t => t.City).ToArray() });
        command.Parameters.Add(new() { Value = times.Select(t => t.DeviceId).ToArray() });
        command.Parameters.Add(new() { Value = times.Select(t => t.From.ToDateTimeUtc()).ToArray() });
        command.Parameters.Add(new() { Value = times.Select(t => t.Until.ToDateTimeUtc()).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = (int)rows.GetInt64(0) - 1;
            var (silent, every) = (rows.GetDouble(1), rows.GetDouble(2));
            seconds[place] = new((times[place].Until - times[place].From).TotalSeconds, silent, every - silent, rows.GetDouble(3));
        }
        return seconds;
    }

    private static string Sum(string ranges) =>
        $"(select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0)::double precision from unnest({ranges}) as r)";
}
