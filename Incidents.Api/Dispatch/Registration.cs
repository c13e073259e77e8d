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
    // Why a reading of the original that differs today corrects the incident.
    private const string ReadAgain = "read-again";
    private static readonly string[] PlaceFields = ["city", "district", "street", "longitude", "latitude"];
    private static readonly string[] TimeFields = ["occurredAt", "occurredUntil"];

    /// <inheritdoc/>
    public override bool ReadsWaiting => Reference is not null;

    /// <inheritdoc/>
    public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
    {
        var own = base.Decide(streams, cities, now);
        if (Reference is { } another && own.Decision.Events is [OffenceAdded added])
        {
            return own with
            {
                AddsReference = streams.State<Incident>(StreamId)!.Offences.All(o => o.Reference != added.Reference)
                    && !streams.ReferencedBy(another).Contains(StreamId),
            };
        }
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
    /// <remarks>
    /// Category, place and time; what a person has set or corrected since then stays. An incident with several offences is not corrected.
    /// </remarks>
    public override Decision? Correct(IReadOnlyList<string> fields, StreamPage streams, Cities cities, Instant now)
    {
        var (source, events) = (command.Origin.Source, streams.Events(StreamId));
        var (category, place, time) = (fields.Contains("category"), fields.Any(PlaceFields.Contains), fields.Any(TimeFields.Contains));
        if (fields.Any(f => f != "category" && !PlaceFields.Contains(f) && !TimeFields.Contains(f))
            || events.Any(e => e is OffenceAdded) || (category && events.OfType<IncidentCategorised>().Any(e => e.By != source))
            || ((place || time) && events.OfType<IncidentCorrected>().Any(e => e.By != source)))
            return null;
        var state = streams.State<Incident>(StreamId);
        var at = StreamState.DecidedAt(state, cities.Local(now, command.Place.City));
        var categorised = category ? new CategoriseIncident(StreamId, command.Category, source).Decide(state, at) : Decision.Unchanged;
        if (categorised.IsRefused || !(place || time))
            return categorised;
        foreach (var @event in categorised.Events)
            state = StreamState.After(state, @event);
        var corrected = new CorrectIncident(
            StreamId, source, ReadAgain, place ? command.Place : null, time ? command.OccurredAt : null,
            time ? command.OccurredUntil : null, Precision: command.Precision).Decide(state, at);
        return corrected.IsRefused ? corrected : Decision.Of([.. categorised.Events, .. corrected.Events]);
    }

    private static OffsetDateTime Later(OffsetDateTime a, OffsetDateTime b) => a.ToInstant() < b.ToInstant() ? b : a;
}
