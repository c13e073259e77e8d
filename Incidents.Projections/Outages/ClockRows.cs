using System.Runtime.InteropServices;
using Incidents.Domain;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Outages;

/// <summary>By device and local day, how soon its live reports arrived after the time that it claimed.</summary>
/// <remarks>
/// A report arrives after it was made, so the least of these delays bounds by how much the clock is behind. A report that was imported, or
/// made known later, arrived at another time than it became known, and is left out.
/// </remarks>
internal static class ClockRows
{
    /// <summary>Table name.</summary>
    public const string Table = "device_clock";

    private static readonly TimeSpan Live = TimeSpan.FromMinutes(1);

    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             city text collate "C",
             device_id text collate "C",
             day date,
             reports bigint not null,
             least_microseconds bigint not null,
             second_microseconds bigint,
             sum_microseconds bigint not null,
             primary key (city, device_id, day)) with (fillfactor = 70);
         """;

    public static SqlStatement? Write(IReadOnlyList<IEvent> page, string schema)
    {
        var rows = new Dictionary<(string City, string Id, LocalDate Day), Delays>();
        foreach (var @event in page)
        {
            if (@event.Data is not IDeviceReport { ReportingDevice: { } device } report || report is ILateBeginning)
                continue;
            var known = report.KnownAt.ToInstant();
            if ((@event.Timestamp - known.ToDateTimeOffset()).Duration() > Live)
                continue;
            var delay = (known - report.OccurredAt.ToInstant()).BclCompatibleTicks / 10;
            ref var delays = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, (report.Place.City, device, report.KnownAt.Date), out _);
            delays = delays.And(delay);
        }
        if (rows.Count == 0)
            return null;
        var keys = rows.Keys.OrderBy(k => k.City, StringComparer.Ordinal).ThenBy(k => k.Id, StringComparer.Ordinal).ThenBy(k => k.Day)
            .ToArray();
        return new(
            $"""
             insert into {schema}.{Table} as c (city, device_id, day, reports, least_microseconds, second_microseconds,
                 sum_microseconds)
             select * from unnest(?, ?, ?, ?, ?, ?, ?)
             on conflict (city, device_id, day) do update set reports = c.reports + excluded.reports,
                 least_microseconds = least(c.least_microseconds, excluded.least_microseconds),
                 second_microseconds = least(greatest(c.least_microseconds, excluded.least_microseconds), c.second_microseconds,
                     excluded.second_microseconds),
                 sum_microseconds = c.sum_microseconds + excluded.sum_microseconds
             """,
            Array.ConvertAll(keys, k => k.City), Array.ConvertAll(keys, k => k.Id), Array.ConvertAll(keys, k => k.Day.ToDateOnly()),
            Array.ConvertAll(keys, k => rows[k].Reports), Array.ConvertAll(keys, k => rows[k].Least),
            Array.ConvertAll(keys, k => rows[k].Second), Array.ConvertAll(keys, k => rows[k].Sum));
    }

    private readonly record struct Delays(long Reports, long Least, long? Second, long Sum)
    {
        public Delays And(long delay)
        {
            // One report that was kept back for days tells nothing of the way of the others.
            var (reports, sum) = (Reports + 1, Sum + Math.Clamp(delay, -ClockDay.MostMicroseconds, ClockDay.MostMicroseconds));
            return Reports == 0 ? new(reports, delay, null, sum)
                : delay < Least ? new(reports, delay, Least, sum)
                : new(reports, Least, Second is { } second ? Math.Min(second, delay) : delay, sum);
        }
    }
}
