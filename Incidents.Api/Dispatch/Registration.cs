using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>A register's report of an incident, which an earlier correction of the same reference may have waited for.</summary>
/// <remarks>
/// The oldest withdrawal that waits and can mean the incident withdraws it at once: both are known from the day on which the later of the
/// two was.
/// </remarks>
internal sealed class Registration(RegisterIncident command) : Submission<Incident>(command)
{
    /// <inheritdoc/>
    public override bool ReadsWaiting => Reference is not null;

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var own = base.Decide(streams, cities, now);
        if (Reference is not { } reference || own.Decision.Events is not [IncidentOpened opened])
            return own;
        foreach (var waiting in streams.WaitingFor(reference))
        {
            if (streams.Events(waiting) is not [WithdrawalUnmatched withdrawal] || !withdrawal.CanMean(opened))
                continue;
            var known = Later(opened.KnownAt, withdrawal.KnownAt);
            return own with
            {
                Follows = new IncidentWithdrawn(
                    withdrawal.Origin, withdrawal.Reason ?? Withdrawal.DefaultReason, opened.CountKey(), withdrawal.OccurredAt, known),
                Matched = new(
                    waiting, Identity.Event(waiting, "matched"), new WithdrawalMatched(StreamId, withdrawal.Withdrawn, known, known)),
            };
        }
        return own;
    }

    /// <inheritdoc/>
    /// <remarks>Only the category; one that a person has set since then stays.</remarks>
    public override Decision? Correct(IReadOnlyList<string> fields, StreamPage streams, Cities cities, Instant now)
    {
        var source = command.Origin.Source;
        if (fields is not ["category"] || streams.Events(StreamId).OfType<IncidentCategorised>().Any(e => e.By != source))
            return null;
        var state = streams.State<Incident>(StreamId);
        return new CategoriseIncident(StreamId, command.Category, source)
            .Decide(state, StreamState.DecidedAt(state, cities.Local(now, command.Place.City)));
    }

    private static OffsetDateTime Later(OffsetDateTime a, OffsetDateTime b) => a.ToInstant() < b.ToInstant() ? b : a;
}
