using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Outages;

/// <summary>Reads the outages of devices, when they were heard, and what is known of their clocks.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class OutageReader(NpgsqlDataSource source, Cities clocks)
{
    /// <summary>The table of when devices were heard; the host keeps it beside the read models, since no event says it.</summary>
    public const string HeardTable = "ops.device_heard";

    /// <summary>SQL for the silences that are not over: `city`, `device_id` (blank for a town), `began`, `cut`.</summary>
    public static readonly string OpenSilences =
        $"""
         (select city, device_id, began, cut from {ReadModels.Schema}.{OutageRows.Table}
         where cause = '{OutageRows.Silence}' and ended is null)
         """;

    private const int MostOutages = 100;

    // A device whose rhythm is not known is not missed by it: a day after its last sign it is not known whether it works.
    private static string Known(string heardAt) => $"{heardAt} > now() - interval '1 day'";

    /// <summary>SQL for whether it is known that a device of which nothing is told works.</summary>
    /// <param name="device">Alias of the row.</param>
    internal static string IsKnownSql(string device) =>
        $"""
         (coalesce({Known($"{device}.last_report_at")}, false) or exists (select from {HeardTable} h
             where h.city = {device}.city and h.device_id = {device}.device_id and (h.suspect_at is not null or {Known("h.heard_at")})))
         """;

    /// <summary>SQL for whether an outage is that of a device, or of its town with it.</summary>
    /// <param name="outage">Alias of the outage.</param>
    /// <param name="device">Alias of the device.</param>
    internal static string IsOfSql(string outage, string device) =>
        $"""
         ({outage}.city = {device}.city and ({outage}.device_id = {device}.device_id
             or ({outage}.device_id = '' and ({outage}.cut is null or {device}.device_id = any({outage}.cut)))))
         """;

    /// <summary>SQL for the health of a row of devices, in the words of <see cref="DeviceHealthStatus"/>.</summary>
    /// <param name="device">Alias of the row.</param>
    internal static string HealthSql(string device) =>
        $"""
         case when {device}.retired then 'Retired'
             when {device}.registered and {device}.installed_on is null then 'Unknown'
             when exists (select from {ReadModels.Schema}.{OutageRows.Table} o
                 where {IsOfSql("o", device)} and o.cause = '{OutageRows.Silence}' and o.ended is null
                     and (o.device_id <> '' or not exists (select from {HeardTable} h
                         where h.city = o.city and h.device_id = {device}.device_id and h.heard_at > o.began))) then 'Suspected'
             when exists (select from {ReadModels.Schema}.{OutageRows.Table} o
                 where o.city = {device}.city and o.device_id = {device}.device_id and o.ended is null) then 'Faulted'
             when {IsKnownSql(device)} then 'Healthy'
             else 'Unknown' end
         """;

    /// <summary>The outages of some devices, those of their towns with them included: those that are open, and the last 100.</summary>
    /// <param name="devices">City and id of each device.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<ILookup<(string City, string DeviceId), DeviceOutage>> Outages(
        IReadOnlyList<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select d.city, d.device_id, o.cause, o.began, o.ended, o.device_id = '' from unnest($1, $2) as d (city, device_id)
             cross join lateral (select * from {ReadModels.Schema}.{OutageRows.Table} o where {IsOfSql("o", "d")}
                 order by (ended is null) desc, began desc limit {MostOutages}) as o
             order by d.city, d.device_id, o.began
             """);
        Add(command, devices);
        var outages = new List<(string City, string DeviceId, DeviceOutage Outage)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (city, id) = (rows.GetString(0), rows.GetString(1));
            outages.Add((city, id, new(
                OutageRows.Fault(rows.GetString(2)), rows.GetBoolean(5), At(rows, 3, city)!.Value, At(rows, 4, city))));
        }
        return outages.ToLookup(o => (o.City, o.DeviceId), o => o.Outage);
    }

    /// <summary>When some devices were last heard; those that never were are not in it.</summary>
    /// <param name="devices">City and id of each device.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyDictionary<(string City, string DeviceId), OffsetDateTime>> Heard(
        IReadOnlyList<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select city, device_id, heard_at from {HeardTable} where (city, device_id) in (select * from unnest($1, $2))");
        Add(command, devices);
        var heard = new Dictionary<(string City, string DeviceId), OffsetDateTime>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            heard.Add((rows.GetString(0), rows.GetString(1)), At(rows, 2, rows.GetString(0))!.Value);
        return heard;
    }

    /// <summary>What is known of the clocks of some devices on their last day with reports.</summary>
    /// <param name="devices">City and id of each device.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyDictionary<(string City, string DeviceId), DeviceClock>> Clocks(
        IReadOnlyList<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        var days = await ClockDays(devices, null, null, cancellation);
        return Measured(days.Select(of => (of.Key, of.Key.City, of.Key.DeviceId, of.Max(d => d.Day))), days);
    }

    /// <summary>What is known of the clocks of devices on some days, each from the seven days up to it.</summary>
    /// <param name="wanted">City and id of a device, and the local day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyDictionary<(string City, string DeviceId, LocalDate Day), DeviceClock>> Clocks(
        IReadOnlyCollection<(string City, string DeviceId, LocalDate Day)> wanted, CancellationToken cancellation)
    {
        if (wanted.Count == 0)
            return new Dictionary<(string City, string DeviceId, LocalDate Day), DeviceClock>();
        var days = await ClockDays(
            [.. wanted.Select(w => (w.City, w.DeviceId)).Distinct()], wanted.Min(w => w.Day).PlusDays(1 - DeviceClock.Days),
            wanted.Max(w => w.Day), cancellation);
        return Measured(wanted.Distinct().Select(w => (w, w.City, w.DeviceId, w.Day)), days);
    }

    private static Dictionary<TKey, DeviceClock> Measured<TKey>(
        IEnumerable<(TKey Key, string City, string DeviceId, LocalDate Last)> wanted,
        ILookup<(string City, string DeviceId), ClockDay> days) where TKey : notnull =>
        wanted.Select(w => (w.Key, Clock: DeviceClock.Of(
                [.. days[(w.City, w.DeviceId)].Where(d => d.Day <= w.Last && d.Day > w.Last.PlusDays(-DeviceClock.Days))])))
            .Where(w => w.Clock is not null).ToDictionary(w => w.Key, w => w.Clock!);

    // Without bounds the last days of each device.
    private async Task<ILookup<(string City, string DeviceId), ClockDay>> ClockDays(
        IReadOnlyList<(string City, string DeviceId)> devices, LocalDate? from, LocalDate? last, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, day, reports, least_microseconds, second_microseconds, sum_microseconds
             from (select *, max(day) over (partition by city, device_id) as last from {ReadModels.Schema}.{ClockRows.Table}
                   where (city, device_id) in (select * from unnest($1, $2))
                       and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)) as c
             where $3::date is not null or day > last - {DeviceClock.Days} order by city, device_id, day
             """);
        Add(command, devices);
        command.Parameters.AddOptional(from);
        command.Parameters.AddOptional(last);
        var days = new List<(string City, string DeviceId, ClockDay Day)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            days.Add((rows.GetString(0), rows.GetString(1), new(
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(2)), rows.GetInt64(3), rows.GetInt64(4),
                rows.IsDBNull(5) ? null : rows.GetInt64(5), rows.GetInt64(6))));
        return days.ToLookup(d => (d.City, d.DeviceId), d => d.Day);
    }

    private static void Add(NpgsqlCommand command, IReadOnlyList<(string City, string DeviceId)> devices)
    {
        command.Parameters.Add(new() { Value = devices.Select(d => d.City).ToArray() });
        command.Parameters.Add(new() { Value = devices.Select(d => d.DeviceId).ToArray() });
    }

    private OffsetDateTime? At(NpgsqlDataReader rows, int column, string city) =>
        rows.IsDBNull(column) ? null : clocks.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), city);
}
