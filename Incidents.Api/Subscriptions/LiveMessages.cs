using Incidents.Api.Alerts;
using Incidents.Api.Dispatch;
using Incidents.Api.SosCalls;
using Incidents.Api.Violations;
using Incidents.Projections.Devices;

namespace Incidents.Api.Subscriptions;

/// <summary>A queue of the control centre.</summary>
internal enum QueueKind
{
    /// <summary>Alerts that are neither acknowledged nor dismissed.</summary>
    Alerts = 1,

    /// <summary>Calls that ring.</summary>
    Calls,

    /// <summary>Violations that nobody has reviewed.</summary>
    Violations,

    /// <summary>Open incidents.</summary>
    Incidents,
}

/// <summary>Messages that were not told.</summary>
/// <param name="Count">How many; null where they were not counted: they lie too far back, or came faster than they were made.</param>
/// <param name="After">
/// They have positions after this one: `after` of a new subscription goes on from it, if it is not too far back. Where `errors` stand
/// beside it, the message of that position cannot be made before what is wrong is mended.
/// </param>
/// <param name="Until">They have positions up to this one, which is the message's own.</param>
internal sealed record MissedMessages(int? Count, long After, long Until);

/// <summary>A message of a subscription.</summary>
/// <param name="Position">Sequence of its event: `after` of a later subscription goes on from it.</param>
/// <param name="Missed">Messages before this one that were not told; else null.</param>
internal abstract record LiveMessage(long Position, MissedMessages? Missed)
{
    /// <summary>What it is about, for the access log; null where it tells of nothing.</summary>
    internal virtual Guid? Thing => null;

    /// <summary>The type of that.</summary>
    internal virtual string ThingType => "";
}

/// <summary>An alert was raised, or came under the filter by what was learned of it later.</summary>
/// <param name="Position">Sequence of its event: `after` of a later subscription goes on from it.</param>
/// <param name="Missed">Messages before this one that were not told; else null.</param>
/// <param name="Alert">The alert as it is now; null where the message has a position, or what was missed, only.</param>
internal sealed record AlertMessage(long Position, MissedMessages? Missed, AlertNode? Alert) : LiveMessage(Position, Missed)
{
    internal override Guid? Thing => Alert?.Id;

    internal override string ThingType => "Alert";
}

/// <summary>Something came into a queue, changed in it, or left it.</summary>
/// <param name="Position">Sequence of its event: `after` of a later subscription goes on from it.</param>
/// <param name="Missed">Messages before this one that were not told; else null.</param>
/// <param name="Queue">The queue.</param>
/// <param name="SubjectId">The alert, call, violation or incident; null where the message has a position, or what was missed, only.</param>
/// <param name="IsQueued">Whether it is in the queue now, as the filter selects it; null where `subjectId` is.</param>
internal sealed record QueueMessage(long Position, MissedMessages? Missed, QueueKind Queue, Guid? SubjectId, bool? IsQueued)
    : LiveMessage(Position, Missed)
{
    /// <summary>The alert as it is now; null where it is none, or has left the queue.</summary>
    public AlertNode? Alert { get; init; }

    /// <summary>The call as it is now; null where it is none, or has left the queue.</summary>
    public SosCallNode? Call { get; init; }

    /// <summary>The violation as it is now; null where it is none, or has left the queue.</summary>
    public ViolationNode? Violation { get; init; }

    /// <summary>The incident as it is now; null where it is none, or has left the queue.</summary>
    public IncidentNode? Incident { get; init; }

    internal override Guid? Thing => SubjectId;

    internal override string ThingType => Queue switch
    {
        QueueKind.Alerts => "Alert",
        QueueKind.Calls => "SosCall",
        QueueKind.Violations => "Violation",
        _ => "Incident",
    };
}

/// <summary>Something happened to an incident.</summary>
/// <param name="Position">Sequence of its event: `after` of a later subscription goes on from it.</param>
/// <param name="Missed">Messages before this one that were not told; else null.</param>
/// <param name="EventType">
/// Name of the event, as timelines have it; null where the message has a position, or what was missed, only.
/// </param>
/// <param name="Incident">The incident as it is now; null where the caller sees it no longer, because it is over.</param>
internal sealed record IncidentMessage(long Position, MissedMessages? Missed, string? EventType, IncidentNode? Incident)
    : LiveMessage(Position, Missed)
{
    internal override Guid? Thing => Incident?.Id;

    internal override string ThingType => "Incident";
}

/// <summary>A device was registered, changed or retired, or its health or that of its town's link changed.</summary>
/// <param name="Position">Sequence of its event: `after` of a later subscription goes on from it.</param>
/// <param name="Missed">Messages before this one that were not told; else null.</param>
/// <param name="EventType">
/// Name of the event, as timelines have it; null where the message has a position, or what was missed, only.
/// </param>
/// <param name="City">
/// City code of the device; without a device that of a town whose whole link fell silent or was heard again, so that its devices are to be
/// read again, or of a device that the registry does not know. Null where the message has a position, or what was missed, only.
/// </param>
/// <param name="Device">The device as it is now; null where the message is about none that the registry or a report names.</param>
internal sealed record DeviceMessage(long Position, MissedMessages? Missed, string? EventType, string? City, DeviceRow? Device)
    : LiveMessage(Position, Missed)
{
    internal override Guid? Thing => Device?.Id;

    internal override string ThingType => "Device";
}
