using Incidents.Api.Access.Log;
using Incidents.Api.Store;
using Incidents.Domain.Proofs;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Adds to the log what the stores hold: a leaf for each event, each entry of the access log, and each list of a case.</summary>
/// <remarks>
/// It reads what is committed, after the append and outside of it. One host at a time adds, under an advisory lock that ends with its
/// transaction: a host that is killed leaves the log as it was. The order is fixed once: events and entries by their numbers, as far as
/// these are complete.
/// </remarks>
internal sealed class ProofLog(StorePools pools, ProofKey? key, CaseLists cases, TimeSpan longestHold, IClock clock, TimeProvider time)
{
    /// <summary>Most leaves that are added in one transaction.</summary>
    public const int PageSize = 5_000;

    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE47E;
    private const string Restored = "#";

    private readonly SequenceHold events = new(longestHold, time);
    private readonly SequenceHold entries = new(longestHold, time);

    /// <summary>The key that signs.</summary>
    /// <exception cref="ProofRefusedException">This host keeps no log.</exception>
    public ProofKey Key => key ?? throw ProofRefusedException.Off;

    /// <summary>Whether this host keeps a log.</summary>
    public bool IsOn => key is not null;

    /// <summary>Adds all that is complete now.</summary>
    /// <exception cref="ProofRefusedException">This host may not write to the log.</exception>
    public async Task Append(CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        while (await AppendPage(connection, cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Does work in a transaction while no other host adds or signs.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="work">Is given the current log.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<T> Alone<T>(NpgsqlConnection connection, Func<LogRow, Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var one = new NpgsqlCommand($"select pg_advisory_xact_lock({Lock})", connection) { CommandTimeout = 0 })
            await one.ExecuteNonQueryAsync(cancellation);
        var result = await work(await Current(connection, cancellation));
        await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>Adds the list of a case, where the last one of it is another.</summary>
    /// <returns>The list and its place; null where there is no such case.</returns>
    public async Task<(long Index, CaseList List)?> AddList(Guid id, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        return await Alone<(long, CaseList)?>(connection, async log =>
        {
            if (await cases.Of(connection, id, log.EventsUntil, cancellation) is not { } list)
                return null;
            if (await CaseList.Last(connection, log.Number, id, cancellation) is { } last
                && last.List.Count == list.Count && last.List.Root.AsSpan().SequenceEqual(list.Root))
                return (last.Index, list);
            var leaves = await LeafWriter.Begin(connection, log, cancellation);
            leaves.Add(list);
            await leaves.End(cancellation);
            return (log.Size, list);
        }, cancellation);
    }

    private Task<bool> AppendPage(NpgsqlConnection connection, CancellationToken cancellation) =>
        Alone(connection, async log =>
        {
            var high = await Commitments.HighWater(connection, cancellation);
            var nextEvents = await Commitments.Page(connection, log.EventsUntil, PageSize, cancellation);
            var readyEvents = events.Ready(log.EventsUntil, nextEvents, high);
            var nextEntries = await AccessCommitments.Page(connection, log.AccessUntil, PageSize, cancellation);
            var readyEntries = entries.Ready(log.AccessUntil, nextEntries, 0);
            if (readyEvents + readyEntries == 0)
                return false;
            var leaves = await LeafWriter.Begin(connection, log, cancellation);
            leaves.Add(RunKind.Event, nextEvents.Take(readyEvents));
            leaves.Add(RunKind.Access, nextEntries.Take(readyEntries));
            log = leaves.Row;
            foreach (var list in await cases.Changed(connection, nextEvents.Take(readyEvents), log.EventsUntil, cancellation))
                leaves.Add(list);
            await leaves.End(cancellation);
            return readyEvents == PageSize || readyEntries == PageSize;
        }, cancellation);

    // Where the database is not what was signed last, a new log begins, whose first leaf names what was signed.
    private async Task<LogRow> Current(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (last, signed, timeline) =
            (await LogRow.Last(connection, cancellation), Key.Last(), await LogRow.TimelineNow(connection, cancellation));
        if (last is null)
            return await Begin(connection, new(1, Next(signed?.Origin), Key.Verifier.ToString(), 0, 0, 0, timeline), signed, cancellation);
        var isRestored = last.Timeline != timeline;
        if (!isRestored && last.VerifierKey != Key.Verifier.ToString())
            throw ProofRefusedException.OtherKey(last.VerifierKey);
        if (!isRestored && await Agrees(connection, last, signed, cancellation))
            return last;
        var named = signed ?? await LastIn(connection, last, cancellation);
        var before = Order(signed?.Origin) >= Order(last.Origin) ? signed?.Origin : last.Origin;
        return await Begin(
            connection, new(last.Number + 1, Next(before), Key.Verifier.ToString(), 0, 0, 0, timeline), named, cancellation);
    }

    private async Task<LogRow> Begin(NpgsqlConnection connection, LogRow row, Checkpoint? named, CancellationToken cancellation)
    {
        row = row with { Named = named?.Text };
        await row.Insert(connection, clock.GetCurrentInstant().ToDateTimeUtc(), cancellation);
        if (named is null)
            return row;
        var leaves = await LeafWriter.Begin(connection, row, cancellation);
        leaves.Add(named);
        await leaves.End(cancellation);
        return leaves.Row;
    }

    private static async Task<bool> Agrees(
        NpgsqlConnection connection, LogRow log, Checkpoint? signed, CancellationToken cancellation)
    {
        // What was signed is kept first: where the database knows of a checkpoint and the key does not, its file was lost.
        if (signed is null)
            return await LastIn(connection, log, cancellation) is null;
        if (signed.Origin == log.Origin)
        {
            return signed.Size <= log.Size
                && (await TreeRows.Root(connection, log.Number, signed.Size, cancellation)).AsSpan().SequenceEqual(signed.Root);
        }
        // One that has begun after what was signed last, and is not signed yet.
        return log.Size > 0 && await LastIn(connection, log, cancellation) is null
            && (await TreeRows.Of(connection, log.Number, log.Size, [default], cancellation)).Hash(default).AsSpan()
                .SequenceEqual(MerkleTree.LeafHash(ProofLeaf.Origin(signed)));
    }

    private static async Task<Checkpoint?> LastIn(NpgsqlConnection connection, LogRow log, CancellationToken cancellation) =>
        (await CheckpointRows.Last(connection, log.Number, cancellation))?.Checkpoint;

    // The name of the key, then #2, #3 …; a log of another key has other names.
    private string Next(string? before)
    {
        var name = Key.Verifier.Name;
        return before is null || (before != name && !before.StartsWith(name + Restored, StringComparison.Ordinal))
            ? name
            : FormattableString.Invariant($"{name}{Restored}{Order(before) + 1}");
    }

    private static int Order(string? origin) => origin?.Split(Restored) is [_, var number] && int.TryParse(number, out var order)
        ? order
        : origin is null ? 0 : 1;
}
