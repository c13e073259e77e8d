using Incidents.Api.Store;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Feeds;

/// <summary>The messages that are to be delivered: rows, which hosts take with <c>skip locked</c>, each for a time.</summary>
/// <remarks>
/// Only the first message of a thing to a receiver can be taken, so that there is one at a time and a failing one holds back its own thing
/// only. The next becomes the first in the transaction in which the first is delivered or given up. Due times are the database's clock:
/// hosts whose clocks differ agree on them.
/// </remarks>
internal sealed class Outbox(StorePools pools)
{
    private const int LongestFailure = 500;

    private const string Lock = $"select from {FeedTables.Subscription} where id = $1 for update";

    // The first of each thing that has none, of the things $2 of the receiver $1.
    private const string Promote =
        $"""
         update {FeedTables.Outbox} o set is_head = true, due_at = clock_timestamp()
         from (
             select n.thing, min(n.sequence) as sequence from {FeedTables.Outbox} n
             where n.subscription = $1 and n.thing = any($2) group by n.thing
             having not bool_or(n.is_head)) as first
         where o.subscription = $1 and o.sequence = first.sequence
         """;

    /// <summary>Queues messages in the transaction of whoever read the events.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="messages">The messages, in order of sequence.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Add(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<FeedClaim> messages, CancellationToken cancellation)
    {
        var receivers = messages.Select(message => message.Subscription).Distinct().ToArray();
        await using var batch = new NpgsqlBatch(connection, transaction);
        // In one order, and before anything of the statement after it is read. One that was ended meanwhile gets nothing.
        batch.BatchCommands.Add(Sql.Command(
            $"select from {FeedTables.Subscription} where id = any($1) order by id for update", receivers));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             insert into {FeedTables.Outbox} (subscription, sequence, thing, version, previous, id, queued_at, due_at, is_head)
             select e.subscription, e.sequence, e.thing, e.version, e.previous, e.id, clock_timestamp(), clock_timestamp(),
                 row_number() over (partition by e.subscription, e.thing order by e.sequence) = 1 and not exists (
                     select from {FeedTables.Outbox} o where o.subscription = e.subscription and o.thing = e.thing)
             from unnest($1, $2, $3, $4, $5, $6) as e (subscription, sequence, thing, version, previous, id)
             join {FeedTables.Subscription} s on s.id = e.subscription and s.ended_at is null
             on conflict do nothing
             """,
            messages.Select(m => m.Subscription).ToArray(), messages.Select(m => m.Sequence).ToArray(),
            messages.Select(m => m.Thing).ToArray(), messages.Select(m => m.Version).ToArray(),
            Nullable(messages.Select(m => m.Previous).ToArray()), messages.Select(m => m.Id).ToArray()));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             insert into {FeedTables.Told} (subscription, thing, version)
             select e.subscription, e.thing, max(e.version) from unnest($1, $2, $3) as e (subscription, thing, version)
             join {FeedTables.Subscription} s on s.id = e.subscription and s.ended_at is null
             group by e.subscription, e.thing
             on conflict (subscription, thing) do update set version = excluded.version
             """,
            messages.Select(m => m.Subscription).ToArray(), messages.Select(m => m.Thing).ToArray(),
            messages.Select(m => m.Version).ToArray()));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Of which of some things receivers were told, and of which event of each last.</summary>
    public static async Task<Dictionary<(Guid Subscription, Guid Thing), long>> Told(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] things, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select t.subscription, t.thing, t.version from {FeedTables.Subscription} s
             join {FeedTables.Told} t on t.subscription = s.id and t.thing = any($1) where s.ended_at is null
             """, connection, transaction);
        command.Parameters.Add(new() { Value = things });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var told = new Dictionary<(Guid, Guid), long>();
        while (await rows.ReadAsync(cancellation))
            told.Add((rows.GetGuid(0), rows.GetGuid(1)), rows.GetInt64(2));
        return told;
    }

    /// <summary>Takes messages to a receiver that are due, the longest due first.</summary>
    /// <param name="subscription">The receiver.</param>
    /// <param name="most">Most messages.</param>
    /// <param name="lease">How long they belong to the taker; then others may take them.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<List<FeedClaim>> Claim(Guid subscription, int most, Duration lease, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             update {FeedTables.Outbox} o set due_at = clock_timestamp() + $3, tries = o.tries + 1
             from (
                 select sequence from {FeedTables.Outbox}
                 where subscription = $1 and is_head and due_at <= now()
                 order by due_at, sequence limit $2 for update skip locked) as due
             where o.subscription = $1 and o.sequence = due.sequence
             returning o.sequence, o.thing, o.version, o.previous, o.id, o.tries, o.is_replay
             """);
        command.Parameters.Add(new() { Value = subscription });
        command.Parameters.Add(new() { Value = most });
        command.Parameters.Add(new() { Value = lease.ToTimeSpan() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var claims = new List<FeedClaim>();
        while (await rows.ReadAsync(cancellation))
        {
            claims.Add(new(
                subscription, rows.GetInt64(0), rows.GetGuid(1), rows.GetInt64(2), rows.IsDBNull(3) ? null : rows.GetInt64(3),
                rows.GetGuid(4), rows.GetInt32(5), rows.GetBoolean(6)));
        }
        claims.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
        return claims;
    }

    /// <summary>Gives messages back that were taken and not tried.</summary>
    public async Task Release(Guid subscription, IReadOnlyCollection<FeedClaim> claims, Duration wait, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Released(subscription, claims, wait));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Forgets since when messages to a receiver fail that nobody has tried for an hour.</summary>
    /// <param name="subscription">The receiver, which was not connected.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task ForgetFailing(Guid subscription, CancellationToken cancellation)
    {
        await using var command = pools.Upkeep.CreateCommand(
            $"""
             update {FeedTables.Outbox} set failing_since = null
             where subscription = $1 and is_head and due_at < clock_timestamp() - interval '1 hour' and failing_since is not null
             """);
        command.Parameters.Add(new() { Value = subscription });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Released(Guid subscription, IReadOnlyCollection<FeedClaim> claims, Duration wait) => Sql.Command(
        $"""
         update {FeedTables.Outbox} o set due_at = clock_timestamp() + $4, tries = o.tries - 1
         from unnest($2, $3) as e (sequence, tries)
         where o.subscription = $1 and o.sequence = e.sequence and o.tries = e.tries
         """,
        subscription, claims.Select(claim => claim.Sequence).ToArray(), claims.Select(claim => claim.Tries).ToArray(), wait.ToTimeSpan());

    /// <summary>Records what became of messages to a receiver, all in one transaction.</summary>
    /// <param name="subscription">The receiver.</param>
    /// <param name="outcomes">What became of them.</param>
    /// <param name="givesUpAfter">How long a message is tried.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>Number of messages that were given up.</returns>
    public async Task<int> Settle(
        Guid subscription, IReadOnlyCollection<FeedOutcome> outcomes, Duration givesUpAfter, CancellationToken cancellation)
    {
        var stopped = outcomes.Where(outcome => outcome.IsStopped).Select(outcome => outcome.Claim).ToArray();
        var delivered = outcomes.Where(outcome => outcome is { Failure: null, IsStopped: false })
            .Select(outcome => outcome.Claim.Sequence).ToArray();
        var failed = outcomes.Where(outcome => outcome is { Failure: not null, IsStopped: false }).ToArray();
        var things = outcomes.Select(outcome => outcome.Claim.Thing).Distinct().ToArray();
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Sql.Command(Lock, subscription));
        if (delivered.Length > 0)
        {
            batch.BatchCommands.Add(Sql.Command(
                $"""
                 with gone as (delete from {FeedTables.Outbox} where subscription = $1 and sequence = any($2) returning sequence)
                 update {FeedTables.Subscription} set delivered = delivered + (select count(*) from gone), delivered_at = clock_timestamp()
                 where id = $1
                 """, subscription, delivered));
        }
        if (stopped.Length > 0)
            batch.BatchCommands.Add(Released(subscription, stopped, Duration.Zero));
        if (failed.Length > 0)
            AddFailed(batch, subscription, failed, givesUpAfter);
        batch.BatchCommands.Add(Sql.Command(Promote, subscription, things));
        await batch.ExecuteNonQueryAsync(cancellation);
        var givenUp = failed.Length > 0 ? batch.BatchCommands[^2].RecordsAffected : 0;
        await transaction.CommitAsync(cancellation);
        return givenUp;
    }

    // A message that another host has taken since, because this one took too long, is left to that one. The insertion of dead letters comes
    // last, so that its count is the number of those that were given up.
    private static void AddFailed(NpgsqlBatch batch, Guid subscription, FeedOutcome[] failed, Duration givesUpAfter)
    {
        batch.BatchCommands.Add(Sql.Command(
            $"""
             update {FeedTables.Outbox} o
             set due_at = clock_timestamp() + e.wait, failure = e.failure, failing_since = coalesce(o.failing_since, clock_timestamp())
             from unnest($2, $3, $4, $5) as e (sequence, tries, wait, failure)
             where o.subscription = $1 and o.sequence = e.sequence and o.tries = e.tries
             """,
            subscription, failed.Select(f => f.Claim.Sequence).ToArray(), failed.Select(f => f.Claim.Tries).ToArray(),
            failed.Select(f => f.Wait.ToTimeSpan()).ToArray(), failed.Select(f => Kept(f.Failure!)).ToArray()));
        batch.BatchCommands.Add(Sql.Command(
            $"update {FeedTables.Subscription} set failed_at = clock_timestamp(), failure = $2 where id = $1",
            subscription, Kept(failed[^1].Failure!)));
        batch.BatchCommands.Add(Sql.Command(
            $"""
             with gone as (
                 delete from {FeedTables.Outbox} o using unnest($2, $5) as e (sequence, tries)
                 where o.subscription = $1 and o.sequence = e.sequence and o.tries = e.tries and o.failure is not null
                     and (o.failing_since <= clock_timestamp() - $3 or o.sequence = any($4))
                 returning o.subscription, o.sequence, o.thing, o.version, o.previous, o.id, o.queued_at, o.tries, o.failing_since,
                     o.failure)
             insert into {FeedTables.DeadLetter} (subscription, sequence, thing, version, previous, id, queued_at, tries, failing_since,
                 failure, given_up_at)
             select *, clock_timestamp() from gone
             on conflict (subscription, sequence) do update set tries = excluded.tries, failure = excluded.failure,
                 failing_since = excluded.failing_since, given_up_at = excluded.given_up_at
             """,
            subscription, failed.Select(f => f.Claim.Sequence).ToArray(), givesUpAfter.ToTimeSpan(),
            failed.Where(f => f.IsFinal).Select(f => f.Claim.Sequence).ToArray(), failed.Select(f => f.Claim.Tries).ToArray()));
    }

    /// <summary>Puts dead letters of a receiver into the outbox again, in their order.</summary>
    /// <param name="subscription">The receiver; of one that is ended, none.</param>
    /// <param name="ids">The messages; null for all.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>How many.</returns>
    public async Task<int> Replay(Guid subscription, Guid[]? ids, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var things = new List<Guid>();
        await using (var locked = new NpgsqlCommand(Lock, connection, transaction))
        {
            locked.Parameters.Add(new() { Value = subscription });
            await locked.ExecuteNonQueryAsync(cancellation);
        }
        await using (var command = new NpgsqlCommand(
            $"""
             with gone as (
                 delete from {FeedTables.DeadLetter} where subscription = $1 and ($2 is null or id = any($2))
                     and exists (select from {FeedTables.Subscription} s where s.id = $1 and s.ended_at is null)
                 returning *)
             insert into {FeedTables.Outbox} (subscription, sequence, thing, version, previous, id, queued_at, due_at, is_head, is_replay)
             select subscription, sequence, thing, version, previous, id, queued_at, clock_timestamp(), false, true from gone
             on conflict do nothing returning thing
             """, connection, transaction))
        {
            command.Parameters.Add(new() { Value = subscription });
            command.Parameters.Add(
                new() { Value = (object?)ids ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                things.Add(rows.GetGuid(0));
        }
        await using (var promote = new NpgsqlCommand(Promote, connection, transaction))
        {
            promote.Parameters.Add(new() { Value = subscription });
            promote.Parameters.Add(new() { Value = things.Distinct().ToArray() });
            await promote.ExecuteNonQueryAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
        return things.Count;
    }

    // A receiver may say much.
    private static string Kept(string failure) => StorableText.Of(failure.Length > LongestFailure ? failure[..LongestFailure] : failure);

    private static NpgsqlParameter Nullable(long?[] values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };
}
