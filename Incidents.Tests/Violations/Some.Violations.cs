using Incidents.Domain;
using Incidents.Domain.Violations;

namespace Incidents.Tests;

internal static partial class Some
{
    public static readonly RecorderCertificate Certificate = new("KZ-1", new(2026, 12, 31));
    public static readonly Measurement Speed = new(75, 60, "km/h");
    public static readonly Tariffs Tariffs = new(
        [new(new(2026, 1, 1), 4325)],
        [new("592", "1", 5, new(2015, 1, 1), Over: new("km/h", 10, UpTo: 20)), new("599", "1", 10, new(2015, 1, 1))]);

    private static IReadOnlyList<IDomainEvent> ViolationEvents =>
    [
        ViolationRecorded(),
        new ViolationReviewed("inspector", null, Now, Now),
        ViolationConfirmed(),
        new ViolationDismissed("inspector", "plate-unreadable", CountKey("koap.592"), Now, Now),
        new ViolationFined(new(5, 4325), Now, Now),
        new ViolationCancelled("court", "appeal", CountKey("koap.592"), Now, Now),
        new ViolationReinstated("court", "appeal-rejected", ViolationStatus.Fined, CountKey("koap.592"), Now, Now),
        ViolationHeld(),
        new ViolationHoldLifted("inspector", "reads-agree", Now, Now),
    ];

    public static ViolationHeld ViolationHeld() => new(
        ViolationHoldReason.ImpossibleSpeed, HoldViolation.ByRecorders, null, new(OtherId, 12_000, 60, 432), Now, Now);

    public static ViolationRecorded ViolationRecorded() =>
        new(Origin, "592", "1", "koap.592", Speed, "123ABC09", "rec-1", Certificate, null, Place, Began, Began);

    public static ViolationConfirmed ViolationConfirmed() => new("inspector", Now, Now);

    public static Violation Violation(params IDomainEvent[] then) => Folded<Violation>([ViolationRecorded(), .. then]);
}
