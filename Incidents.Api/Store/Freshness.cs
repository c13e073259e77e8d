using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far the read models have come.</summary>
/// <param name="Projected">Sequence of the last event that all read models hold.</param>
/// <param name="Appended">Sequence of the last event appended.</param>
/// <param name="LagEvents">Events appended and not yet projected, at most.</param>
/// <param name="LagSeconds">Age of the oldest event not yet projected; 0 where none waits.</param>
/// <param name="AsOf">When this was read.</param>
/// <param name="ReadModels">Sequence of the last event that each read model holds.</param>
public sealed record FreshnessReading(
    long Projected, long Appended, long LagEvents, double LagSeconds, Instant AsOf, IReadOnlyDictionary<string, long> ReadModels);

/// <summary>Reads how far the read models have come, at most every <see cref="Age"/>: an answer is never less fresh than it says.</summary>
public sealed class Freshness(NpgsqlDataSource source, IClock clock, TimeProvider time)
{
    /// <summary>How old a reading may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly LagClock lagClock = new(time);
    private Task<FreshnessReading>? latest;
    private long startedAt;

    /// <summary>The latest reading, made before the caller reads the read models itself.</summary>
    public Task<FreshnessReading> Read()
    {
        // By the clock that nobody sets: else readings would stand still for as long as the wall clock was set back.
        var now = time.GetTimestamp();
        lock (gate)
        {
            if (latest is null || latest.IsFaulted || time.GetElapsedTime(startedAt, now) > Age)
                (latest, startedAt) = (ReadNow(), now);
            return latest;
        }
    }

    /// <summary>Reads now.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<FreshnessReading> ReadNow(CancellationToken cancellation = default)
    {
        var began = time.GetTimestamp();
        await using var command = source.CreateCommand(
            $"""
             select p.projected, coalesce(e.appended, 0),
                 case when e.appended > p.projected then
                     (select timestamp from {EventStore.Schema}.mt_events where seq_id > p.projected order by seq_id limit 1) end,
                 p.names, p.positions
             from (select coalesce(min(position), 0) as projected, coalesce(array_agg(projection), array[]::text[]) as names,
                       coalesce(array_agg(position), array[]::bigint[]) as positions from {StoreTables.Progress}) as p,
                 (select max(seq_id) as appended from {EventStore.Schema}.mt_events) as e
             """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        var (projected, appended) = (rows.GetInt64(0), rows.GetInt64(1));
        // Events carry the time of the host's clock, not of PostgreSQL's.
        var now = clock.GetCurrentInstant();
        var age = rows.IsDBNull(2) ? Duration.Zero : Duration.Max(Duration.Zero, now - Instant.FromDateTimeUtc(rows.GetDateTime(2)));
        var lag = lagClock.Bound(began, projected, appended, age.TotalSeconds);
        var each = rows.GetFieldValue<string[]>(3).Zip(rows.GetFieldValue<long[]>(4)).ToDictionary(p => p.First, p => p.Second);
        return new(projected, appended, Math.Max(0, appended - projected), lag, now, each);
    }
}
