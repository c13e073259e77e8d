using System.Collections.Frozen;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;

namespace Incidents.Api.Subscriptions;

/// <summary>Kinds of events that are told.</summary>
internal enum LiveKinds
{
    /// <summary>Of alerts, calls and violations.</summary>
    Signals = 1,

    /// <summary>Of incidents.</summary>
    Incidents,

    /// <summary>Of devices, and of their outages.</summary>
    Devices,
}

/// <summary>An event that is told.</summary>
/// <param name="Position">Its sequence.</param>
/// <param name="Id">Its stream.</param>
/// <param name="Name">Its name, e.g. <c>alert_raised</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Before">Category, place and time before it, where it changes them.</param>
internal sealed record LiveEvent(long Position, Guid Id, string Name, Type Type, CountKey? Before)
{
    /// <summary>Category, place and time of an alert after it, where it gives or changes them.</summary>
    public CountKey? After { get; init; }

    /// <summary>The device, or the town's link, that it is about.</summary>
    public LiveDevice? Device { get; init; }
}

/// <summary>Events in order, with the present state of what they are about: read once for all who are told of them.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="After">Sequence after which they begin.</param>
/// <param name="Ceiling">Sequence up to which there are no others.</param>
/// <param name="Signals">The alerts, calls and violations.</param>
/// <param name="Incidents">The incidents.</param>
/// <param name="Devices">The devices, exactly.</param>
/// <param name="Streams">Reads what only events hold, once for all, where it is asked for.</param>
internal sealed record LivePage(
    IReadOnlyList<LiveEvent> Events, long After, long Ceiling, IReadOnlyDictionary<Guid, SignalRow> Signals,
    IReadOnlyDictionary<Guid, IncidentRow> Incidents, IReadOnlyDictionary<(string City, string DeviceId), DeviceRow> Devices,
    LiveStreams Streams)
{
    /// <summary>Whether its events could not be read, so that nobody knows what of it would be told.</summary>
    public bool IsUnread { get; init; }

    /// <summary>A page whose events could not be read.</summary>
    /// <param name="after">Sequence after which it begins.</param>
    /// <param name="ceiling">Sequence of its last event.</param>
    public static LivePage Unread(long after, long ceiling) => new(
        [], after, ceiling, FrozenDictionary<Guid, SignalRow>.Empty, FrozenDictionary<Guid, IncidentRow>.Empty,
        FrozenDictionary<(string City, string DeviceId), DeviceRow>.Empty, new(null!, null!, null!))
    {
        IsUnread = true,
    };

    /// <summary>Makes the streams anew, where those did not read because the store was away.</summary>
    public Func<LiveStreams>? MakeStreams { get; init; }

    /// <summary>The page, whose streams are read again.</summary>
    public LivePage Anew() => MakeStreams is null ? this : this with { Streams = MakeStreams() };
}

/// <summary>The streams of a page.</summary>
/// <param name="Alerts">Of its alerts.</param>
/// <param name="Calls">Of its calls.</param>
/// <param name="Violations">Of its violations.</param>
internal sealed record LiveStreams(StreamBatch<Alert> Alerts, StreamBatch<SosCall> Calls, StreamBatch<Violation> Violations);
