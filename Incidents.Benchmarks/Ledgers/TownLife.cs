using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>
/// Events of a region's everyday life, decided by the domain's own commands: alerts (some false), calls, violations, and incidents with
/// all their steps.
/// </summary>
internal sealed class TownLife
{
    private static readonly Duration PerThing = Duration.FromSeconds(75);

    private readonly Random random = new(1);
    private readonly TownPlaces places = new();
    private readonly Cities cities;
    private readonly PriorityQueue<(Guid Stream, IDomainEvent Event), Instant> pending = new();

    private TownLife(Cities cities) => this.cities = cities;

    /// <summary>At least so many events, in the order in which they became known.</summary>
    public static EventRows Of(int count, EventCatalogue catalog, Cities cities)
    {
        var life = new TownLife(cities);
        var rows = new EventRows(catalog);
        var now = Instant.FromUtc(2026, 1, 1, 0, 0);
        for (var i = 0; rows.Events.Count < count; i++, now += PerThing)
        {
            // What became known before the next thing begins can no longer be overtaken.
            while (rows.Events.Count < count && life.pending.TryPeek(out _, out var at) && at <= now
                && life.pending.TryDequeue(out var next, out _))
                rows.Add(Guid.CreateVersion7(at.ToDateTimeOffset()), next.Stream, next.Event);
            life.Begin(i, now);
        }
        return rows;
    }

    private void Begin(int number, Instant at)
    {
        var place = places.Next(random);
        var origin = new Origin("benchmark", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var category = CategoryMix.Codes[CategoryMix.Next(random)];
        switch (random.Next(20))
        {
            case < 9:
                Alert? alert = null;
                var raise = new RaiseAlert(origin, category, 0.8, $"cam-{random.Next(3_223)}", place, null, null, null, Local(at, place));
                Record(raise, ref alert, at);
                if (random.Next(10) < 6)
                    Record(new EndAlert(raise.StreamId, Local(at + Minutes(5), place)), ref alert, at + Minutes(5));
                if (random.Next(10) < 3)
                    Record(new DismissAlert(raise.StreamId, "operator", "shadow"), ref alert, at + Minutes(20));
                break;
            case < 12:
                SosCall? call = null;
                var placed = new PlaceSosCall(origin, "sos", $"sos-{random.Next(33)}", place, Local(at, place));
                Record(placed, ref call, at);
                var answered = at + Duration.FromSeconds(random.Next(3, 90));
                if (random.Next(10) == 0)
                    Record(new AbandonSosCall(placed.StreamId, Local(answered, place)), ref call, answered);
                else
                    Record(new AnswerSosCall(placed.StreamId, "operator", Local(answered, place)), ref call, answered);
                break;
            case < 16:
                Violation? violation = null;
                Record(
                    new RecordViolation(
                        origin, "592", "1", "koap.592", new(random.Next(72, 120), 60, "km/h"), "123ABC09", $"rec-{random.Next(100)}", null,
                        null, place, Local(at, place)),
                    ref violation, at);
                break;
            default:
                BeginIncident(origin, category, place, at);
                break;
        }
    }

    private void BeginIncident(Origin origin, string category, Place place, Instant at)
    {
        Incident? incident = null;
        var open = new OpenIncident(origin, category, place);
        var (id, now) = (open.StreamId, at);
        Record(open, ref incident, now);
        if (random.Next(10) == 0)
            Record(new CategoriseIncident(id, CategoryMix.Codes[CategoryMix.Next(random)], "operator"), ref incident, now + Minutes(1));
        Record(new AssignUnit(id, "P-1"), ref incident, now += Minutes(random.Next(2, 12)));
        Record(new RecordArrival(id, "P-1"), ref incident, now += Minutes(random.Next(3, 25)));
        if (random.Next(20) == 0)
        {
            Record(new WithdrawIncident(id, origin, "unfounded"), ref incident, now + Minutes(5));
            return;
        }
        Record(new ResolveIncident(id, "assisted"), ref incident, now += Minutes(random.Next(5, 120)));
        Record(new CloseIncident(id, "operator"), ref incident, now + Minutes(30));
    }

    private void Record<TState>(ICommand<TState> command, ref TState? state, Instant at) where TState : StreamState, IState<TState>
    {
        var decision = command.Decide(state, cities.Local(at, state?.Place.City ?? command.City));
        if (decision.IsRefused)
            throw new InvalidOperationException($"{command}: {decision.Refusal.Message}");
        foreach (var fact in decision.Events)
        {
            state = StreamState.After(state, fact);
            pending.Enqueue((command.StreamId, fact), fact.KnownAt.ToInstant());
        }
    }

    private OffsetDateTime Local(Instant at, Place place) => cities.Local(at, place.City);

    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
}
