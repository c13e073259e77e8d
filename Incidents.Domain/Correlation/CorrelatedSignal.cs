using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>What rules look at of an alert, a call or a violation: what its beginning says, and nothing that is learned later.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="Category">Category code.</param>
/// <param name="Confidence">How sure the analytics are, 0 to 1; null where they do not say.</param>
/// <param name="DeviceId">The device, or null.</param>
/// <param name="OccurredAt">When it occurred, at the offset of the city's clock, whose day decides which version of a rule holds.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record CorrelatedSignal(
    Signal Signal, Place Place, string Category, double? Confidence, string? DeviceId, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
{
    /// <summary>The signal with which a stream begins; null for other events, and where the time is not known to the minute.</summary>
    /// <param name="id">The stream.</param>
    /// <param name="event">Its first event.</param>
    public static CorrelatedSignal? Of(Guid id, IDomainEvent @event) => @event switch
    {
        AlertRaised { Precision: null } e => new(
            new(SignalKind.Alert, id), e.Place, e.Category, e.Confidence, Texts.OrNull(e.DeviceId), e.OccurredAt, e.KnownAt),
        SosCallPlaced { Precision: null } e => new(
            new(SignalKind.SosCall, id), e.Place, e.Category, null, Texts.OrNull(e.Terminal), e.OccurredAt, e.KnownAt),
        ViolationRecorded { Precision: null } e => new(
            new(SignalKind.Violation, id), e.Place, e.Category, null, Texts.OrNull(e.Recorder), e.OccurredAt, e.KnownAt),
        _ => null,
    };
}
