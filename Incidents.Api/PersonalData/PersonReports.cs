using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.PersonalData;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.PersonalData;

/// <summary>An event that holds personal data of a person.</summary>
/// <param name="ThingId">The alert, call, violation, incident or other thing that it belongs to.</param>
/// <param name="Kind">What it belongs to, e.g. `violation`.</param>
/// <param name="Type">What happened, e.g. `violation_recorded`.</param>
/// <param name="Source">The person or system that entered it, or null.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Fields">The fields that hold the data.</param>
public sealed record HeldEvent(
    Guid ThingId, string Kind, string Type, string? Source, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    IReadOnlyList<string> Fields);

/// <summary>What is held of a plate or a person.</summary>
/// <param name="Events">The events, in the order in which they became known here; at most 1,000.</param>
/// <param name="TotalCount">Number of all such events.</param>
/// <param name="Elsewhere">What is held beside the events: originals, dead letters and other copies.</param>
/// <param name="IsBlocked">Whether the data are blocked.</param>
public sealed record PersonReport(
    IReadOnlyList<HeldEvent> Events, int TotalCount, IReadOnlyList<MaskedCount> Elsewhere, bool IsBlocked);

/// <summary>Says what is held of a person: the answer to the person's own request.</summary>
internal sealed class PersonReports(
    EventMasking masking, EventReader reader, EventStreams streams, IEnumerable<IPersonalDataHolder> holders, BlockedPersons blocked)
{
    private const int MostEvents = 1_000;

    /// <summary>Lists it.</summary>
    /// <param name="person">The person.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<PersonReport> Of(PersonMatcher person, CancellationToken cancellation)
    {
        var things = await masking.Find(person, 0, cancellation);
        var kinds = await streams.TypesOf(things, cancellation);
        var held = new List<HeldEvent>();
        var total = 0;
        foreach (var stored in await reader.Read(things, null, cancellation, withBlocked: true))
        {
            var fields = PersonalFields.Held(stored.Json, stored.Cause, person);
            if (fields.Count == 0)
                continue;
            total++;
            if (held.Count < MostEvents)
                held.Add(Held(stored, kinds[stored.StreamId], fields));
        }
        var elsewhere = new List<MaskedCount>();
        foreach (var holder in holders)
            elsewhere.Add(new(holder.Name, await holder.Mask(new(person, things), isDryRun: true, cancellation)));
        return new(held, total, elsewhere, await blocked.IsBlocked(person, cancellation));
    }

    private static HeldEvent Held(StoredEvent stored, string kind, IReadOnlyList<string> fields) => new(
        stored.StreamId, kind, stored.Type, stored.EnteredBy, stored.Event.OccurredAt, stored.Event.KnownAt, fields);
}
