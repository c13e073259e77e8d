using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Reactions;

/// <summary>A command as it waits in the database.</summary>
/// <param name="Id">Its id, which becomes that of its (last) event.</param>
/// <param name="Stream">The stream that it is about.</param>
/// <param name="Type">Name of its type.</param>
/// <param name="Json">Its content.</param>
/// <param name="Cause">The event that led to it.</param>
internal sealed record ReactionCommand(Guid Id, Guid Stream, string Type, string Json, Guid Cause)
{
    private static readonly MethodInfo ReadOne =
        typeof(ReactionCommand).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly FrozenDictionary<string, Func<ReactionCommand, EventMetadata, Submission>> Readers = (
        from command in typeof(ICommand<>).Assembly.GetTypes()
        where command is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        from contract in command.GetInterfaces()
        where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICommand<>)
        select KeyValuePair.Create(
            command.Name,
            ReadOne.MakeGenericMethod(command, contract.GetGenericArguments()[0])
                .CreateDelegate<Func<ReactionCommand, EventMetadata, Submission>>())).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of the commands that this program knows. One of another program waits for that program.</summary>
    public static string[] Known => [.. Readers.Keys];

    /// <summary>A command to keep.</summary>
    public static ReactionCommand Of<TState>(Guid id, Guid cause, ICommand<TState> command) where TState : StreamState, IState<TState> =>
        new(id, command.StreamId, command.GetType().Name, JsonSerializer.Serialize(command, command.GetType(), EventJson.Options), cause);

    /// <summary>The command as the appender takes it.</summary>
    /// <param name="user">Who sends it.</param>
    /// <exception cref="JsonException">Its content is not that of its type.</exception>
    public Submission ForAppender(string user) =>
        Readers[Type](this, new(EventMetadata.CurrentCorrelation(), Cause.ToString(), user));

    private static Submission Read<TCommand, TState>(ReactionCommand kept, EventMetadata metadata)
        where TCommand : ICommand<TState> where TState : StreamState, IState<TState> =>
        new Submission<TState>(JsonSerializer.Deserialize<TCommand>(kept.Json, EventJson.Options)!)
        {
            EventId = kept.Id,
            Metadata = metadata,
        };
}
