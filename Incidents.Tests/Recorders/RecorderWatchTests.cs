using Incidents.Domain;
using Incidents.Projections.Recorders;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Recorders;

public class RecorderWatchTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Fact]
    public void What_slows_all_recorders_is_no_drift()
    {
        var town = new Town(seed: 1, recorders: 21);
        town.Live(21 * 1_000);

        // Snow: everybody drives 15 km/h slower.
        town.Common = -15;
        Assert.InRange(town.Live(21 * 200).Count, 0, 3);
    }

    [Fact]
    public void A_neighbour_that_drifts_puts_nobody_else_under_suspicion_and_its_captures_since_then_are_suspect()
    {
        var town = new Town(seed: 2, recorders: 21);
        Assert.InRange(town.Live(21 * 900).Count, 0, 4);
        var since = town.Captured;
        town.Off[3] = 25;

        var found = town.Live(21 * 60).Where(f => f.Recorder == 3).ToList();

        var drift = Assert.Single(found).Drift;
        Assert.InRange(drift.KmPerHour, 10, 45);
        Assert.InRange(drift.Neighbours, 16, 20);
        Assert.True(drift.Suspect.Count >= Math.Min(drift.Captures, WatchedRecorder.Kept));
        // All of them are of this recorder, and nearly all of after it had moved.
        Assert.All(drift.Suspect, id => Assert.Equal(3, town.RecorderOf(id)));
        Assert.True(drift.Suspect.Count(id => town.NumberOf(id) >= since) >= drift.Suspect.Count / 2);
        Assert.True(town.Watch.Find("karaganda", "rec-3")!.IsSuspected);
    }

    [Fact]
    public void A_recorder_that_was_cleared_is_learned_anew()
    {
        var town = new Town(seed: 3, recorders: 6);
        town.Live(6 * 900);
        town.Off[2] = 30;
        town.Live(6 * 60);
        var recorder = town.Watch.Find("karaganda", "rec-2")!;
        Assert.True(recorder.IsSuspected);

        recorder.Clear();
        town.Live(6 * 100);

        Assert.False(recorder.IsSuspected);
        Assert.InRange(recorder.Chart.Count, 1, DriftOptions.Default.LearnedFrom - 1);
    }

    [Fact]
    public void With_few_neighbours_nothing_is_learned_and_nothing_found()
    {
        var town = new Town(seed: 4, recorders: 3);
        town.Live(3 * 1_000);
        town.Off[1] = 60;

        Assert.Empty(town.Live(3 * 100));
        Assert.Equal(0, town.Watch.Find("karaganda", "rec-1")!.Chart.Count);
    }

    // The level study: 21 recorders of a town with levels of their own, a tide of the day and of the weather that all share, speeds that
    // spread by 12 km/h, and 1,000 captures a recorder and month.
    [Fact]
    public void A_recorder_ten_off_is_found_within_fifty_captures_and_false_alarms_are_few()
    {
        const int Recorders = 21, Month = 1_000;
        var runs = TestScale.Of(8, 400);
        var (inTime, tried, alarms, months, captures) = (0, 0, 0, 0.0, 0L);
        for (var run = 0; run < runs; run++)
        {
            var town = new Town(TestScale.Seed + 100 + run, Recorders);
            town.Live(Recorders * (DriftOptions.Default.LearnedFrom + 100));
            var quiet = town.Live(Recorders * Month, isTide: true);
            alarms += quiet.Count;
            months += Recorders - quiet.Count / 2.0;
            var drifting = Enumerable.Range(0, Recorders)
                .Where(recorder => !town.Watch.Find("karaganda", $"rec-{recorder}")!.IsSuspected).Take(8).ToArray();
            foreach (var recorder in drifting)
            {
                town.Off[recorder] = (recorder % 2 == 0 ? 1 : -1) * 10;
                var taken = town.CapturesUntilFound(recorder, most: 400);
                tried++;
                inTime += taken <= 50 ? 1 : 0;
                captures += taken;
                town.Off[recorder] = 0;
            }
        }
        var (share, rate) = (inTime / (double)tried, alarms / months);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"found within 50 captures: {share:0.000} of {tried}, {captures / (double)tried:0.0} on the mean; "
            + $"false alarms by recorder and month of {Month} captures: {rate:0.00}");

        Assert.True(share >= TestScale.Of(0.85, 0.9), $"{share:0.000} found within 50 captures");
        Assert.True(captures / (double)tried < 35, $"{captures / (double)tried:0.0} captures on the mean");
        Assert.True(rate < 0.6, $"{rate:0.00} false alarms by recorder and month");
    }

    /// <summary>Recorders of a town that capture in random order.</summary>
    private sealed class Town
    {
        private readonly SeededRandom random;
        private readonly GeoPoint[] points;
        private readonly double[] levels;
        private readonly List<int> recorderOf = [];

        public Town(int seed, int recorders)
        {
            random = new(seed);
            points = [.. Enumerable.Range(0, recorders).Select(i => new GeoPoint(73.05 + i % 5 * 0.01, 49.78 + i / 5 * 0.01))];
            levels = [.. Enumerable.Range(0, recorders).Select(_ => 20 + 5 * random.NextNormal())];
            Off = new double[recorders];
        }

        public RecorderWatch Watch { get; } = new([], DriftOptions.Default, 10_000);

        public double[] Off { get; }

        public double Common { get; set; }

        public int Captured => recorderOf.Count;

        public int RecorderOf(Guid id) => recorderOf[NumberOf(id)];

        public int NumberOf(Guid id) => BitConverter.ToInt32(id.ToByteArray());

        public List<(int Recorder, FoundDrift Drift)> Live(int captures, bool isTide = false)
        {
            var found = new List<(int, FoundDrift)>();
            for (var i = 0; i < captures; i++)
            {
                var recorder = random.NextInt(points.Length);
                if (Capture(recorder, isTide) is { } drift)
                    found.Add((recorder, drift));
            }
            return found;
        }

        public int CapturesUntilFound(int recorder, int most)
        {
            for (var taken = 1; taken < most;)
            {
                var next = random.NextInt(points.Length);
                var drift = Capture(next, isTide: false);
                if (next != recorder)
                    continue;
                if (drift is not null)
                    return taken;
                taken++;
            }
            return most;
        }

        private FoundDrift? Capture(int recorder, bool isTide)
        {
            var number = recorderOf.Count;
            recorderOf.Add(recorder);
            // 1,000 captures a recorder and month of 30 days: one of the town every 43,200 / (1,000 n) minutes.
            var at = Start + Duration.FromMinutes(43.2 / points.Length * number);
            var tide = isTide ? 2 * Math.Sin(2 * Math.PI * (at - Start).TotalHours / 24) : 0;
            var id = new byte[16];
            BitConverter.TryWriteBytes(id, number);
            return Watch.Take(new(
                new(id), "karaganda", $"rec-{recorder}", points[recorder],
                levels[recorder] + Off[recorder] + Common + tide + 12 * random.NextNormal(), at)).Found;
        }
    }
}
