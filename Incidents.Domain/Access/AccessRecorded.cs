using System.Text.Json.Nodes;
using NodaTime;

namespace Incidents.Domain.Access;

/// <summary>An event of the access log. The access log is a store of its own: none of these moves a position of the incidents.</summary>
public interface IAccessEvent
{
    /// <summary>When it happened, by the clock of the host that wrote it.</summary>
    Instant At { get; }
}

/// <summary>Somebody signed in, asked, read, exported or was refused.</summary>
/// <param name="Kind">What happened, e.g. <c>Read</c>.</param>
/// <param name="Caller">The id of who did it; empty where nobody had signed in.</param>
/// <param name="Name">The name of who did it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Details">What was asked, given or refused; its content depends on the kind.</param>
public sealed record AccessRecorded(string Kind, string Caller, string Name, Instant At, JsonObject Details) : IAccessEvent;

/// <summary>An auditor put a plate or person on the list of those whose searches are shown.</summary>
/// <param name="Digest">Keyed digest of the plate or name: the list does not disclose who is on it.</param>
/// <param name="Reason">Why, in a sentence without the plate or name.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public sealed record WatchBegun(string Digest, string Reason, string By, Instant At) : IAccessEvent;

/// <summary>An auditor took a plate or person off the list.</summary>
/// <param name="Digest">Keyed digest of the plate or name.</param>
/// <param name="Reason">Why, in a sentence without the plate or name.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public sealed record WatchEnded(string Digest, string Reason, string By, Instant At) : IAccessEvent;
