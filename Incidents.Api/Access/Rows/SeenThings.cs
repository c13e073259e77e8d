using GraphQL.Execution;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.Upkeep;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;

namespace Incidents.Api.Access.Rows;

/// <summary>Checks that a mutation concerns only what its caller sees: whatever its input names, by name and type.</summary>
/// <remarks>
/// What is outside is refused as if it did not exist. Where the caller has acted on a thing, or has had it, the thing may be over: so they
/// finish their work on it, and a mutation that ended it can be sent again, and can be undone.
/// </remarks>
internal sealed class SeenThings(EventReader events, Cities cities)
{
    // Merges are never a circle.
    private const int MostMerges = 100;

    /// <summary>Checks the input of a mutation.</summary>
    /// <exception cref="RefusedException">It names something that the caller does not see.</exception>
    public async Task Check(
        RowWay way, IDictionary<string, ArgumentValue> input, RowSight sight, CancellationToken cancellation)
    {
        foreach (var (name, argument) in input)
        {
            switch (name, argument.Value)
            {
                case (_, Place place) when !sight.SeesTown(place.City):
                case ("city", string city) when !sight.SeesTown(city):
                    throw RowLimiter.Denied(name);
                case (_, Signal signal):
                    await CheckSeen(await SignalOf(signal.Id, cancellation), sight.WithEnded(), $"{name}.id");
                    break;
                case ("targetId", Guid target) when way is RowWay.Upkeep:
                    await CheckSeen(await Thing(way, target, cancellation), sight, name);
                    break;
                case ("targetId", Guid target):
                    await CheckSeen(await IncidentOf(target, cancellation), sight, name);
                    break;
                case ("id", Guid id):
                    await CheckSeen(await Thing(way, id, cancellation), sight, name);
                    break;
            }
        }
    }

    private async Task<Seen?> Thing(RowWay way, Guid id, CancellationToken cancellation) => way switch
    {
        RowWay.Incident => await IncidentOf(id, cancellation),
        RowWay.Survivor => await SurvivorOf(id, cancellation),
        RowWay.Alert or RowWay.SosCall or RowWay.Violation => await SignalOf(id, cancellation),
        RowWay.Forecast => await events.Open<Forecast>(id, null, cancellation) is { } forecast
            ? new Seen(forecast.State.Terms.City, true, [])
            : null,
        RowWay.Upkeep => await events.Open<UpkeepTask>(id, null, cancellation) is { } task
            ? new Seen(task.State.Place.City, true, [])
            : null,
        // Its reader decides.
        RowWay.Reader => new Seen(null, true, []),
        _ => null,
    };

    private static Task CheckSeen(Seen? thing, RowSight sight, string field)
    {
        var isSeen = thing is { Town: null } || (thing is { Town: { } town } && (sight.Sees(town, thing.IsOpen)
            || (sight.SeesTown(town) && thing.Events.Any(e => IsOf(e, Callers.Current.Name)))));
        return isSeen ? Task.CompletedTask : throw new RefusedException(Refusals.NotFound with { Field = field });
    }

    // Somebody's own act, or what gave the thing to them: so who accepts a shift goes on with what is over.
    private static bool IsOf(StoredEvent stored, string person) =>
        (stored.By ?? stored.EnteredBy) == person || (stored.Event as IWorkEvent)?.Holder == person;

    private async Task<Seen?> IncidentOf(Guid id, CancellationToken cancellation)
    {
        var stored = await events.Read([id], null, cancellation);
        return IncidentRow.Of(id, stored, cities) is { } row ? new(row.Place.City, row.IsOpen, stored) : null;
    }

    private async Task<Seen?> SurvivorOf(Guid id, CancellationToken cancellation)
    {
        for (var merges = 0; merges < MostMerges; merges++)
        {
            if ((await events.Open<Incident>(id, null, cancellation))?.State.MergedInto is not { } into)
                break;
            id = into;
        }
        return await IncidentOf(id, cancellation);
    }

    private async Task<Seen?> SignalOf(Guid id, CancellationToken cancellation)
    {
        var stored = await events.Read([id], null, cancellation);
        return SignalRow.Of(id, stored, SliceEvents.Signals, cities) is { } row ? new(row.Place.City, row.IsOpen, stored) : null;
    }

    /// <param name="Town">City code; null where another decides.</param>
    /// <param name="IsOpen">Whether it is open.</param>
    /// <param name="Events">Its events.</param>
    private sealed record Seen(string? Town, bool IsOpen, IReadOnlyList<StoredEvent> Events);
}
