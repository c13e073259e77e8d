using Incidents.Api.Access.Log;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Proofs;

/// <summary>Adds to the log what the stores hold: a leaf for each event, each entry of the access log, and each list of a case.</summary>
/// <remarks>
/// It reads what is committed, after the append and outside of it. One host at a time adds, under an advisory lock that ends with its
/// transaction: a host that is killed leaves the log as it was. The order is fixed once: events and entries by their numbers, as far as
/// these are complete.
/// </remarks>
internal sealed class ProofLog(
    StorePools pools, ProofKeyFile file, LogOrigin origin, CaseLists cases, TimeSpan longestHold, TimeProvider time)
{
    /// <summary>Most leaves that are added in one transaction.</summary>
    public const int PageSize = 5_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // Not used by any other advisory lock of this database.
    private const long Lock = 0x1C1DE47E;

    private readonly SequenceHold events = new(longestHold, time);
    private readonly SequenceHold entries = new(longestHold, time);

    /// <summary>The key that signs, as it was opened last.</summary>
    /// <exception cref="ProofRefusedException">This host keeps no log, or has not opened its key.</exception>
    public ProofKey Key => file.Known;

    /// <summary>Whether this host is to keep a log.</summary>
    public bool IsOn => file.IsOn;

    /// <summary>Opens the key; makes it where the database has no log yet.</summary>
    /// <exception cref="ProofRefusedException">This host has none.</exception>
    public async Task<ProofKey> OpenKey(CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        return file.Open((await LogRow.Last(connection, cancellation))?.VerifierKey);
    }

    /// <summary>Begins another log with the key of this host, or with a new one: somebody has decided so.</summary>
    /// <param name="hasNewKey">Whether a new key is made; the one before is put aside.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task BeginAnew(bool hasNewKey, CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        await Alone(
            connection,
            async () =>
            {
                var signed = file.SignedBefore();
                var key = hasNewKey ? file.Replace() : file.Open((await LogRow.Last(connection, cancellation))?.VerifierKey);
                return await origin.BeginAnew(connection, key, signed, cancellation);
            },
            cancellation);
    }

    /// <summary>Adds all that is complete now.</summary>
    /// <exception cref="ProofRefusedException">This host may not write to the log.</exception>
    public async Task Append(CancellationToken cancellation)
    {
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        while (await AppendPage(connection, cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Adds what is complete until an event is in the log: appends before it that are under way are waited for.</summary>
    /// <param name="number">Number of the event; 0 for none.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="RefusedException">It takes longer than an append can.</exception>
    public async Task AppendUntil(long number, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        await using var connection = await pools.Upkeep.OpenConnectionAsync(cancellation);
        while (true)
        {
            while (await AppendPage(connection, cancellation))
                cancellation.ThrowIfCancellationRequested();
            if ((await LogRow.Last(connection, cancellation))?.EventsUntil >= number)
                return;
            if (time.GetElapsedTime(begun) > longestHold + Patience)
                throw new RefusedException(new(ErrorCode.TooBusy, "What is appended before it is not complete yet; ask again later."));
            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Does work in a transaction while no other host adds or signs.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="work">Is given the current log.</param>
    /// <param name="cancellation">Cancels it.</param>
    public Task<T> Alone<T>(NpgsqlConnection connection, Func<LogRow, Task<T>> work, CancellationToken cancellation) =>
        Alone(connection, async () => await work(await origin.Current(connection, cancellation)), cancellation);

    private static async Task<T> Alone<T>(NpgsqlConnection connection, Func<Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var one = new NpgsqlCommand($"select pg_advisory_xact_lock({Lock})", connection) { CommandTimeout = 0 })
            await one.ExecuteNonQueryAsync(cancellation);
        var result = await work();
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
}
