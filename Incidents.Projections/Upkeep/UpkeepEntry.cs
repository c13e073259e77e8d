using Incidents.Domain;
using Incidents.Domain.Upkeep;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Upkeep;

/// <summary>What an event says of its task: all of its state, and of the observation what only that says.</summary>
/// <param name="StreamId">The task.</param>
/// <param name="Version">Number of the event in it.</param>
/// <param name="Sequence">Number of the event in the store.</param>
/// <param name="Terms">What it is counted and measured by.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="DoneAt">When it was done, or null.</param>
/// <param name="JoinedInto">The task that it is joined to, or null.</param>
/// <param name="KnownAt">When the event became known.</param>
/// <param name="Began">The event with which it began, or null for a later one.</param>
/// <param name="Device">The camera, where the event says who observed it; else null.</param>
internal readonly record struct UpkeepEntry(
    Guid StreamId, long Version, long Sequence, UpkeepTerms Terms, UpkeepStatus Status, OffsetDateTime? DoneAt, Guid? JoinedInto,
    OffsetDateTime KnownAt, UpkeepObserved? Began = null, string? Device = null)
{
    /// <summary>What an event says, or null for an event of another slice.</summary>
    public static UpkeepEntry? Of(IEvent stored)
    {
        return stored.Data switch
        {
            UpkeepObserved e => Entry(e.Terms(), UpkeepStatus.Open, null, e) with
            {
                Began = e,
                Device = e.DeviceId,
            },
            UpkeepBeginningReported e => Entry(e.Terms, e.Status, e.DoneAt, e) with
            {
                Device = e.DeviceId ?? "",
                JoinedInto = e.JoinedInto,
            },
            UpkeepDone e => Entry(e.Terms, UpkeepStatus.Done, e.OccurredAt, e),
            UpkeepConfirmed e => Entry(e.Terms, UpkeepStatus.Confirmed, e.DoneAt, e),
            UpkeepReopened e => Entry(e.Terms, UpkeepStatus.Open, null, e),
            UpkeepCancelled e => Entry(e.Terms, UpkeepStatus.Cancelled, null, e),
            UpkeepJoined e => Entry(e.Terms, UpkeepStatus.Joined, null, e) with { JoinedInto = e.Into },
            UpkeepSeparated e => Entry(e.Terms, UpkeepStatus.Open, null, e),
            UpkeepAbsorbed e => Entry(e.Terms, UpkeepStatus.Open, null, e),
            UpkeepLetGo e => Entry(e.Terms, e.Status, e.DoneAt, e),
            _ => null,
        };

        UpkeepEntry Entry(UpkeepTerms terms, UpkeepStatus status, OffsetDateTime? doneAt, IDomainEvent @event) =>
            new(stored.StreamId, stored.Version, stored.Sequence, terms, status, doneAt, null, @event.KnownAt);
    }

    /// <summary>This entry after an earlier one of the same task: what only the observation says stays.</summary>
    public UpkeepEntry After(UpkeepEntry earlier) => this with
    {
        Began = Began ?? earlier.Began,
        Sequence = Began is null && earlier.Began is not null ? earlier.Sequence : Sequence,
        Device = Device ?? earlier.Device,
    };
}
