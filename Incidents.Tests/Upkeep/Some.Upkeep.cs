using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;

namespace Incidents.Tests;

internal static partial class Some
{
    /// <summary>Snow on every hour, bins in working hours of Monday to Friday from 9 to 18; Monday, 6 July 2026 is a holiday.</summary>
    public static readonly UpkeepRules UpkeepRules = new(
        [
            new(
                "snow-uncleared", 50,
                [
                    new(StreetClass.Main, 6, UpkeepSeason.Winter), new(StreetClass.Main, 3, UpkeepSeason.Summer),
                    new(StreetClass.Local, 24, Until: new LocalDate(2027, 1, 1)), new(StreetClass.Local, 48),
                ]),
            new("bin-overflowing", 25, [new(StreetClass.Local, 9, InWorkingHours: true)]),
            new("sign-damaged", 0, []),
        ],
        new(
            [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday],
            new(9, 0), new(18, 0), [new(2026, 7, 6)]),
        [12, 1, 2],
        [
            new("karaganda", "Main Street", StreetClass.Main, Until: new LocalDate(2027, 1, 1)),
            new("karaganda", "Main Street", StreetClass.District, new LocalDate(2027, 1, 1)),
        ]);

    private static IReadOnlyList<IDomainEvent> UpkeepEvents =>
    [
        UpkeepObserved(),
        new UpkeepBeginningReported(
            CountKey("snow-uncleared"), UpkeepTerms() with { Observation = CountKey("snow-uncleared") with { OccurredAt = Before(40) } },
            UpkeepStatus.Done, Before(20), "cam-1", null, "op", Snapshot, "a metre of it", Before(40), Now),
        UpkeepDone(),
        new UpkeepConfirmed("op", null, Snapshot, UpkeepTerms(), Before(20), Now, Now),
        new UpkeepReopened(null, "cam-1", Snapshot, UpkeepTerms(), Before(20), Now, Now),
        new UpkeepCancelled("op", "not-municipal", UpkeepTerms(), Now, Now),
        UpkeepJoined(),
        new UpkeepAbsorbed(OtherId, "op", UpkeepTerms(), Now, Now),
        new UpkeepSeparated(OtherId, "op", UpkeepTerms(), Now, Now),
        new UpkeepLetGo(OtherId, "op", UpkeepTerms(), UpkeepStatus.Open, null, Now, Now),
    ];

    private static readonly MediaReference Snapshot = new("https://media.example/snow", null);

    /// <summary>On a main street in summer: three hours from the observation.</summary>
    public static UpkeepTerms UpkeepTerms() =>
        new(CountKey("snow-uncleared"), StreetClass.Main, Began.Plus(Duration.FromHours(3)));

    public static UpkeepObserved UpkeepObserved() => new(
        Origin, "snow-uncleared", "cam-1", null, Place, StreetClass.Main, Began.Plus(Duration.FromHours(3)), null, null, Began, Began);

    public static UpkeepDone UpkeepDone() => new("crew", null, null, UpkeepTerms(), Before(20), Before(20));

    public static UpkeepJoined UpkeepJoined() => new(OtherId, "op", 0, UpkeepTerms(), Before(10), Before(10));

    public static UpkeepTask UpkeepTask(params IDomainEvent[] then) => Folded<UpkeepTask>([UpkeepObserved(), .. then]);
}
