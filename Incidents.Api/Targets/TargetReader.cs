using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;

namespace Incidents.Api.Targets;

/// <summary>Reads incidents and calls with the clocks of their targets, from their events.</summary>
internal sealed class TargetReader(EventReader events, ServiceTargets targets)
{
    /// <summary>The targets.</summary>
    public ServiceTargets Targets => targets;

    /// <summary>Some things; without those that have no clocks: there is no such thing, or it came with a register.</summary>
    /// <param name="things">What they are, and their streams.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<Dictionary<Guid, WatchedThing>> Read(
        IReadOnlyCollection<(TargetSubject Subject, Guid Id)> things, CancellationToken cancellation)
    {
        var times = new List<TargetTimes>();
        foreach (var (id, stream) in await events.Open<Incident>(Ids(things, TargetSubject.Incident), null, cancellation))
        {
            if (Times(id, stream) is { } known)
                times.Add(known);
        }
        foreach (var (id, stream) in await events.Open<SosCall>(Ids(things, TargetSubject.SosCall), null, cancellation))
            times.Add(Times(id, stream));
        Guid[] streams = [.. times.Select(t => Escalations.Stream(t.Subject, t.Id))];
        var raised = await events.Open<Escalations>(streams, null, cancellation);
        return times.ToDictionary(
            t => t.Id, t => Of(t, raised.GetValueOrDefault(Escalations.Stream(t.Subject, t.Id))?.State));
    }

    /// <summary>The clocks of one of the incidents of a page; those of all of the page are read at once.</summary>
    public async Task<WatchedThing?> Read(StreamBatch<Incident> page, Guid id)
    {
        var raised = await Raised(page, TargetSubject.Incident, id);
        return Times(id, await page.One(id)) is { } times ? Of(times, raised) : null;
    }

    /// <summary>The clocks of one of the calls of a page; those of all of the page are read at once.</summary>
    public async Task<WatchedThing> Read(StreamBatch<SosCall> page, Guid id) =>
        Of(Times(id, await page.One(id)), await Raised(page, TargetSubject.SosCall, id));

    private WatchedThing Of(TargetTimes times, Escalations? raised) => new(times, TargetClock.Of(times, targets), raised);

    private async Task<Escalations?> Raised<TState>(StreamBatch<TState> page, TargetSubject subject, Guid id)
        where TState : StreamState, IState<TState>
    {
        var all = await page.Once(id, (things, cancellation) => events.Open<Escalations>(
            [.. things.Select(thing => Escalations.Stream(subject, thing.Events[0].StreamId))], null, cancellation));
        return all.GetValueOrDefault(Escalations.Stream(subject, id))?.State;
    }

    private static TargetTimes? Times(Guid id, LoadedStream<Incident> stream) => TargetTimes.Of(id, stream.State, EventsOf(stream));

    private static TargetTimes Times(Guid id, LoadedStream<SosCall> stream) => TargetTimes.Of(id, stream.State, EventsOf(stream));

    private static IDomainEvent[] EventsOf<TState>(LoadedStream<TState> stream) where TState : StreamState, IState<TState> =>
        [.. stream.Events.Select(stored => stored.Event)];

    private static Guid[] Ids(IEnumerable<(TargetSubject Subject, Guid Id)> things, TargetSubject subject) =>
        [.. things.Where(thing => thing.Subject == subject).Select(thing => thing.Id).Distinct()];
}
