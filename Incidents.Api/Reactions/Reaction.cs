using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>Rules, timers and feeds: a second kind of shard beside the read models.</summary>
/// <remarks>
/// It follows the events by a cursor of its own, writes rows of its own tables in the transaction in which the cursor advances, and
/// answers with commands, which are kept in the same transaction and carried out after it. One host at a time follows it. What it holds in
/// memory is a copy of its rows at most: <see cref="Forget"/> drops it.
/// </remarks>
internal abstract class Reaction
{
    /// <summary>Its name, under which its cursor is kept; it never changes.</summary>
    public abstract string Name { get; }

    /// <summary>Types of the events that it is given.</summary>
    public abstract IReadOnlyList<Type> Events { get; }

    /// <summary>
    /// Whether a database that does not know it yet gives it all events from the first; default only those after its first start.
    /// </summary>
    public virtual bool StartsAtFirstEvent => false;

    /// <summary>Reacts to some events. Where it fails because of what one of them contains, that one is passed over and kept.</summary>
    /// <param name="page">The events, in order, and the transaction.</param>
    /// <param name="cancellation">Cancels it; the same events come again.</param>
    public abstract Task React(ReactionPage page, CancellationToken cancellation);

    /// <summary>A command that it sent was refused; default nothing more is done about it.</summary>
    /// <param name="refusal">The command, and why.</param>
    /// <param name="page">A page without events: its transaction is the one in which the refusal is kept.</param>
    /// <param name="cancellation">Cancels it; the refusal comes again.</param>
    public virtual Task Refused(ReactionRefusal refusal, ReactionPage page, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Deletes what it has kept longer than it needs, once an hour also where no event comes; default nothing.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellation">Cancels it; it comes again.</param>
    public virtual Task Tidy(NpgsqlDataSource source, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Drops what it holds in memory: a transaction failed, or another host has followed it meanwhile.</summary>
    public virtual void Forget()
    {
    }
}

/// <summary>A command that was refused.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stream">The stream that it was about.</param>
/// <param name="Cause">The event that led to it.</param>
/// <param name="Code">Why.</param>
internal sealed record ReactionRefusal(Guid Id, Guid Stream, Guid Cause, ErrorCode Code);
