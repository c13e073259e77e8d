using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Forecasts;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;

namespace Incidents.Tests;

/// <summary>Events, states and moments for tests: the same ones every time.</summary>
internal static class Some
{
    public static readonly Offset Offset = Offset.FromHours(5);

    /// <summary>Noon of Friday, 3 July 2026 in Karaganda: the present moment of every decision tested.</summary>
    public static readonly OffsetDateTime Now = new LocalDateTime(2026, 7, 3, 12, 0).WithOffset(Offset);

    /// <summary>When the thing decided about began.</summary>
    public static readonly OffsetDateTime Began = Before(minutes: 30);

    public static readonly Origin Origin = new("some-source", "17");
    public static readonly Place Place = new("karaganda", "Qazybek bi", new GeoPoint(73.1, 49.8), "Main Street");
    public static readonly Guid Id = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid OtherId = new("22222222-2222-2222-2222-222222222222");
    public static readonly Signal Signal = new(SignalKind.Alert, OtherId);
    public static readonly RecorderCertificate Certificate = new("KZ-1", new(2026, 12, 31));
    public static readonly Measurement Speed = new(75, 60, "km/h");
    public static readonly Tariffs Tariffs = new([new(new(2026, 1, 1), 4325)], [new("592", "1", 5, new(2015, 1, 1))]);

    public static OffsetDateTime Before(int minutes) => Now.Plus(-Duration.FromMinutes(minutes));

    public static OffsetDateTime Later(int minutes) => Now.Plus(Duration.FromMinutes(minutes));

    public static CountKey CountKey(string category) => new(category, Place, Began);

    public static AlertRaised AlertRaised() => new(Origin, "fight", 0.8, "cam-1", Place, null, null, null, Began, Began);

    public static SosCallPlaced SosCallPlaced() => new(Origin, "sos", "sos-1", Place, Began, Began);

    public static ViolationRecorded ViolationRecorded() =>
        new(Origin, "592", "1", "koap.592", Speed, "123ABC09", "rec-1", Certificate, null, Place, Began, Began);

    public static IncidentOpened IncidentOpened(bool historic = false) =>
        new(Origin, null, "theft", Place, null, null, null, historic, Began, Began);

    public static DeviceRegistered DeviceRegistered() => new("cam-1", DeviceKind.Camera, Place, "X1", Began, Began);

    public static AlertDismissed AlertDismissed() => new("op", "shadow", CountKey("fight"), Now, Now);

    public static SosCallAnswered SosCallAnswered() => new("op", CountKey("sos"), Before(20), Before(20));

    public static ViolationConfirmed ViolationConfirmed() => new("inspector", Now, Now);

    public static UnitAssigned UnitAssigned(string unit = "P-1") => new(unit, CountKey("theft"), Began, IncidentStatus.Assigned, Before(20), Before(20));

    public static UnitArrived UnitArrived(string unit = "P-1") => new(unit, CountKey("theft"), Before(20), Before(10), Before(10));

    public static IncidentResolved IncidentResolved() => new("assisted", CountKey("theft"), Began, Before(5), Before(5));

    public static IncidentMerged IncidentMerged() => new(OtherId, "op", CountKey("theft"), Now, Now);

    public static IncidentWithdrawn IncidentWithdrawn() => new(Origin, "unfounded", CountKey("theft"), Now, Now);

    /// <summary>The week after <see cref="Now"/>, from Monday on.</summary>
    public static readonly ForecastTerms ForecastTerms =
        new("some-plan", ForecastMethod.LastPeriod, "karaganda", "theft", 14, new(73.1, 49.8, 73.11, 49.81), new(2026, 7, 6), new(2026, 7, 13));

    public static readonly ForecastCells ForecastCells = new([1, 2], [3, 2.5], 2, 0.25);

    public static readonly ForecastFigures ForecastFigures = new(4, 6, -3.5, [new(0.01, 1, 25, 1, 1.5)]);

    public static ForecastSealed ForecastSealed()
    {
        var parameters = new Dictionary<string, double> { ["evenShare"] = 0.01 };
        return new(ForecastTerms, parameters, ForecastCells, Domain.Forecasts.ForecastSealed.HashOf(ForecastTerms, parameters, ForecastCells, 17), 17, Now, Now);
    }

    public static Forecast Forecast(params IDomainEvent[] then) => Folded<Forecast>([ForecastSealed(), .. then]);

    public static Alert Alert(params IDomainEvent[] then) => Folded<Alert>([AlertRaised(), .. then]);

    public static SosCall SosCall(params IDomainEvent[] then) => Folded<SosCall>([SosCallPlaced(), .. then]);

    public static Violation Violation(params IDomainEvent[] then) => Folded<Violation>([ViolationRecorded(), .. then]);

    public static Incident Incident(params IDomainEvent[] then) => Folded<Incident>([IncidentOpened(), .. then]);

    public static Incident HistoricIncident() => Folded<Incident>([IncidentOpened(historic: true)]);

    public static Device Device(params IDomainEvent[] then) => Folded<Device>([DeviceRegistered(), .. then]);

    /// <summary>The state after these events.</summary>
    public static TState Folded<TState>(params IEnumerable<IDomainEvent> events) where TState : class, IState<TState> =>
        events.Aggregate((TState?)null, (state, e) => TState.Evolve(state, e)) ?? throw new InvalidOperationException("no event began it");

    /// <summary>Every kind of event once.</summary>
    public static readonly IReadOnlyList<IDomainEvent> Events =
    [
        AlertRaised(),
        new AlertUpdated(CountKey("fight"), "weapon", 0.9, null, null, null, Now, Now),
        new AlertEnded(CountKey("fight"), Now, Now),
        new AlertAcknowledged("op", CountKey("fight"), Now, Now),
        AlertDismissed(),
        SosCallPlaced(),
        SosCallAnswered(),
        new SosCallAbandoned(CountKey("sos"), Now, Now),
        new SosCallEnded(CountKey("sos"), "helped", Now, Now),
        new SosCallEscalated("103", "injury", CountKey("sos"), Now, Now),
        ViolationRecorded(),
        new ViolationReviewed("inspector", null, Now, Now),
        ViolationConfirmed(),
        new ViolationDismissed("inspector", "plate-unreadable", CountKey("koap.592"), Now, Now),
        new ViolationFined(new(5, 4325), Now, Now),
        new ViolationCancelled("court", "appeal", CountKey("koap.592"), Now, Now),
        IncidentOpened(),
        new IncidentCategorised(CountKey("theft"), "robbery", "op", Now, Now),
        new SignalLinked(Signal, "op", Now, Now),
        new SignalUnlinked(Signal, "op", Now, Now),
        UnitAssigned(),
        UnitArrived(),
        IncidentResolved(),
        new IncidentClosed("op", Now, Now),
        new IncidentReopened("op", "back again", Now, Now),
        IncidentWithdrawn(),
        IncidentMerged(),
        new IncidentUnmerged(OtherId, "op", CountKey("theft"), IncidentStatus.Open, Now, Now),
        new WithdrawalUnmatched(Origin, "complaint-9", CountKey("theft"), Now, Now),
        DeviceRegistered(),
        new DeviceRelocated("cam-1", Place, Place with { Street = "Side Street" }, Now, Now),
        new DeviceRetired("cam-1", Some.Place, "broken", Now, Now),
        ForecastSealed(),
        new ForecastMissed(ForecastTerms with { From = new(2026, 6, 29), Until = new(2026, 7, 6) }, Now, Now),
        new ForecastScored(new(2026, 7, 13), 18, ForecastFigures, Now, Now),
    ];
}
