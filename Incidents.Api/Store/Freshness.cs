using Incidents.Projections;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How far the read models have come.</summary>
/// <remarks>It is one statement, so that both positions are of the same moment.</remarks>
/// <param name="Projected">Sequence of the last event that all read models hold.</param>
/// <param name="Appended">Sequence of the last event that is committed.</param>
/// <param name="LagEvents">Events appended and not yet projected, at most.</param>
/// <param name="LagSeconds">Age of the oldest event not yet projected; 0 where none waits.</param>
/// <param name="AsOf">When this was read.</param>
/// <param name="ReadModels">Sequence of the last event that each read model holds.</param>
public sealed record FreshnessReading(
    long Projected, long Appended, long LagEvents, double LagSeconds, Instant AsOf, IReadOnlyDictionary<string, long> ReadModels);

/// <summary>Reads how far the read models have come.</summary>
/// <remarks>
/// A caller gets a reading that began after its call: it counts every event that was committed before the call, by any host, and what the
/// caller reads afterwards holds at least its <see cref="FreshnessReading.Projected"/>. Callers that come while a reading is under way
/// share the next one, so that one statement runs at a time, however many ask.
/// </remarks>
public sealed class Freshness(NpgsqlDataSource source, ReadModels readModels, IClock clock, TimeProvider time)
{
    // A store that is silent for longer does not keep a reading waiting that it would answer.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly LagClock lagClock = new(time);
    private readonly string[] names = [.. readModels.Projections.Select(p => p.Name)];
    private Task<FreshnessReading>? running;
    private Task<FreshnessReading>? next;

    /// <summary>A reading that begins after this call, shared with others that ask meanwhile.</summary>
    public Task<FreshnessReading> Read()
    {
        lock (gate)
        {
            if (next is not null)
                return next;
            // The one under way may have begun before what the caller knows of was committed.
            if (running is { IsCompleted: false })
                return next = After(running);
            return running = ReadNow();
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
                       coalesce(array_agg(position), array[]::bigint[]) as positions
                   from {StoreTables.Progress} where projection = any($1)) as p,
                 (select max(seq_id) as appended from {EventStore.Schema}.mt_events) as e
             """);
        command.Parameters.Add(new() { Value = names });
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

    private async Task<FreshnessReading> After(Task<FreshnessReading> before)
    {
        await ((Task)before).WaitAsync(LongestTurn, time).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<FreshnessReading> reading;
        lock (gate)
            (running, next) = (reading = ReadNow(), null);
        return await reading;
    }
}
