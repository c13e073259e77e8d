using System.Text.Json.Nodes;

namespace Incidents.Api.Access;

/// <summary>The record of who did and saw what.</summary>
internal interface IAccessLog
{
    /// <summary>Puts an entry on record; comes back when it is committed.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="cancellation">Ends the wait; the entry may be on record all the same.</param>
    /// <exception cref="AccessLogException">It cannot be put on record: what it is about must not be answered.</exception>
    Task Write(AccessEntry entry, CancellationToken cancellation);
}

/// <summary>One entry of the access log.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Caller">Who did it: the id of the caller, empty where nobody has signed in.</param>
/// <param name="Name">Name of the caller.</param>
/// <param name="Details">What was asked, given or refused; its content depends on the kind.</param>
internal sealed record AccessEntry(AccessKind Kind, string Caller, string Name, JsonObject Details)
{
    /// <summary>Name of the denied fields in the details.</summary>
    public const string DeniedFields = "denied";

    /// <summary>Its id in the log.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>An entry about whoever asks now.</summary>
    public static AccessEntry OfCurrent(AccessKind kind, JsonObject details) =>
        new(kind, Callers.Current.Id, Callers.Current.Name, details);
}

/// <summary>Kinds of entries of the access log.</summary>
internal enum AccessKind
{
    /// <summary>Somebody signed in.</summary>
    SignedIn = 1,
    /// <summary>Somebody signed out.</summary>
    SignedOut,
    /// <summary>A token, session, key, host name or origin was refused.</summary>
    Refused,
    /// <summary>A field or an action was denied.</summary>
    Denied,
    /// <summary>Personal data were read.</summary>
    Read,
    /// <summary>A person or plate was searched for.</summary>
    Searched,
    /// <summary>A list was exported.</summary>
    Exported,
    /// <summary>A key was made, rotated or revoked.</summary>
    KeyChanged,
    /// <summary>Personal data were masked, blocked or given to the person concerned.</summary>
    PersonalData,
    /// <summary>A logged read was asked again.</summary>
    Replayed,
    /// <summary>A receiver of a feed was made, given another secret or ended, or what it did not take was sent again.</summary>
    FeedChanged,
    /// <summary>Messages were sent to a receiver of a feed; each try is an entry.</summary>
    Delivered,
}

/// <summary>The access log cannot be written.</summary>
/// <param name="message">A sentence in English.</param>
/// <param name="cause">What prevents it.</param>
internal sealed class AccessLogException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the log works, but too many entries wait: the same entry can be written a little later.</summary>
    public bool IsBusy { get; init; }
}
