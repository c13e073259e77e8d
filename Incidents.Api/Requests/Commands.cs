using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections;
using NodaTime;
using Wolverine;

namespace Incidents.Api.Requests;

/// <summary>Sends commands and turns refusals into the errors of a GraphQL answer.</summary>
/// <param name="bus">Wolverine.</param>
/// <param name="events">Reads what commands are about.</param>
/// <param name="input">Checks moments.</param>
internal sealed class Commands(IMessageBus bus, EventReader events, CommandInput input)
{
    /// <summary>What the client says of the command that is sent next.</summary>
    internal CommandRequest Request { get; set; } = CommandRequest.None;

    /// <summary>What the caller sees, what a command has ended included: the answer shows the thing so.</summary>
    internal RowSight Sight { get; set; } = RowSight.None;

    /// <summary>Sends a command, and answers the id of what it was about.</summary>
    /// <exception cref="RefusedException">A rule was broken, or the store does not answer (<c>STORE_AWAY</c>).</exception>
    public async Task<Guid> Send(object command, CancellationToken cancellation)
    {
        try
        {
            var result = await bus.InvokeAsync<CommandResult>(command, Request.Deliver(), cancellation);
            return result.Refusal is null ? result.StreamId : throw new RefusedException(result.Refusal, result.Version);
        }
        catch (StoreUnavailableException e)
        {
            throw new RefusedException(new(ErrorCode.StoreAway, e.Message));
        }
    }

    /// <summary>Sends a command about one thing, and answers the thing afterwards.</summary>
    /// <param name="id">The thing.</param>
    /// <param name="moment">When it happened, or null for now.</param>
    /// <param name="command">The command, by the clocks of the thing's own city.</param>
    /// <param name="cancellation">Cancels it; the command may be carried out all the same.</param>
    /// <exception cref="RefusedException">A rule was broken, or the store does not answer (<c>STORE_AWAY</c>).</exception>
    public async Task<LoadedStream<TState>> Send<TState>(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<TState>> command, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
    {
        await Send(command(await Moment<TState>(id, moment, cancellation)), cancellation);
        return (await events.Open<TState>(id, null, cancellation))!;
    }

    /// <summary>A moment by the clocks of a thing's own city, or null where none is given.</summary>
    /// <exception cref="RefusedException">Nothing can have happened then.</exception>
    public async Task<OffsetDateTime?> Moment<TState>(Guid id, Instant? moment, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
    {
        if (moment is not { } given)
            return null;
        input.CheckMoment(given);
        return input.Moment(given, (await events.Open<TState>(id, null, cancellation))?.State.Place.City);
    }
}
