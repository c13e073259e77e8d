using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Store;

/// <summary>
/// A register's correction that names no incident but a reference, which several may share: it withdraws the latest that still
/// stands of those reported before. Where none stands, that is kept too, on a stream of its own.
/// </summary>
internal sealed class Withdrawal : Submission
{
    private readonly Origin origin;
    private readonly string reference;
    private readonly string reason;
    private readonly CountKey withdrawn;
    private readonly OffsetDateTime? knownAt;
    private readonly Guid unmatchedStream;

    public Withdrawal(Origin origin, string reference, string reason, CountKey withdrawn, OffsetDateTime? knownAt)
    {
        (this.origin, this.reference, this.reason, this.withdrawn, this.knownAt) = (origin, reference, reason, withdrawn, knownAt);
        Reference = Identity.Reference(origin.Source, reference);
        StreamId = unmatchedStream = Identity.Stream("unmatchedWithdrawal", origin.Source, origin.Id);
    }

    public override long? ExpectedVersion => null;

    public override bool StandsAlone => false;

    public override void Prepare() => (StreamId, Unmatched) = (unmatchedStream, false);

    public override bool IsRepeated(StreamPage streams)
    {
        var holder = streams.ReferencedBy(Reference!.Value).Append(unmatchedStream).FirstOrDefault(id => streams.Holds(id, EventId));
        if (holder == default)
            return false;
        (StreamId, Unmatched) = (holder, holder == unmatchedStream);
        return true;
    }

    public override Decision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var moment = cities.Local(now, withdrawn.Place.City);
        foreach (var candidate in streams.ReferencedBy(Reference!.Value).AsEnumerable().Reverse())
        {
            var decision = new WithdrawIncident(candidate, origin, reason, knownAt).Decide(streams.State<Incident>(candidate), moment);
            if (decision.IsRefused)
                continue;
            StreamId = candidate;
            return decision;
        }
        Unmatched = true;
        return Decision.Of(new WithdrawalUnmatched(origin, reference, withdrawn, knownAt ?? moment, knownAt ?? moment));
    }
}
