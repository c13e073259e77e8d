using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>A register's correction that names no incident but a reference, which several may share.</summary>
/// <remarks>
/// It withdraws the latest incident of those reported before that is not withdrawn yet. Where there is none, that is kept too, on a
/// stream of its own.
/// </remarks>
internal sealed class Withdrawal : Submission
{
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

    /// <inheritdoc/>
    public override Guid? FindRepeated(StreamPage streams)
    {
        foreach (var candidate in streams.ReferencedBy(Reference!.Value))
        {
            if (streams.Holds(candidate, EventId))
                return candidate;
        }
        return base.FindRepeated(streams);
    }

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var moment = cities.Local(now, withdrawn.Place.City);
        foreach (var candidate in streams.ReferencedBy(Reference!.Value).AsEnumerable().Reverse())
        {
            var state = streams.State<Incident>(candidate);
            var decision = new WithdrawIncident(candidate, origin, reason, knownAt).Decide(
                state, state?.NoEarlierThanKnown(moment) ?? moment);
            if (!decision.IsRefused)
                return new(candidate, decision);
        }
        return new(StreamId, Decision.Of(new WithdrawalUnmatched(origin, reference, withdrawn, knownAt ?? moment, knownAt ?? moment)));
    }
}
