using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>From where the beginning of a signal is known.</summary>
public enum BeginningKind
{
    /// <summary>It was reported first.</summary>
    Reported,

    /// <summary>A later step was reported first, from which it is assumed.</summary>
    Assumed,

    /// <summary>It was reported after a later step.</summary>
    Late,
}

/// <summary>What rules look at of an alert, a call or a violation: what its beginning says, and nothing that is learned later.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="Category">Category code.</param>
/// <param name="Confidence">How sure the analytics are, 0 to 1; null where they do not say.</param>
/// <param name="DeviceId">The device, or null.</param>
/// <param name="OccurredAt">When it occurred, at the offset of the city's clock, whose day decides which version of a rule holds.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Beginning">Whether the beginning was reported first, is assumed from a later step, or was reported after one.</param>
public sealed record CorrelatedSignal(
    Signal Signal, Place Place, string Category, double? Confidence, string? DeviceId, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    BeginningKind Beginning = BeginningKind.Reported)
{
    /// <summary>The signal with which a stream begins; null for other events, and where the time is not known to the minute.</summary>
    /// <remarks>
    /// Where a later step came first, a stream begins twice: as it is assumed, and as it is reported then. The second one is decided on
    /// where the first led to nothing, so that an alert whose end overtakes it is looked at all the same.
    /// </remarks>
    /// <param name="id">The stream.</param>
    /// <param name="event">Its first event, or that by which its beginning is reported late.</param>
    public static CorrelatedSignal? Of(Guid id, IDomainEvent @event) => @event switch
    {
        AlertRaised { Precision: null } e => new(
            new(SignalKind.Alert, id), e.Place, e.Category, e.Confidence, Texts.OrNull(e.DeviceId), e.OccurredAt, e.KnownAt,
            KindOf(e.Assumed)),
        AlertBeginningReported { Dismissed: false, Alert.Precision: null } e => new(
            new(SignalKind.Alert, id), e.Alert.Place, e.Alert.Category, e.Confidence, Texts.OrNull(e.DeviceId), e.Alert.OccurredAt,
            e.KnownAt, BeginningKind.Late),
        SosCallPlaced { Precision: null } e => new(
            new(SignalKind.SosCall, id), e.Place, e.Category, null, Texts.OrNull(e.Terminal), e.OccurredAt, e.KnownAt,
            KindOf(e.Assumed)),
        SosCallBeginningReported { Call.Precision: null } e => new(
            new(SignalKind.SosCall, id), e.Call.Place, e.Call.Category, null, Texts.OrNull(e.Terminal), e.Call.OccurredAt, e.KnownAt,
            BeginningKind.Late),
        ViolationRecorded { Precision: null } e => new(
            new(SignalKind.Violation, id), e.Place, e.Category, null, Texts.OrNull(e.Recorder), e.OccurredAt, e.KnownAt),
        _ => null,
    };

    private static BeginningKind KindOf(bool? isAssumed) => isAssumed is true ? BeginningKind.Assumed : BeginningKind.Reported;
}
