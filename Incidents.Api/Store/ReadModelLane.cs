using Incidents.Projections;
using JasperFx.Events;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>One read model on its way through the events, at its own pace.</summary>
/// <remarks>
/// It takes the pages that are read for all while it keeps up. Where it does not, it leaves the others, reads by itself until it has caught
/// up, and joins them again. What it cannot apply is quarantined; whatever else fails is tried again until it works.
/// </remarks>
/// <param name="projection">The read model.</param>
/// <param name="source">The database.</param>
/// <param name="pages">Reads pages for it alone.</param>
/// <param name="status">Where it records that it fails.</param>
/// <param name="log">Where faults are logged.</param>
internal sealed partial class ReadModelLane(
    TableProjection projection, NpgsqlDataSource source, EventPages pages, ReadModelStatus status, ILogger log)
{
    /// <summary>How long the others wait for it at a page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly PageWriter writer = new(projection, ReadModels.Schema);
    private readonly CancellationTokenSource stopped = new();
    private readonly Lock gate = new();
    private Task behind = Task.CompletedTask;
    private bool isBehind;
    private volatile bool isAside;
    private long position;
    private long target;

    /// <summary>Ends with the fault for which this host must not go on: another one writes the same read model.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads how far it has come, and catches up with the pages that it will be given.</summary>
    public async Task Begin()
    {
        var (found, floor) = await Persist(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(stopped.Token);
            return (await ReadModelProgress.Read(connection, projection.Name, stopped.Token) ?? default,
                await ReadModelProgress.Shared(connection, stopped.Token));
        });
        (position, isAside) = (found.Position, found.Version != projection.Version);
        if (isAside || position < floor)
            FallBehind(floor);
    }

    /// <summary>A page on its way to being written.</summary>
    /// <param name="Events">The events that it is given.</param>
    /// <param name="Statements">Their statements; null where they cannot all be applied.</param>
    public sealed record PreparedPage(IReadOnlyList<IEvent> Events, IReadOnlyList<SqlStatement>? Statements);

    /// <summary>Turns a page into statements; pure, so that it may run before earlier pages are written.</summary>
    public PreparedPage Prepare(IReadOnlyList<IEvent> page)
    {
        var given = pages.For(page, projection.Name);
        return new(given, writer.Prepare(given));
    }

    /// <summary>
    /// Takes the next page that was read for all. Comes back when it is written, or when the others need not wait for it.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="ceiling">Sequence up to which the page goes.</param>
    public async Task Take(Task<PreparedPage> page, long ceiling)
    {
        lock (gate)
        {
            target = Math.Max(target, ceiling);
            if (isBehind || ceiling <= position)
                return;
        }
        var writing = WriteUntilDone(page, ceiling);
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
        if (await Task.WhenAny(writing, Task.Delay(Patience, waited.Token)) == writing)
        {
            await waited.CancelAsync();
            await writing;
            if (isAside)
                FallBehind(ceiling);
            return;
        }
        stopped.Token.ThrowIfCancellationRequested();
        FallBehind(ceiling, writing);
    }

    private void FallBehind(long reached, Task? writing = null)
    {
        lock (gate)
            (isBehind, target) = (true, Math.Max(target, reached));
        if (!isAside)
            LogBehind(projection.Name, position, reached);
        behind = Task.Run(() => CatchUp(writing));
    }

    private async Task CatchUp(Task? writing)
    {
        try
        {
            if (writing is not null)
                await writing;
            while (true)
            {
                if (isAside)
                    await WaitForOwnDefinition();
                long until;
                lock (gate)
                {
                    if (position >= target)
                    {
                        isBehind = false;
                        return;
                    }
                    until = target;
                }
                var from = position;
                var slice = await Persist(() => pages.Read(from, until, stopped.Token));
                await WriteUntilDone(Task.Run(() => Prepare(slice.Events)), slice.Ceiling);
                await ReadModelNews.TryTell(source, slice.Ceiling, stopped.Token);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The host stops; the next start goes on from the position that is committed.
        }
        catch (Exception e)
        {
            Ended.TrySetException(e);
        }
    }

    private async Task WriteUntilDone(Task<PreparedPage> page, long ceiling)
    {
        var tried = false;
        try
        {
            await Persist(async () =>
            {
                // A commit whose answer was lost has moved it already.
                var stored = tried ? await ReadPosition(stopped.Token) : position;
                tried = true;
                if (stored != position && stored != ceiling)
                    throw new ReadModelTakenException(projection.Name, position, stored);
                if (stored != ceiling)
                    await Write(await page, ceiling);
                position = ceiling;
                return true;
            });
        }
        catch (ReadModelVersionException e)
        {
            // Another program has swapped the tables: they are not to be written as this one would.
            LogAside(e.Message);
            isAside = true;
        }
    }

    private async Task WaitForOwnDefinition()
    {
        while (true)
        {
            var found = await Persist(() => ReadModelProgress.Read(source, projection.Name, stopped.Token));
            if (found.Version == projection.Version)
            {
                (position, isAside) = (found.Position, false);
                status.GoesOn(projection.Name);
                return;
            }
            if (!status.Aside.ContainsKey(projection.Name) || found.Version > projection.Version)
                status.StandsAside(
                    projection.Name, ReadModelVersionException.Describe(projection.Name, found.Version, projection.Version));
            await Task.Delay(LookAgainAfter, stopped.Token);
        }
    }

    private async Task Write(PreparedPage page, long ceiling)
    {
        var given = page.Events.Count > 0 && page.Events[0].Sequence <= position
            ? Prepare([.. page.Events.Where(e => e.Sequence > position)])
            : page;
        if (given.Statements is { } statements)
        {
            try
            {
                await InTransaction(connection => PageWriter.Write(connection, statements, stopped.Token), ceiling);
                return;
            }
            catch (Exception e) when (StoreFault.IsOfContent(e))
            {
                LogFault(e, projection.Name, position, ceiling);
            }
        }
        await InTransaction(
            async connection =>
            {
                foreach (var fault in await writer.WriteAround(connection, given.Events, stopped.Token))
                {
                    LogQuarantined(projection.Name, fault.Event.Sequence, fault.Reason);
                    await QuarantineTable.Add(connection, projection.Name, fault, stopped.Token);
                }
            }, ceiling);
    }

    private async Task InTransaction(Func<NpgsqlConnection, Task> write, long ceiling)
    {
        await using var connection = await source.OpenConnectionAsync(stopped.Token);
        await using var transaction = await connection.BeginTransactionAsync(stopped.Token);
        // A crash loses the same pages of the tables and of the progress, and they are written again: no page waits for the disk.
        // First the progress: its row is what a rebuild locks before it swaps the tables.
        await using (var advance = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("set local synchronous_commit to off"),
                new($"update {StoreTables.Progress} set position = $3 where projection = $1 and position = $2 and version = $4")
                {
                    Parameters =
                    {
                        new() { Value = projection.Name }, new() { Value = position }, new() { Value = ceiling },
                        new() { Value = projection.Version },
                    },
                },
            },
        })
        {
            if (await advance.ExecuteNonQueryAsync(stopped.Token) != 1)
            {
                var found = await ReadModelProgress.Read(connection, projection.Name, stopped.Token) ?? default;
                throw found.Version == projection.Version
                    ? new ReadModelTakenException(projection.Name, position, found.Position)
                    : new ReadModelVersionException(projection.Name, found.Version, projection.Version);
            }
        }
        try
        {
            await write(connection);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            // The statements after the one that failed were never prepared, and Npgsql takes them as prepared.
            await transaction.RollbackAsync(stopped.Token);
            connection.UnprepareAll();
            throw;
        }
        await transaction.CommitAsync(stopped.Token);
    }

    private async Task<T> Persist<T>(Func<Task<T>> work)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            try
            {
                var result = await work();
                status.Works(projection.Name);
                return result;
            }
            catch (Exception e) when (
                e is not (ReadModelTakenException or ReadModelVersionException) && !stopped.IsCancellationRequested)
            {
                LogFault(e, projection.Name, position, target);
                status.Fails(projection.Name, StoreFault.Reason(e));
            }
            await Task.Delay(pause, stopped.Token);
        }
    }

    private async Task<long> ReadPosition(CancellationToken cancellation)
    {
        var found = await ReadModelProgress.Read(source, projection.Name, cancellation);
        return found.Version == projection.Version
            ? found.Position
            : throw new ReadModelVersionException(projection.Name, found.Version, projection.Version);
    }

    /// <summary>Stops it; what is being written is rolled back.</summary>
    public async Task Stop()
    {
        await stopped.CancelAsync();
        await behind;
    }

    [LoggerMessage(
        LogLevel.Information,
        "The read model {ReadModel} is behind the others, at event {Position} of {Reached}; it catches up by itself.")]
    private partial void LogBehind(string readModel, long position, long reached);

    [LoggerMessage(LogLevel.Warning, "{Reason}")]
    private partial void LogAside(string reason);

    [LoggerMessage(LogLevel.Warning, "The read model {ReadModel} could not write events {Position} to {Ceiling}.")]
    private partial void LogFault(Exception e, string readModel, long position, long ceiling);

    [LoggerMessage(LogLevel.Error, "The read model {ReadModel} cannot apply event {Sequence}, which is quarantined: {Reason}")]
    private partial void LogQuarantined(string readModel, long sequence, string reason);
}
