using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>A camera or its analytics saw something.</summary>
/// <param name="Origin">The sending system and its own id for the alert.</param>
/// <param name="Category">Category code of what was seen, e.g. <c>fight</c>, <c>fire</c>, <c>loitering</c>.</param>
/// <param name="Confidence">How sure the analytics are, 0 to 1, or null where they do not say.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="Place">Where it was seen.</param>
/// <param name="Clip">The recording, or null.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Plate">A vehicle's plate read with it, normalised, or null.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertRaised(
    Origin Origin, string Category, double? Confidence, string? DeviceId, Place Place, MediaReference? Clip, MediaReference? Snapshot,
    string? Plate, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning, IDeviceReport
{
    string IStreamBeginning.StreamType => "alert";

    string? IDeviceReport.ReportingDevice => DeviceId;
}

/// <summary>The analytics changed an alert: its category, confidence or media.</summary>
/// <param name="Before">What it was counted as until now: category, place and time of the alert.</param>
/// <param name="Category">Category code from now on; equal to the one before where it did not change.</param>
/// <param name="Confidence">How sure they are now, 0 to 1, or null where they do not say.</param>
/// <param name="Clip">The recording, or null where unchanged.</param>
/// <param name="Snapshot">The picture, or null where unchanged.</param>
/// <param name="Plate">The plate, or null where unchanged.</param>
/// <param name="OccurredAt">When the analytics changed it.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertUpdated(
    CountKey Before, string Category, double? Confidence, MediaReference? Clip, MediaReference? Snapshot, string? Plate,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What was seen is over.</summary>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When it ended.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertEnded(CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>An operator has seen it.</summary>
/// <param name="By">The operator.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertAcknowledged(string By, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The alert was dismissed as false and no longer counts.</summary>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code, e.g. <c>shadow</c>, <c>animal</c>, <c>staged</c>.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When it was dismissed.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertDismissed(
    string By, string Reason, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>One camera alert. Ended, acknowledged and dismissed are independent: analytics end an alert, operators judge it.</summary>
/// <param name="CountKey">Category, place and time under which it is counted now.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="Confidence">Last confidence reported, 0 to 1, or null.</param>
/// <param name="EndedAt">When what was seen was over, or null.</param>
/// <param name="AcknowledgedBy">The operator who saw it, or null.</param>
/// <param name="DismissedReason">Why it was dismissed as false, or null where it was not.</param>
public sealed record Alert(
    CountKey CountKey, string? DeviceId, double? Confidence, OffsetDateTime? EndedAt = null, string? AcknowledgedBy = null,
    string? DismissedReason = null)
    : StreamState, IState<Alert>
{
    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <inheritdoc/>
    public static Alert? Evolve(Alert? state, object @event) => (state, @event) switch
    {
        (null, AlertRaised e) => new(new(e.Category, e.Place, e.OccurredAt), e.DeviceId, e.Confidence),
        ({ } alert, AlertUpdated e) =>
            alert with { CountKey = e.Before with { Category = e.Category }, Confidence = e.Confidence ?? alert.Confidence },
        ({ } alert, AlertEnded e) => alert with { EndedAt = e.OccurredAt },
        ({ } alert, AlertAcknowledged e) => alert with { AcknowledgedBy = e.By },
        ({ } alert, AlertDismissed e) => alert with { DismissedReason = e.Reason },
        _ => state,
    };
}
