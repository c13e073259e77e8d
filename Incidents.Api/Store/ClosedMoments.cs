using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>The moment before which nothing more becomes known: every known day that ended by then is closed.</summary>
/// <remarks>
/// Figures as known on a closed day never change, so no event may be committed that became known before this moment. Every append holds
/// a shared lock until it is committed, and looks at the moment under the lock; whoever closes a day takes the lock alone. So an event of
/// the day is either committed when the day is closed, or decided again at a later moment. Where the events stand in the store decides,
/// not the clock of the host that decided them.
/// </remarks>
internal sealed class ClosedMoments(NpgsqlDataSource source, IClock clock)
{
    /// <summary>SQLSTATE of an append that came too late for the moment at which it was decided.</summary>
    public const string TooLateCode = "INC01";

    /// <summary>The function that an append calls first, with the moment at which it was decided.</summary>
    public const string Check = $"{EventStore.Schema}.check_open";

    private const string Table = $"{EventStore.Schema}.closed_until";

    /// <summary>The advisory lock that appends share. No other lock of this database has the number.</summary>
    public const long AppendLock = 0x1C1DE476;

    /// <summary>The statements that create the table, which has no row or one, and the function.</summary>
    public static readonly string Ddl =
        $"""
         create table if not exists {Table} (
             single boolean primary key default true check (single), until timestamptz not null, position bigint not null);
         create or replace function {Check}(moment timestamptz) returns boolean language plpgsql volatile as $body$
         begin
             perform pg_advisory_xact_lock_shared({AppendLock});
             if exists (select from {Table} where until > moment) then
                 raise exception 'nothing more becomes known at %', moment using errcode = '{TooLateCode}';
             end if;
             return true;
         end $body$;
         """;

    private long ticks = long.MinValue;

    /// <summary>The present moment, or the closed one where that is later.</summary>
    /// <remarks>It is later where the clock is behind that of the host that closed the day, or was set back.</remarks>
    public Instant Now()
    {
        var (now, closed) = (clock.GetCurrentInstant(), Volatile.Read(ref ticks));
        return Cities.Microseconds(closed > now.ToUnixTimeTicks() ? Instant.FromUnixTimeTicks(closed) : now);
    }

    /// <summary>Whether everything before a moment is closed, as far as this host knows.</summary>
    public bool Includes(Instant moment) => Volatile.Read(ref ticks) >= moment.ToUnixTimeTicks();

    /// <summary>Reads the moment that another host may have closed; null where nothing is closed yet.</summary>
    public async Task<ClosedMoment?> Read(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select until, position from {Table}");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        var closed = new ClosedMoment(Instant.FromDateTimeUtc(rows.GetDateTime(0)), rows.GetInt64(1));
        Remember(closed.Until);
        return closed;
    }

    /// <summary>Closes everything before a moment, once what is being appended is committed.</summary>
    /// <param name="until">The moment.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="System.Data.Common.DbException">An append takes longer than a second; it is to be tried again.</exception>
    public async Task Close(Instant until, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Appends wait behind the lock while it waits for those before it.
        await using (var alone = new NpgsqlCommand(
            $"set local lock_timeout = '1s'; select pg_advisory_xact_lock({AppendLock})", connection, transaction))
            await alone.ExecuteNonQueryAsync(cancellation);
        await using (var close = new NpgsqlCommand(
            $"""
             insert into {Table} as c (until, position)
             select $1, coalesce(max(seq_id), 0) from {EventStore.Schema}.mt_events
             on conflict (single) do update set until = excluded.until, position = excluded.position where c.until < excluded.until
             """, connection, transaction))
        {
            close.Parameters.Add(new() { Value = until.ToDateTimeUtc() });
            await close.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        Remember(until);
    }

    private void Remember(Instant until)
    {
        var (closed, known) = (until.ToUnixTimeTicks(), Volatile.Read(ref ticks));
        while (closed > known && Interlocked.CompareExchange(ref ticks, closed, known) is var found && found != known)
            known = found;
    }
}

/// <summary>The moment before which nothing more becomes known.</summary>
/// <param name="Until">The moment.</param>
/// <param name="Position">Sequence of the last event that was committed when it was closed.</param>
internal readonly record struct ClosedMoment(Instant Until, long Position);
