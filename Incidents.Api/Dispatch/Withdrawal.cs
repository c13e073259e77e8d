using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>A register's correction that names no incident but a reference, which several may share.</summary>
/// <remarks>
/// It withdraws the latest incident of those reported before that is not withdrawn yet, also where an operator has merged that into
/// another: the other stays, and the one that it means does not count, should the merge be undone. Where there is none, that is kept
/// too, on a stream of its own, and waits for the incident (<see cref="Registration"/>).
/// </remarks>
internal sealed class Withdrawal : Submission
{
    /// <summary>Reason code of a withdrawal that names none.</summary>
    public const string DefaultReason = "withdrawn";

    private readonly Origin origin;
    private readonly string reference;
    private readonly string reason;
    private readonly CountKey withdrawn;
    private readonly OffsetDateTime? knownAt;

    public Withdrawal(Origin origin, string reference, string reason, CountKey withdrawn, OffsetDateTime? knownAt)
    {
        (this.origin, this.reference, this.reason, this.withdrawn, this.knownAt) = (origin, reference, reason, withdrawn, knownAt);
        Reference = Identity.Reference(origin.Source, reference);
        StreamId = Identity.Stream("unmatchedWithdrawal", origin.Source, origin.Id);
    }

    /// <summary>The stream that keeps it where nothing matches.</summary>
    public override Guid StreamId { get; }

    /// <inheritdoc/>
    public override bool ReadsReferenced => true;

    /// <inheritdoc/>
    public override bool IsUnmatchedOn(Guid streamId) => streamId == StreamId;

    /// <summary>How it is compared with one of the same id that is committed already.</summary>
    public required EventComparison Comparison { get; init; }

    /// <inheritdoc/>
    public override Guid? FindRepeated(StreamPage streams)
    {
        // What it withdrew before is referenced by it too, also where it named another reference then.
        foreach (var candidate in streams.ReferencedBy(Reference!.Value).Concat(streams.ReferencedBy(StreamId)))
        {
            if (streams.Holds(candidate, EventId))
                return candidate;
        }
        return !streams.Holds(StreamId, EventId) ? null : Match(streams) is { } match ? match.Incident : StreamId;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Differences(StreamPage streams, Guid holder, Cities cities, Instant now)
    {
        // One that waited is kept as it came, with its reason since events have one; one that withdrew an incident has left its reason
        // there.
        var waited = streams.Holds(StreamId, EventId);
        var committed = streams.Repeated(waited ? StreamId : holder, EventId).Own;
        IReadOnlyList<string> differences = Comparison(committed, Decision.Of(committed[^1] switch
        {
            WithdrawalUnmatched e => Unmatched(e.OccurredAt) with { OccurredAt = e.OccurredAt, Reason = e.Reason is null ? null : reason },
            IncidentWithdrawn e => e with { Reason = reason },
            var other => other,
        }));
        return waited || streams.ReferencedBy(Reference!.Value).Contains(holder) ? differences : [.. differences, "reference"];
    }

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var moment = cities.Local(now, withdrawn.Place.City);
        foreach (var candidate in streams.ReferencedBy(Reference!.Value).AsEnumerable().Reverse())
        {
            var state = streams.State<Incident>(candidate);
            var decision = new WithdrawIncident(candidate, origin, reason, knownAt, IsCorrection: true).Decide(
                state, StreamState.DecidedAt(state, moment));
            if (!decision.IsRefused)
                return new(candidate, decision);
        }
        return new(StreamId, Decision.Of(Unmatched(moment)));
    }

    private WithdrawalMatched? Match(StreamPage streams) => streams.Events(StreamId).OfType<WithdrawalMatched>().FirstOrDefault();

    private WithdrawalUnmatched Unmatched(OffsetDateTime moment) =>
        new(origin, reference, withdrawn, knownAt ?? moment, knownAt ?? moment, reason);
}
