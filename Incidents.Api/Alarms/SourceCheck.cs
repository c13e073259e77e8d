using Incidents.Api.Simulation;
using Incidents.Projections.Sources;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Alarms;

/// <summary>The sources that report as things happen, and their silence. Registers and the simulator are not among them.</summary>
internal sealed class SourceCheck(ReportTotals totals, NpgsqlDataSource source, AlarmSettings settings) : IAlarmCheck
{
    /// <summary>The table of what is usual.</summary>
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.source_pace (
            source text primary key,
            count bigint not null,
            first_seen_at timestamptz not null,
            observed_at timestamptz not null,
            silent_seconds double precision not null,
            week int not null,
            longest double precision not null,
            longest_before double precision not null);
        """;

    // A stop of the hosts is no silence of the sources.
    private Duration LongestStep => Duration.FromTimeSpan(3 * settings.Interval) is var step && step > Duration.FromMinutes(3)
        ? step
        : Duration.FromMinutes(3);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AlarmReading>> Read(Instant now, CancellationToken cancellation)
    {
        var counts = (await totals.Read(cancellation))
            .Where(t => !t.IsImported && !t.Source.StartsWith(DayScript.Source, StringComparison.Ordinal))
            .GroupBy(t => t.Source).ToDictionary(g => g.Key, g => g.Sum(t => t.Count));
        var known = await Known(cancellation);
        var readings = new List<AlarmReading>();
        foreach (var (name, count) in counts)
        {
            var pace = known.GetValueOrDefault(name)?.Observe(count, now, LongestStep) ?? SourcePace.First(name, count, now);
            await Keep(pace, cancellation);
            readings.Add(pace.Reading(settings.SilentFactor, settings.SilentAtLeast));
        }
        return readings;
    }

    private async Task<Dictionary<string, SourcePace>> Known(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select source, count, first_seen_at, observed_at, silent_seconds, week, longest, longest_before from ops.source_pace");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var known = new Dictionary<string, SourcePace>();
        while (await rows.ReadAsync(cancellation))
        {
            known[rows.GetString(0)] = new(
                rows.GetString(0), rows.GetInt64(1), Instant.FromDateTimeUtc(rows.GetDateTime(2)),
                Instant.FromDateTimeUtc(rows.GetDateTime(3)), rows.GetDouble(4), rows.GetInt32(5), rows.GetDouble(6), rows.GetDouble(7));
        }
        return known;
    }

    private async Task Keep(SourcePace pace, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            insert into ops.source_pace values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (source) do update set count = excluded.count, observed_at = excluded.observed_at,
                silent_seconds = excluded.silent_seconds, week = excluded.week, longest = excluded.longest,
                longest_before = excluded.longest_before
            """);
        object[] values =
        [
            pace.Source, pace.Count, pace.FirstSeenAt.ToDateTimeUtc(), pace.ObservedAt.ToDateTimeUtc(), pace.SilentSeconds, pace.Week,
            pace.Longest, pace.LongestBefore,
        ];
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
