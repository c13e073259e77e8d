using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Projections.Slices;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Violations;

/// <summary>One traffic violation, as known at one moment.</summary>
/// <param name="Id">The violation.</param>
/// <param name="Version">Number of its events.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Article">Article of КоАП РК.</param>
/// <param name="Part">Its part, or null.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="Recorder">The recorder's device id, or null.</param>
/// <param name="Plate">Normalised plate, or null.</param>
/// <param name="Certificate">The recorder's certificate as at the capture, or null.</param>
/// <param name="Fine">The fine, once imposed.</param>
/// <param name="Timeline">Its events, in order of occurrence.</param>
public sealed record ViolationFile(
    Guid Id, long Version, ViolationStatus Status, string Article, string? Part, string Category, Place Place, OffsetDateTime OccurredAt,
    string? Recorder, string? Plate, RecorderCertificate? Certificate, Fine? Fine, IReadOnlyList<TimelineEntry> Timeline)
{
    internal static ViolationFile? Of(Guid id, LoadedStream<Violation>? opened) => opened is not { State: var violation } ? null : new(
        id, opened.Version, violation.Status, violation.Article, violation.Part, violation.CountKey.Category, violation.Place,
        violation.CountKey.OccurredAt,
        violation.Recorder, violation.Plate, violation.Certificate, violation.Fine, SliceEvents.Timelines.Of(opened.Events));
}

/// <summary>Traffic violations.</summary>
[QueryType]
internal static class ViolationQueries
{
    /// <summary>One violation, or null.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="knownAt">As known at this moment; default now.</param>
    public static async Task<ViolationFile?> Violation(
        [FromServices] EventReader events, Guid id, Instant? knownAt = null, CancellationToken cancellation = default) =>
        ViolationFile.Of(id, await events.Open<Violation>(id, knownAt, cancellation));
}

/// <summary>Mutations of violations; recorders record them by reports.</summary>
[MutationType]
internal sealed class ViolationMutations(Commands commands, Tariffs tariffs)
{
    /// <summary>Notes that somebody has looked at the capture.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">The reviewer.</param>
    /// <param name="note">What they noticed.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> ReviewViolation(
        Guid id, string by, string? note = null, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReviewViolation(id, by, note, at, expectedVersion), cancellation);

    /// <summary>Confirms a violation.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who confirms it.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> ConfirmViolation(
        Guid id, string by, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ConfirmViolation(id, by, at, expectedVersion), cancellation);

    /// <summary>Dismisses a capture that is no violation: it no longer counts.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who dismisses it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> DismissViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new DismissViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Imposes the fine that the tariff set on the day of the offence.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="expectedVersion">The version that the sender saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> FineViolation(
        Guid id, long? expectedVersion = null, Instant? occurredAt = null, CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new FineViolation(id, tariffs, at, expectedVersion), cancellation);

    /// <summary>Cancels a confirmed or fined violation: it no longer counts.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who cancels it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> CancelViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new CancelViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>Undoes the dismissal or cancellation of a violation: it counts again, and is where it was before.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who reinstates it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationFile> ReinstateViolation(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new ReinstateViolation(id, by, reasonCode, at, expectedVersion), cancellation);

    private async Task<ViolationFile> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Violation>> command, CancellationToken cancellation) =>
        ViolationFile.Of(id, await commands.Send(id, moment, command, cancellation))!;
}
