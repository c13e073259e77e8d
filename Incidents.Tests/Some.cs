using Incidents.Domain;
using NodaTime;

namespace Incidents.Tests;

/// <summary>Events, states and moments for tests: the same ones every time. Each slice adds its own in its folder.</summary>
internal static partial class Some
{
    public static readonly Offset Offset = Offset.FromHours(5);

    /// <summary>Noon of Friday, 3 July 2026 in Karaganda: the present moment of every decision tested.</summary>
    public static readonly OffsetDateTime Now = new LocalDateTime(2026, 7, 3, 12, 0).WithOffset(Offset);

    /// <summary>When the subject of the decision began.</summary>
    public static readonly OffsetDateTime Began = Before(minutes: 30);

    public static readonly Origin Origin = new("some-source", "17");
    public static readonly Place Place = new("karaganda", "Qazybek bi", new GeoPoint(73.1, 49.8), "Main Street");
    public static readonly Guid Id = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid OtherId = new("22222222-2222-2222-2222-222222222222");

    /// <summary>Every kind of event once.</summary>
    public static IReadOnlyList<IDomainEvent> Events =>
        [.. AlertEvents, .. SosCallEvents, .. ViolationEvents, .. IncidentEvents, .. DeviceEvents, .. ForecastEvents, .. ReleaseEvents,
            .. SourceEvents, .. PersonalDataEvents, .. CaseEvents, .. OutageEvents, .. PlateEvents, .. HazardEvents,
            .. RecorderEvents, .. WorkEvents, .. ShiftEvents, .. TargetEvents, .. UnitEvents, .. UpkeepEvents];

    public static OffsetDateTime Before(int minutes) => Now.Plus(-Duration.FromMinutes(minutes));

    public static OffsetDateTime Later(int minutes) => Now.Plus(Duration.FromMinutes(minutes));

    public static CountKey CountKey(string category) => new(category, Place, Began);

    /// <summary>The state after these events.</summary>
    public static TState Folded<TState>(params IEnumerable<IDomainEvent> events) where TState : StreamState, IState<TState> =>
        events.Aggregate((TState?)null, (state, e) => StreamState.After(state, e))
        ?? throw new InvalidOperationException("no event began it");
}
