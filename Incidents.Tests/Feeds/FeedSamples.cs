using Incidents.Api.Feeds;
using Incidents.Api.Feeds.Formats;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Tests.Feeds;

/// <summary>Things of every kind as feeds tell of them, with all that a document can say.</summary>
internal static class FeedSamples
{
    /// <summary>Words that are of the class <c>person</c>, <c>exact</c> and <c>place</c>: each stands in one of the things.</summary>
    public const string Plate = "777ABC09";
    public const string Person = "Aigerim S.";
    public const string Description = "Two men <fight> & shout";
    public const string Street = "Main Street";
    public const string Device = "cam-17";
    public const string Longitude = "73.1";

    public static readonly FeedSight Whole = new(true, true, true);

    private static readonly OffsetDateTime Began = Some.Began;

    /// <summary>An incident with units, signals and a part.</summary>
    public static readonly FeedThing Incident = new(
        FeedKind.Incident, Some.Id, 4, "fight", Some.Place, Began, null, Began, Some.Now, FeedPhase.Active, "OnScene")
    {
        DeviceId = Device,
        Description = Description,
        Plate = Plate,
        HandledBy = Person,
        Units =
        [
            new("P-1", Some.Before(20), Some.Before(10), UnitStatus.OnScene, Some.Before(20)),
            new("P-2", Some.Before(5), AssignedAt: Some.Before(5)),
        ],
        Signals = [new(SignalKind.Alert, Some.OtherId)],
        Absorbed = [new Guid("33333333-3333-3333-3333-333333333333")],
    };

    /// <summary>Every kind and phase.</summary>
    public static IEnumerable<FeedThing> Things =>
    [
        Incident,
        Incident with { Phase = FeedPhase.Merged, Status = "Merged", MergedInto = Some.OtherId, Units = [], Signals = [], Absorbed = [] },
        Incident with { Phase = FeedPhase.Withdrawn, Status = "Withdrawn", Place = new("karaganda"), Units = [] },
        Incident with { Kind = FeedKind.Alert, Status = "Raised", Units = [], Signals = [], Absorbed = [] },
        Incident with { Kind = FeedKind.SosCall, Category = "sos", Status = "Answered", AnsweredAt = Some.Before(25), Units = [] },
        Incident with { Kind = FeedKind.SosCall, Category = "sos", Phase = FeedPhase.Over, Status = "Ended", Units = [] },
        Incident with
        {
            Kind = FeedKind.Violation, Category = "koap.592", Phase = FeedPhase.Over, Status = "Fined", Article = "592",
            Measured = new(93, 60, "km/h"), Units = [],
        },
        Incident with { Category = "no-such-category", Description = "A\u0001B", OccurredAt = Began.WithOffset(Offset.Zero) },
    ];

    /// <summary>What a document says beside a thing.</summary>
    public static FeedContext Context(FeedThing thing, bool isFirst = false) => new(
        new Guid("44444444-4444-4444-4444-444444444444"),
        thing.Category == "no-such-category" ? null : new(thing.Category, "alert", "Төбелес", "Драка", "Fight"),
        new("karaganda", "Asia/Almaty", "Karaganda"), 2,
        isFirst ? null : (new Guid("55555555-5555-5555-5555-555555555555"), Some.Before(1)), false, "centre.example", "Centre");

    /// <summary>The events of an alert: raised, acknowledged and dismissed.</summary>
    public static IReadOnlyList<IDomainEvent> AlertEvents =>
        [Some.AlertRaised(), new AlertAcknowledged("op", Some.CountKey("fight"), Some.Now, Some.Now), Some.AlertDismissed()];
}
