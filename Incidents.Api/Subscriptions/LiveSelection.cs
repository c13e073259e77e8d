using Incidents.Api.Dispatch;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;

namespace Incidents.Api.Subscriptions;

/// <summary>What is subscribed: which events lead to which messages.</summary>
/// <param name="sight">Which rows the caller sees, and how exactly.</param>
internal abstract class LiveSelection(RowSight sight)
{
    /// <summary>Which rows the caller sees, and how exactly.</summary>
    protected RowSight Sight => sight;

    /// <summary>The kind of events that it needs.</summary>
    public abstract LiveKinds Kind { get; }

    /// <summary>What equal selections of callers that see the same have in common.</summary>
    public abstract string Key { get; }

    /// <summary>The messages of a page, in order; at most one for each event.</summary>
    public abstract ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation);

    /// <summary>A message with a position, and what was missed, only.</summary>
    public abstract LiveMessage Notice(long position, MissedMessages? missed);

    /// <summary>Whether something passes a filter, and is in a town of which something is seen.</summary>
    protected bool Shows(LiveFilter filter, CountKey key) => Sight.SeesTown(key.Place.City)
        && filter.Passes(Sight.IsExact(key.Place.City, true) ? key.Place : RowSight.Snapped(key.Place), key.Category);
}

/// <summary>Alerts as they are raised, or come under the filter by what is learned of them later.</summary>
internal sealed class AlertSelection(LiveFilter filter, RowSight sight) : LiveSelection(sight)
{
    public override LiveKinds Kind => LiveKinds.Signals;

    public override string Key => $"alerts {filter.Key()}";

    public override ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation)
    {
        var messages = new List<LiveMessage>();
        foreach (var told in page.Events)
        {
            if (told.After is { } after && page.Signals.TryGetValue(told.Id, out var row) && row.Kind is SignalKind.Alert
                && Shows(filter, after) && !(told.Before is { } before && Shows(filter, before))
                && Sight.Sees(row.Place.City, row.IsOpen) && row.SeenBy(Sight) is var seen && filter.Passes(seen.Place, seen.Category))
                messages.Add(new AlertMessage(told.Position, null, new(seen, page.Streams.Alerts)));
        }
        return new(messages);
    }

    public override LiveMessage Notice(long position, MissedMessages? missed) => new AlertMessage(position, missed, null);
}

/// <summary>What comes into a queue, changes in it and leaves it.</summary>
/// <remarks>
/// What leaves is told by its id alone, to who sees its town: the caller may not see any more what is over, and must know that it waits
/// no longer.
/// </remarks>
internal sealed class QueueSelection(QueueKind queue, LiveFilter filter, RowSight sight, IncidentFiles incidents) : LiveSelection(sight)
{
    private static readonly HashSet<Type> Leaving =
    [
        typeof(AlertAcknowledged), typeof(AlertDismissed), typeof(SosCallAnswered), typeof(SosCallAbandoned), typeof(SosCallEnded),
        typeof(SosCallCalledBack), typeof(ViolationReviewed), typeof(ViolationConfirmed), typeof(ViolationFined),
        typeof(ViolationDismissed), typeof(ViolationCancelled), typeof(IncidentClosed), typeof(IncidentWithdrawn), typeof(IncidentMerged),
    ];

    public override LiveKinds Kind => queue is QueueKind.Incidents ? LiveKinds.Incidents : LiveKinds.Signals;

    public override string Key => $"queue {queue} {filter.Key()}";

    private SignalKind Waiting => queue switch
    {
        QueueKind.Alerts => SignalKind.Alert,
        QueueKind.Calls => SignalKind.SosCall,
        _ => SignalKind.Violation,
    };

