using System.Runtime.ExceptionServices;

namespace Incidents.Api.GraphQL;

/// <summary>What a mutation returns: the thing that it was about, or why nothing changed.</summary>
internal sealed class MutationPayload
{
    private readonly object? thing;
    private Exception? fault;

    private MutationPayload(object? thing, long? position = null, MutationError? error = null, Exception? fault = null)
    {
        (this.thing, Position, this.fault) = (thing, position, fault);
        Errors = error is null ? null : [error];
    }

    /// <summary>Sequence of the last committed event, or null where nothing changed.</summary>
    public long? Position { get; }

    /// <summary>The refusal, or null where the mutation was carried out.</summary>
    public IReadOnlyList<MutationError>? Errors { get; }

    public static MutationPayload Of(object? thing, long? position) => new(thing, position);

    public static MutationPayload Of(RefusedException refused) => new(null, error: MutationError.Of(refused));

    /// <summary>The mutation failed without a refusal: the first field that is resolved reports it.</summary>
    /// <remarks>
    /// An error of the payload itself would leave <c>data: null</c>, which hides what earlier mutations of the request did.
    /// </remarks>
    public static MutationPayload Failed(Exception fault) => new(null, fault: fault);

    public object? Thing() => Known(thing);

    /// <exception cref="Exception">The failure, once.</exception>
    public T Known<T>(T value)
    {
        if (Interlocked.Exchange(ref fault, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
        return value;
    }
}
