using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Alerts;

/// <summary>One camera alert, as known at one moment.</summary>
/// <param name="Id">The alert.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it was seen.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="Confidence">Last confidence reported, 0 to 1, or null.</param>
/// <param name="Clip">The last recording reported, or null.</param>
/// <param name="Snapshot">The last picture reported, or null.</param>
/// <param name="Plate">The last plate reported, normalised, or null.</param>
/// <param name="OccurredAt">When it began; where nobody reported that, the moment of the first step that was reported.</param>
/// <param name="BeginningReported">Whether its beginning was reported.</param>
/// <param name="EndedAt">When it was over, or null.</param>
/// <param name="AcknowledgedBy">The operator who saw it, or null.</param>
/// <param name="DismissedReason">Why it was dismissed as false, or null where it was not.</param>
/// <param name="Timeline">Its events, in order of occurrence.</param>
public sealed record AlertFile(
    Guid Id, long Version, string Category, Place Place, string? DeviceId, double? Confidence,
    MediaReference? Clip, MediaReference? Snapshot, string? Plate, OffsetDateTime OccurredAt, bool BeginningReported,
    OffsetDateTime? EndedAt, string? AcknowledgedBy, string? DismissedReason, IReadOnlyList<TimelineEntry> Timeline)
{
    internal static AlertFile? Of(Guid id, LoadedStream<Alert>? opened) => opened is not { State: var alert } ? null : new(
        id, opened.Version, alert.CountKey.Category, alert.Place, alert.DeviceId, alert.Confidence,
        alert.Clip, alert.Snapshot, alert.Plate, alert.CountKey.OccurredAt, !alert.BeginningAssumed, alert.EndedAt,
        alert.AcknowledgedBy, alert.DismissedReason, SliceEvents.Timelines.Of(opened.Events));
}

/// <summary>Alerts.</summary>
[QueryType]
internal static class AlertQueries
{
    /// <summary>One alert, or null.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="knownAt">As known at this moment; default now.</param>
    public static async Task<AlertFile?> Alert(
        [FromServices] EventReader events, Guid id, Instant? knownAt = null, CancellationToken cancellation = default) =>
        AlertFile.Of(id, await events.Open<Alert>(id, knownAt, cancellation));
}

/// <summary>Mutations of alerts; analytics raise, update and end them by reports.</summary>
[MutationType]
internal sealed class AlertMutations(Commands commands)
{
    /// <summary>Acknowledges an alert.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertFile> AcknowledgeAlert(
        Guid id, string by, long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new AcknowledgeAlert(id, by, at, expectedVersion), cancellation);

    /// <summary>Dismisses an alert as false: it no longer counts.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertFile> DismissAlert(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new DismissAlert(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Undoes the dismissal of an alert: it counts again.</summary>
    /// <param name="id">The alert.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<AlertFile> ReinstateAlert(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReinstateAlert(id, by, reasonCode, at, expectedVersion), cancellation);

    private async Task<AlertFile> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Alert>> command, CancellationToken cancellation) =>
        AlertFile.Of(id, await commands.Send(id, moment, command, cancellation))!;
}
