using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Incidents.Domain;

/// <summary>A rule that was broken.</summary>
/// <remarks>Refusals are data: the code is stable, and the screen words it in its own language.</remarks>
/// <param name="Code">Stable code.</param>
/// <param name="Message">A sentence in English for logs and for developers of clients.</param>
/// <param name="Field">The field at fault, or null where the rule concerns no single one.</param>
public sealed record Refusal(ErrorCode Code, string Message, string? Field = null);

/// <summary>What a command leads to: events to append, or one refusal; never both.</summary>
public sealed class Decision
{
    private Decision(IReadOnlyList<IDomainEvent> events, Refusal? refusal, StreamEvent? elsewhere = null) =>
        (Events, Refusal, Elsewhere) = (events, refusal, elsewhere);

    /// <summary>The events to append, in order. Empty when refused, or when nothing changes.</summary>
    public IReadOnlyList<IDomainEvent> Events { get; }

    /// <summary>The rule broken, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>An event that the same decision leads to on another stream, or null; both are appended, or neither.</summary>
    public StreamEvent? Elsewhere { get; }

    /// <summary>Whether a rule was broken.</summary>
    [MemberNotNullWhen(true, nameof(Refusal))]
    public bool IsRefused => Refusal is not null;

    /// <summary>Nothing to do: what the command wants is already so.</summary>
    public static readonly Decision Unchanged = new([], null);

    /// <summary>Events to append.</summary>
    public static Decision Of(params IReadOnlyList<IDomainEvent> events) => new(events, null);

    /// <summary>The same decision, with an event on another stream that the command depends on.</summary>
    /// <param name="streamId">The other stream, which exists.</param>
    /// <param name="event">Its event.</param>
    public Decision And(Guid streamId, IDomainEvent @event) => new(Events, Refusal, new(streamId, @event));

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision(Refusal refusal) => new([], refusal);
}

/// <summary>An event of another stream than the one decided about.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Event">The event.</param>
public sealed record StreamEvent(Guid StreamId, IDomainEvent Event);

/// <summary>State folded from one stream of events.</summary>
/// <typeparam name="TSelf">The state's own type.</typeparam>
public interface IState<TSelf> where TSelf : StreamState, IState<TSelf>
{
    /// <summary>The state after one more event; events of other streams leave it as it is.</summary>
    /// <param name="state">The state before, or null before the first event.</param>
    /// <param name="event">The event.</param>
    static abstract TSelf? Evolve(TSelf? state, object @event);

    /// <summary>Where it is: gives the city whose local time its events are stamped with.</summary>
    Place Place { get; }
}

/// <summary>A command that several kinds of things have alike: there is one for each state that its type parameter allows.</summary>
public interface ISharedCommand;

/// <summary>A command about one stream, decided against its state without clock or I/O.</summary>
/// <typeparam name="TState">What it is decided against.</typeparam>
public interface ICommand<TState> where TState : StreamState, IState<TState>
{
    /// <summary>The stream that the command is about.</summary>
    Guid StreamId { get; }

    /// <summary>The version that the sender saw, or null to decide against whatever is current.</summary>
    long? ExpectedVersion => null;

    /// <summary>The city for a command that may begin a stream; null where the state has it.</summary>
    string? City => null;

    /// <summary>Why what the command itself holds is refused, whatever the state, or null.</summary>
    /// <remarks>
    /// A command may hold anything that was typed or sent; an event may not, for whatever an event holds is stored for good and shown to
    /// everybody. So every command that holds texts or numbers checks them with the Domain's rules (<see cref="Texts"/>,
    /// <see cref="CategoryCode"/> …), and <see cref="Decide"/> begins with this check.
    /// </remarks>
    Refusal? Check() => null;

    /// <summary>The events that the command leads to, or the refusal.</summary>
    /// <param name="state">The state so far, or null where the stream does not exist.</param>
    /// <param name="now">
    /// The present moment, at the offset of the city concerned; never before the state's <see cref="StreamState.LastKnownAt"/>.
    /// </param>
    Decision Decide(TState? state, OffsetDateTime now);
}

/// <summary>A command about one stream that also depends on the state of another of the same kind.</summary>
/// <remarks>The host reads both together, and what is decided is appended only while neither has changed.</remarks>
/// <typeparam name="TState">What it is decided against.</typeparam>
public interface IDependentCommand<TState> : ICommand<TState> where TState : StreamState, IState<TState>
{
    /// <summary>The other stream.</summary>
    Guid OtherStreamId { get; }

    /// <summary>The command, knowing the other stream's state.</summary>
    /// <param name="other">The state, or null where the stream does not exist.</param>
    ICommand<TState> Given(TState? other);
}

/// <summary>A command about one stream that names another one, which has to be of a certain type.</summary>
/// <typeparam name="TState">What it is decided against.</typeparam>
public interface ILinkingCommand<TState> : ICommand<TState> where TState : StreamState, IState<TState>
{
    /// <summary>The stream that it names, or null where it names none.</summary>
    Guid? LinkedStreamId { get; }

    /// <summary>The command, knowing the type of the stream that it names.</summary>
    /// <param name="streamType">
    /// The type (<see cref="IStreamBeginning.StreamType"/>), or null where the stream does not exist.
    /// </param>
    ICommand<TState> GivenType(string? streamType);
}

/// <summary>Refusals that every slice shares.</summary>
public static class Refusals
{
    /// <summary>There is no stream with the id.</summary>
    public static readonly Refusal NotFound = new(ErrorCode.NotFound, "Nothing is known under this id.", "id");

    /// <summary>The stream has another version than the sender saw; the answer contains the current version.</summary>
    public static readonly Refusal ConcurrentChange =
        new(ErrorCode.ConcurrentChange, "It has changed since the version given; read it again.", "expectedVersion");

    /// <summary>The time lies in the future, or before what it follows from.</summary>
    public static readonly Refusal ImpossibleTime =
        new(ErrorCode.ImpossibleTime, "The time lies in the future, or before what it follows from.", "occurredAt");

    /// <summary>A text that must say something is blank.</summary>
    public static Refusal Blank(string field) => new(ErrorCode.Blank, $"'{field}' must not be blank.", field);

    /// <summary>A required field is absent or blank: <c>DEVICE_ID_MISSING</c> for <c>deviceId</c>, if there is such a code.</summary>
    public static Refusal Missing(string field) =>
        Missing(field, ErrorCodes.Find($"{ErrorCodes.Capitals(field)}_MISSING") ?? ErrorCode.FieldMissing);

    /// <summary>A required field is absent or blank.</summary>
    public static Refusal Missing(string field, ErrorCode code) => new(code, $"'{field}' is missing.", field);

    /// <summary>The city's code is not one of this installation.</summary>
    public static Refusal CityUnknown(string city, string field) =>
        new(ErrorCode.CityUnknown, $"The city '{city}' is not known here.", field);
}
