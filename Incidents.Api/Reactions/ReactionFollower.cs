using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>How reactions are followed.</summary>
/// <param name="PageSize">Most events of a page. What follows from them is the same, however many they are.</param>
/// <param name="Pause">How long nothing is looked for where nobody tells of news.</param>
internal sealed record ReactionOptions(int PageSize, TimeSpan Pause)
{
    /// <summary>As hosts follow them.</summary>
    public static readonly ReactionOptions Default = new(1_000, TimeSpan.FromSeconds(1));
}

/// <summary>Gives a reaction the events after its cursor.</summary>
/// <remarks>
/// Its transactions are on the connection that holds the lock: a host that has lost the lock cannot commit. Events are given as far as the
/// daemon has found their numbers complete, so that none is committed later behind the cursor.
/// </remarks>
internal sealed partial class ReactionFollower(
    Reaction reaction, NpgsqlDataSource source, EventTail tail, EventCatalogue catalogue, ReactionCommands commands,
    ReactionOptions options, ILogger<ReactionFollower> log)
{
    // First half of the lock's number; the second is the hash of the reaction's name. Other locks have one number.
    private const int Lock = 0x1C1DE48;
    // Of rare events many pages would be read to find one.
    private const long LongestStretch = 50_000;

    private readonly ILogger<ReactionFollower> log = log;
    private readonly string[] names = [.. reaction.Events.Select(catalogue.NameOf)];
    private long? known;

    /// <summary>Name of the reaction.</summary>
    public string Name => reaction.Name;

    /// <summary>Reacts to all that is new, and carries out what was sent.</summary>
    /// <returns>False where another host follows the reaction at this moment.</returns>
    public async Task<bool> Run(CancellationToken cancellation)
    {
        await using var guard = await source.OpenConnectionAsync(cancellation);
        if (!await Ask(guard, "pg_try_advisory_lock", cancellation))
            return false;
        try
        {
            await Follow(guard, cancellation);
            return true;
        }
        catch
        {
            known = null;
            throw;
        }
        finally
        {
            if (guard.State is System.Data.ConnectionState.Open)
                await Ask(guard, "pg_advisory_unlock", CancellationToken.None);
        }
    }

    /// <summary>Lets the reaction delete what it needs no longer.</summary>
    public Task Tidy(CancellationToken cancellation) => reaction.Tidy(source, cancellation);

    private async Task Follow(NpgsqlConnection guard, CancellationToken cancellation)
    {
        var position = await ReactionTables.Position(guard, reaction.Name, cancellation);
        if (position != known)
            reaction.Forget();
        known = position;
        await commands.Execute(guard, reaction, cancellation);
        while (await Commitments.HighWater(guard, cancellation) is var complete && complete > position)
        {
            var until = Math.Min(complete, position + LongestStretch);
            var events = await tail.Read(position, until, names, options.PageSize, cancellation);
            var ceiling = events.Count < options.PageSize ? until : events[^1].Sequence;
            await React(guard, position, ceiling, events, cancellation);
            known = position = ceiling;
            await commands.Execute(guard, reaction, cancellation);
        }
    }

    /// <summary>Reacts to a page; where one of its events is at fault, to the others, page by page.</summary>
    private async Task React(
        NpgsqlConnection guard, long position, long ceiling, List<TailEvent> events, CancellationToken cancellation)
    {
        try
        {
            await using var transaction = await guard.BeginTransactionAsync(cancellation);
            if (events.Count > 0)
            {
                var page = new ReactionPage([.. events.Select(Read)], ceiling, guard, transaction);
                await reaction.React(page, cancellation);
                await ReactionTables.Keep(guard, reaction.Name, page.Sent, cancellation);
            }
            await ReactionTables.Advance(guard, reaction.Name, position, ceiling, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception e) when (events.Count > 0 && StoreFault.IsOfContent(e) && guard.State is System.Data.ConnectionState.Open)
        {
            reaction.Forget();
            if (events.Count == 1)
            {
                await Pass(guard, position, ceiling, events[0], e, cancellation);
                return;
            }
            var half = events.Count / 2;
            var middle = events[half - 1].Sequence;
            await React(guard, position, middle, events[..half], cancellation);
            await React(guard, middle, ceiling, events[half..], cancellation);
        }
        catch
        {
            reaction.Forget();
            throw;
        }
    }

    private async Task Pass(
        NpgsqlConnection guard, long position, long ceiling, TailEvent passed, Exception e, CancellationToken cancellation)
    {
        LogPassed(e, passed.Name, passed.Sequence, reaction.Name);
        await using var transaction = await guard.BeginTransactionAsync(cancellation);
        await ReactionTables.Note(guard, reaction.Name, passed, e.GetType().Name, cancellation);
        await ReactionTables.Advance(guard, reaction.Name, position, ceiling, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private ReactionEvent Read(TailEvent one) =>
        new(one.Sequence, one.StreamId, one.Version, catalogue.Read(one.Name, one.Json)) { Id = one.Id, AppendedAt = one.AppendedAt };

    private async Task<bool> Ask(NpgsqlConnection guard, string function, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}({Lock}, hashtext($1))", guard);
        command.Parameters.Add(new() { Value = reaction.Name });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    [LoggerMessage(LogLevel.Error, "{Type} {Sequence} was passed over by the reaction {Reaction}.")]
    private partial void LogPassed(Exception e, string type, long sequence, string reaction);
}
