using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;

namespace Incidents.Api.Subscriptions;

/// <summary>Kinds of events that are told.</summary>
[Flags]
internal enum LiveKinds
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Of alerts, calls and violations.</summary>
    Signals = 1,

    /// <summary>Of incidents.</summary>
    Incidents = 2,

    /// <summary>Of devices.</summary>
    Devices = 4,
}

/// <summary>An event that is told.</summary>
/// <param name="Position">Its sequence.</param>
/// <param name="Id">Its stream.</param>
/// <param name="Name">Its name, e.g. <c>alert_raised</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Before">Category, place and time before it, where it changes them.</param>
internal sealed record LiveEvent(long Position, Guid Id, string Name, Type Type, CountKey? Before);

/// <summary>Events in order, with the present state of what they are about: read once for all who are told of them.</summary>
/// <param name="Events">The events, in order.</param>
/// <param name="Ceiling">Sequence up to which there are no others.</param>
/// <param name="Signals">The alerts, calls and violations.</param>
/// <param name="Incidents">The incidents.</param>
/// <param name="Devices">The devices.</param>
/// <param name="Streams">Reads what only events hold, once for all, where it is asked for.</param>
internal sealed record LivePage(
    IReadOnlyList<LiveEvent> Events, long Ceiling, IReadOnlyDictionary<Guid, SignalRow> Signals,
    IReadOnlyDictionary<Guid, IncidentRow> Incidents, IReadOnlyDictionary<Guid, LoadedStream<Device>> Devices, LiveStreams Streams);

/// <summary>The streams of a page.</summary>
/// <param name="Alerts">Of its alerts.</param>
/// <param name="Calls">Of its calls.</param>
/// <param name="Violations">Of its violations.</param>
internal sealed record LiveStreams(StreamBatch<Alert> Alerts, StreamBatch<SosCall> Calls, StreamBatch<Violation> Violations);
