using Incidents.Api.Reactions;
using Incidents.Api.Recorders;
using Incidents.Domain;
using Incidents.Domain.Recorders;
using Incidents.Domain.Violations;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>What is found of recorders does not depend on the pages in which captures are taken.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SpeedDriftsTests(SharedHost shared)
{
    private const string City = "drift-town";
    private const int Recorders = 6, Rounds = 60;

    private static readonly RecorderSettings Settings = new() { LearnedFrom = 30, Limit = 5 };

    private static readonly RecorderCleared Cleared =
        new("inspector", "recalibrated", "rec-0", PlaceOf(0), Time(Rounds + 9), Time(Rounds + 9));

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task The_same_captures_are_held_in_whatever_pages()
    {
        (Guid, IDomainEvent)[] told = [.. Captures(), .. Off(0, 5), (RecorderSuspicion.StreamOf(City, "rec-0"), Cleared), .. Off(5, 3)];
        var whole = await Reacted.To(host, new SpeedDrifts(Settings), 1_000, told);

        // The second of five passes the limit; those before it are held with it, and after it was cleared nothing is.
        var held = whole.Where(command => command.Type == nameof(HoldViolation)).Select(command => command.Stream).ToList();
        Assert.Equal(Off(0, 5).Select(one => one.Stream), held.TakeLast(5));
        Assert.Single(whole, command => command.Type == nameof(SuspectRecorder));
        foreach (var pageSize in (int[])[1, 7])
            Assert.Equal(whole, await Reacted.To(host, new SpeedDrifts(Settings), pageSize, told));
    }

    [Fact]
    public async Task A_recorder_that_is_cleared_while_nothing_is_held_is_cleared()
    {
        (Guid, IDomainEvent)[] clear = [(RecorderSuspicion.StreamOf(City, "rec-0"), Cleared)];
        await Reacted.To(host, new SpeedDrifts(Settings), 1_000, [.. Captures(), .. Off(0, 5)], async (connection, transaction) =>
        {
            var off = new RecorderSettings { Holds = false };
            var cancellation = TestContext.Current.CancellationToken;
            Assert.True(await IsSuspected());

            var captures = Off(5, 3).Select((one, i) => new ReactionEvent(i + 1, one.Stream, 1, one.Content));
            var page = new ReactionPage(
                [.. captures, new(9, clear[0].Item1, 2, clear[0].Item2)], 9, connection, transaction);
            await new SpeedDrifts(off).React(page, cancellation);

            Assert.False(await IsSuspected());
            Assert.Empty(page.Sent);

            async Task<bool> IsSuspected() =>
                (await RecorderRows.Read(connection, transaction, [City], cancellation)).Single(one => one.DeviceId == "rec-0").IsSuspected;
        });
    }

    // Speeds of 75 to 85 km/h in turn; six recorders a kilometre apart.
    private static IEnumerable<(Guid Stream, IDomainEvent Content)> Captures() =>
        from round in Enumerable.Range(0, Rounds)
        from recorder in Enumerable.Range(0, Recorders)
        select Capture($"{round}-{recorder}", recorder, 75 + (round * 7 + recorder * 3) % 11, round);

    // 30 km/h above: the first count as four deviations each.
    private static IEnumerable<(Guid Stream, IDomainEvent Content)> Off(int first, int count) =>
        Enumerable.Range(first, count).Select(i => Capture($"off-{i}", 0, 110, Rounds + i));

    private static (Guid Stream, IDomainEvent Content) Capture(string id, int recorder, double value, int minute) => (
        Identity.Stream("violation", City, id), Some.ViolationRecorded() with
        {
            Measured = new(value, 60, "km/h"),
            Recorder = $"rec-{recorder}",
            Place = PlaceOf(recorder),
            OccurredAt = Time(minute),
            KnownAt = Time(minute),
        });

    private static Place PlaceOf(int recorder) => new(City, null, new GeoPoint(73.1 + recorder * 0.014, 49.8));

    private static OffsetDateTime Time(int minute) => Some.Now.Plus(Duration.FromMinutes(minute));
}
