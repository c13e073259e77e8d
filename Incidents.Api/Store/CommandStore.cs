using System.Text.Json;
using Incidents.Domain;
using Wolverine.Runtime;
using Wolverine.Runtime.Handlers;

namespace Incidents.Api.Store;

/// <summary>What became of a command.</summary>
/// <param name="StreamId">The thing that it was about.</param>
/// <param name="Version">The thing's version now, also where the command was refused; 0 where there is no such thing.</param>
/// <param name="Changed">Whether anything changed.</param>
/// <param name="Refusal">The rule broken, or null.</param>
public sealed record CommandResult(Guid StreamId, long Version, bool Changed, Refusal? Refusal);

/// <summary>The store could not be reached.</summary>
public sealed class StoreUnavailableException() : Exception("The store does not answer; whether the command was carried out is not known.");

/// <summary>
/// The Wolverine handler of every command: decides it against its stream's present state and appends what follows. Another change
/// in between makes it decide again, unless the command names the version that its sender saw: then it is refused. It is written
/// out, not generated: the first command would otherwise wait for a compiler.
/// </summary>
/// <typeparam name="TCommand">The command.</typeparam>
/// <typeparam name="TState">What it is decided against.</typeparam>
internal sealed class DecisionHandler<TCommand, TState> : MessageHandler<TCommand> where TCommand : ICommand<TState>
    where TState : StreamState, IState<TState>
{
    /// <exception cref="StoreUnavailableException">The store did not answer in time.</exception>
    protected override async Task HandleAsync(TCommand message, MessageContext context, CancellationToken cancellation)
    {
        var store = context.Runtime.Services.GetRequiredService<CommandStore>();
        await context.EnqueueCascadingAsync(await store.Decide(message, cancellation, CommandRequest.Of(context.Envelope)));
    }
}

/// <summary>Where commands are decided: the same appender that takes reports.</summary>
internal sealed class CommandStore(StreamAppender appender, SentCommands sent)
{
    private static readonly Refusal Conflict = new(
        ErrorCode.MutationConflict, "A command with other content was carried out under the same id.", "clientMutationId");

    /// <summary>Decides the command against its stream and appends what follows.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="request">What its client says of it.</param>
    /// <exception cref="StoreUnavailableException">The store did not answer in time.</exception>
    public async Task<CommandResult> Decide<TState>(
        ICommand<TState> command, CancellationToken cancellation, CommandRequest? request = null)
        where TState : StreamState, IState<TState>
    {
        request ??= CommandRequest.None;
        var name = JsonNamingPolicy.CamelCase.ConvertName(command.GetType().Name.Split('`')[0]);
        if (request is not { CommandId: { } id, Digest: { } digest })
            return await Submit(command, name, request, cancellation);
        try
        {
            var conflict = Conflict with { Field = "commandId" };
            if (await sent.Find(id, command.StreamId, name, digest, conflict, cancellation) is { } answered)
                return answered;
            var result = await Submit(command, name, request, cancellation);
            await sent.Keep(id, name, digest, result with { StreamId = command.StreamId }, cancellation);
            return result;
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            throw new StoreUnavailableException();
        }
    }

    private async Task<CommandResult> Submit<TState>(
        ICommand<TState> command, string name, CommandRequest request, CancellationToken cancellation)
        where TState : StreamState, IState<TState>
    {
        var (clientId, cause, by) = request;
        var submission = new Submission<TState>(command)
        {
            EventId = EventId(command, name, request),
            Comparison = (committed, again) => Differences(command, committed, again),
            Metadata = new(EventMetadata.CurrentCorrelation(), cause ?? name, by, by) { Command = request.CommandId },
        };
        var result = (await appender.Submit([submission], cancellation))[0];
        return result.Status is SubmissionStatus.Unavailable
            ? throw new StoreUnavailableException()
            : new(result.StreamId, result.Version, result.Status is SubmissionStatus.Committed,
                result.Status is SubmissionStatus.Conflict ? ConflictOf(command, clientId) : result.Refusal);
    }

    private static Guid EventId<TState>(ICommand<TState> command, string name, CommandRequest request)
        where TState : StreamState, IState<TState> =>
        request.ClientId is { } clientId ? Identity.Event(command.StreamId, $"command {name}", clientId)
        : command is IOnceCommand once ? Identity.Event(command.StreamId, once.Phase)
        : request.CommandId is { } id ? Identity.Event(command.StreamId, $"sent {name}", id.ToString("D"))
        : Guid.CreateVersion7();

    private static Refusal ConflictOf(object command, string? clientId) =>
        clientId is null && command is IOnceCommand once ? once.SentOtherwise : Conflict;

    // What the clock of the host says differs each time; what the state then led to is the same.
    private static IReadOnlyList<string> Differences<TState>(
        ICommand<TState> command, IReadOnlyList<IDomainEvent> committed, Decision again) where TState : StreamState, IState<TState>
    {
        var hasMoment = command.GetType().GetProperty(nameof(IDomainEvent.OccurredAt))?.GetValue(command) is not null;
        foreach (var (before, after) in committed.Zip(again.Events))
        {
            if (Content(before, hasMoment) != Content(after, hasMoment))
                return ["clientMutationId"];
        }
        return [];
    }

    private static string Content(IDomainEvent @event, bool hasMoment)
    {
        var content = JsonSerializer.SerializeToNode(@event, @event.GetType(), EventJson.Sorted)!.AsObject();
        content.Remove("knownAt");
        // What else changes by it is no content of its own.
        content.Remove("response");
        // What a person worked on when they handed over is the host's to say.
        content.Remove("open");
        if (!hasMoment)
            content.Remove("occurredAt");
        return @event.GetType().Name + content.ToJsonString();
    }
}
