using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Wolverine;

namespace Incidents.Api.Requests;

/// <summary>Sends commands and turns refusals into the errors of a GraphQL answer.</summary>
/// <param name="bus">Wolverine.</param>
public sealed class Commands(IMessageBus bus)
{
    /// <summary>What the client says of the command that is sent next.</summary>
    internal CommandRequest Request { get; set; } = CommandRequest.None;

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
            throw new RefusedException(new("STORE_AWAY", e.Message));
        }
    }
}