    public override async ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation) =>
        queue is QueueKind.Incidents ? await OfIncidents(page, cancellation) : OfSignals(page);

    public override LiveMessage Notice(long position, MissedMessages? missed) => new QueueMessage(position, missed, queue, null, null);

    private List<LiveMessage> OfSignals(LivePage page)
    {
        var messages = new List<LiveMessage>();
        foreach (var told in page.Events)
        {
            if (!page.Signals.TryGetValue(told.Id, out var row) || row.Kind != Waiting)
                continue;
            var seen = row.SeenBy(Sight);
            var passes = filter.Passes(seen.Place, seen.Category);
            if (row.IsQueued && passes && Sight.Sees(row.Place.City, row.IsOpen))
                messages.Add(Of(told, seen, page.Streams));
            else if (Left(told, row.Place.City, passes))
                messages.Add(new QueueMessage(told.Position, null, queue, told.Id, false));
        }
        return messages;
    }

    private async Task<IReadOnlyList<LiveMessage>> OfIncidents(LivePage page, CancellationToken cancellation)
    {
        var found = page.Events.Where(told => page.Incidents.ContainsKey(told.Id))
            .Select(told => (Told: told, Row: page.Incidents[told.Id], Seen: page.Incidents[told.Id].SeenBy(Sight)))
            .Select(f => (f.Told, f.Row, Passes: filter.Passes(f.Seen.Place, f.Seen.Category)))
            .ToList();
        bool IsShown((LiveEvent Told, IncidentRow Row, bool Passes) f) =>
            f.Row.IsOpen && f.Passes && Sight.Sees(f.Row.Place.City, true);
        var nodes = (await incidents.Nodes([.. found.Where(IsShown).Select(f => f.Row).DistinctBy(row => row.Id)], Sight, cancellation))
            .ToDictionary(node => node.Id);
        return
        [
            .. found.Where(f => IsShown(f) || Left(f.Told, f.Row.Place.City, f.Passes)).Select(f =>
                new QueueMessage(f.Told.Position, null, queue, f.Told.Id, IsShown(f))
                {
                    Incident = IsShown(f) ? nodes[f.Told.Id] : null,
                }),
        ];
    }

    private QueueMessage Of(LiveEvent told, SignalRow seen, LiveStreams streams)
    {
        var message = new QueueMessage(told.Position, null, queue, told.Id, true);
        return queue switch
        {
            QueueKind.Alerts => message with { Alert = new(seen, streams.Alerts) },
            QueueKind.Calls => message with { Call = new(seen, streams.Calls) },
            _ => message with { Violation = new(seen, streams.Violations) },
        };
    }

    // Also what moved to another town, of which the caller sees nothing.
    private bool Left(LiveEvent told, string city, bool passes) => passes && Sight.SeesTown(city)
        ? Leaving.Contains(told.Type)
        : told.Before is { } before && Shows(filter, before);
}

/// <summary>What happens to one incident.</summary>
internal sealed class IncidentSelection(Guid id, RowSight sight, IncidentFiles incidents) : LiveSelection(sight)
{
    public override LiveKinds Kind => LiveKinds.Incidents;

    public override string Key => $"incident {id}";

    public override async ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation)
    {
        if (!page.Incidents.TryGetValue(id, out var row) || !Sight.SeesTown(row.Place.City))
            return [];
        var node = Sight.Sees(row.Place.City, row.IsOpen) ? (await incidents.Nodes([row], Sight, cancellation))[0] : null;
        return
        [
            .. page.Events.Where(told => told.Id == id)
                .Select(told => new IncidentMessage(told.Position, null, node is null ? null : told.Name, node)),
        ];
    }

    public override LiveMessage Notice(long position, MissedMessages? missed) => new IncidentMessage(position, missed, null, null);
}

/// <summary>What happens to devices: every event of theirs, and of the links of their towns.</summary>
internal sealed class DeviceSelection(IReadOnlyList<string>? cities, RowSight sight) : LiveSelection(sight)
{
    private readonly string[]? cities = cities is null
        ? null
        : [.. cities.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public override LiveKinds Kind => LiveKinds.Devices;

    public override string Key => $"devices {System.Text.Json.JsonSerializer.Serialize(cities)}";

    public override ValueTask<IReadOnlyList<LiveMessage>> Match(LivePage page, CancellationToken cancellation)
    {
        var messages = new List<LiveMessage>();
        foreach (var told in page.Events)
        {
            if (told.Device is not { } about || cities?.Contains(about.City) is false || !Sight.SeesTown(about.City))
                continue;
            var row = about.DeviceId is { } id && page.Devices.TryGetValue((about.City, id), out var found) ? found.SeenBy(Sight) : null;
            messages.Add(new DeviceMessage(told.Position, null, told.Name, about.City, row));
        }
        return new(messages);
    }

    public override LiveMessage Notice(long position, MissedMessages? missed) =>
        new DeviceMessage(position, missed, null, null, null);
}
