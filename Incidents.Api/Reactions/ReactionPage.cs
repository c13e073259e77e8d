using Incidents.Domain;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>Events that a reaction is given together, and the transaction in which its cursor passes them.</summary>
/// <param name="events">The events.</param>
/// <param name="ceiling">Sequence up to which there are no others.</param>
/// <param name="connection">The connection of the transaction.</param>
/// <param name="transaction">The transaction.</param>
internal sealed class ReactionPage(
    IReadOnlyList<ReactionEvent> events, long ceiling, NpgsqlConnection connection, NpgsqlTransaction transaction)
{
    private readonly List<ReactionCommand> sent = [];

    /// <summary>The events, in order.</summary>
    public IReadOnlyList<ReactionEvent> Events => events;

    /// <summary>Sequence up to which the reaction knows all events after this page.</summary>
    public long Ceiling => ceiling;

    /// <summary>The connection; what is written on it is committed together with the cursor.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>The transaction, which the reaction neither commits nor rolls back.</summary>
    public NpgsqlTransaction Transaction => transaction;

    /// <summary>The commands that were sent, in order.</summary>
    internal IReadOnlyList<ReactionCommand> Sent => sent;

    /// <summary>Sends a command: it is carried out after the commit, until it is accepted or refused.</summary>
    /// <param name="id">Its id, made from what led to it: the same again is the same command. The id of its event.</param>
    /// <param name="cause">The event that led to it.</param>
    /// <param name="command">The command.</param>
    public void Send<TState>(Guid id, Guid cause, ICommand<TState> command) where TState : StreamState, IState<TState> =>
        sent.Add(ReactionCommand.Of(id, cause, command));
}
