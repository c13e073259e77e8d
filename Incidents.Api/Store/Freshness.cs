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
/// share the next one. An answer needs no reading before its data where requests are dense: what the read models held a moment ago they
/// hold still, and what is committed is counted while its data are read. The readings have a thread of their own, because each step of an
/// asynchronous one waits behind the work of all queries under way.
/// </remarks>
public sealed class Freshness(NpgsqlDataSource source, ReadModels readModels, IClock clock, TimeProvider time)
{
    private const int SecondsToRead = 5;

    /// <summary>How old the reading before the data of an answer may be.</summary>
    private static readonly TimeSpan LongestHeld = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the thread waits for a caller before it ends.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(5);

    private static readonly string Sql =
        $"""
         select p.projected, coalesce(e.appended, 0),
             case when e.appended > p.projected then
                 (select timestamp from {EventStore.Schema}.mt_events where seq_id > p.projected order by seq_id limit 1) end,
             p.names, p.positions
         from (select coalesce(min(position), 0) as projected, coalesce(array_agg(projection), array[]::text[]) as names,
                   coalesce(array_agg(position), array[]::bigint[]) as positions
               from {StoreTables.Progress} where projection = any($1)) as p,
             (select max(seq_id) as appended from {EventStore.Schema}.mt_events) as e
         """;

    // A condition, which System.Threading.Lock is not.
    private readonly object gate = new();
    private readonly LagClock lagClock = new(time);
    private readonly string[] names = [.. readModels.Projections.Select(p => p.Name)];
    private TaskCompletionSource<FreshnessReading>? next;
    private bool hasThread;
    private volatile HeldReading? held;

    /// <summary>Sequence of an event that all read models hold, as the last reading found.</summary>
    internal long Held => held?.Reading.Projected ?? 0;

    /// <summary>A reading that begins after this call, shared with others that ask meanwhile.</summary>
    public Task<FreshnessReading> Read()
    {
        lock (gate)
        {
            next ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (hasThread)
                Monitor.Pulse(gate);
            else
                new Thread(ReadForCallers) { IsBackground = true, Name = nameof(Freshness) }.Start();
            hasThread = true;
            return next.Task;
        }
    }

    /// <summary>Comes back when the data of an answer may be read; the result is what the answer states of their freshness.</summary>
    /// <remarks>The result is to be awaited after the data are read: it may still be under way.</remarks>
    internal async Task<Task<FreshnessReading>> BeginAnswer()
    {
        if (held is { } before && time.GetElapsedTime(before.Began) <= LongestHeld)
            return Since(before, Read());
        return Task.FromResult(await Read());
    }

    /// <summary>A reading of before this call: what is read afterwards holds at least its positions.</summary>
    internal async ValueTask<FreshnessReading> Before() =>
        held is { } before && time.GetElapsedTime(before.Began) <= LongestHeld ? before.Reading : await Read();

    /// <summary>Reads now, on a connection of its own.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<FreshnessReading> ReadNow(CancellationToken cancellation = default)
    {
        var began = time.GetTimestamp();
        await using var command = Command();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return Reading(rows, began);
    }

    private void ReadForCallers()
    {
        while (true)
        {
            TaskCompletionSource<FreshnessReading>? callers;
            lock (gate)
            {
                if (next is null)
                    Monitor.Wait(gate, Idle);
                (callers, next) = (next, null);
                hasThread = callers is not null;
            }
            if (callers is null)
                return;
            var began = time.GetTimestamp();
            try
            {
                using var command = Command();
                command.CommandTimeout = SecondsToRead;
                using var rows = command.ExecuteReader();
                rows.Read();
                callers.SetResult(Reading(rows, began));
            }
            catch (Exception e)
            {
                callers.SetException(e);
            }
            // However many ask, the readings leave most of a core to the queries.
            var pause = 3 * time.GetElapsedTime(began);
            Thread.Sleep(pause < LongestPause ? pause : LongestPause);
        }
    }

    private NpgsqlCommand Command()
    {
        var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = names });
        return command;
    }

    private FreshnessReading Reading(NpgsqlDataReader rows, long began)
    {
        var (projected, appended) = (rows.GetInt64(0), rows.GetInt64(1));
        // Events carry the time of the host's clock, not of PostgreSQL's.
        var now = clock.GetCurrentInstant();
        var age = rows.IsDBNull(2) ? Duration.Zero : Duration.Max(Duration.Zero, now - Instant.FromDateTimeUtc(rows.GetDateTime(2)));
        var lag = lagClock.Bound(began, projected, appended, age.TotalSeconds);
        var each = rows.GetFieldValue<string[]>(3).Zip(rows.GetFieldValue<long[]>(4)).ToDictionary(p => p.First, p => p.Second);
        var reading = new FreshnessReading(projected, appended, Math.Max(0, appended - projected), lag, now, each);
        lock (gate)
        {
            // Of two at the same time the one that began later may have seen less, and a caller may have got what the other saw. Positions
            // fall where a read model is made anew.
            if (held is null || projected > held.Reading.Projected || (held.Began <= began
                && (projected == held.Reading.Projected || time.GetElapsedTime(held.Began) > LongestHeld)))
                held = new(reading, began);
        }
        return reading;
    }

    private async Task<FreshnessReading> Since(HeldReading before, Task<FreshnessReading> reading)
    {
        var (data, now) = (before.Reading, await reading);
        var lag = Math.Max(0, now.Appended - data.Projected);
        // The oldest event that the data may lack waited at the reading before, or was appended since.
        var seconds = lag == 0 ? 0 : data.LagSeconds + time.GetElapsedTime(before.Began).TotalSeconds;
        return data with { Appended = now.Appended, LagEvents = lag, LagSeconds = seconds };
    }

    private sealed record HeldReading(FreshnessReading Reading, long Began);
}
