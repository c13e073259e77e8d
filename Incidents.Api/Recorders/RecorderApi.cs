using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Signals;
using Incidents.Api.Violations;
using Incidents.Domain;
using Incidents.Domain.Recorders;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Api.Recorders;

/// <summary>Recorders of traffic violations.</summary>
[QueryType]
internal static class RecorderQueries
{
    /// <summary>
    /// How the speeds of recorders compare with those of their neighbours, and which are under suspicion; those first. As of a moment ago.
    /// </summary>
    /// <param name="cities">City codes; default all.</param>
    public static async Task<IEnumerable<RecorderSpeed>> RecorderSpeeds(
        [FromServices] RecorderReader reader, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        await reader.Read(cities?.ToArray(), cancellation);
}

/// <summary>Review of what was held.</summary>
[MutationType]
internal sealed class RecorderMutations(Commands commands, SignalFiles signals, RecorderReader reader)
{
    /// <summary>Holds a violation for review: it is not fined until somebody lifts the hold.</summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who holds it.</param>
    /// <param name="note">Why.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> HoldViolation(
        Guid id, string by, string note, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(
            id, occurredAt,
            at => new HoldViolation(id, by, ViolationHoldReason.Other, note, OccurredAt: at, ExpectedVersion: expectedVersion),
            cancellation);

    /// <summary>
    /// Lifts the hold of a violation that somebody has looked at. No rule holds it again for that reason. Where it is held for another one,
    /// too, that is its hold from then on; else it can be fined.
    /// </summary>
    /// <param name="id">The violation.</param>
    /// <param name="by">Who lifts it.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public Task<ViolationNode> LiftViolationHold(
        Guid id, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default) =>
        Send(id, occurredAt, at => new LiftViolationHold(id, by, reasonCode, at, expectedVersion), cancellation);

    /// <summary>
    /// Says that a recorder under suspicion was checked: its captures are held no longer, and what is usual of it is learned anew. Those
    /// that are held stay so, and are looked at one by one.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="deviceId">The recorder.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reasonCode">Reason code.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public async Task<RecorderSpeed?> ClearRecorder(
        string city, string deviceId, string by, string reasonCode, long? expectedVersion = null, Instant? occurredAt = null,
        CancellationToken cancellation = default)
    {
        if ((Texts.City.Check(city, "city") ?? Texts.DeviceId.Check(deviceId, "deviceId")) is { } fault)
            throw new RefusedException(fault);
        var id = RecorderSuspicion.StreamOf(city, deviceId);
        var cleared = await commands.Send<RecorderSuspicion>(
            id, occurredAt, at => new ClearRecorder(id, by, reasonCode, at, expectedVersion), cancellation);
        // The watch follows a moment later: the answer has what was just said.
        var recorder = (await reader.Read([city], cancellation)).Find(one => one.DeviceId == deviceId);
        return recorder is null ? null : recorder with
        {
            IsSuspected = cleared.State.SuspectedAt is not null,
            DriftKmPerHour = cleared.State.DriftKmPerHour,
        };
    }

    private async Task<ViolationNode> Send(
        Guid id, Instant? moment, Func<OffsetDateTime?, ICommand<Violation>> command, CancellationToken cancellation) =>
        signals.Of(
            id, await commands.Send(id, moment, command, cancellation), commands.Sight, (row, streams) => new ViolationNode(row, streams))!;
}
