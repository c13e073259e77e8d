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
        Assert.Equal(Math.Min(drift.Captures, WatchedRecorder.MostSuspect), drift.Suspect.Count);
        // All of them are of this recorder, and nearly all of after it had moved.
        Assert.All(drift.Suspect, id => Assert.Equal(3, town.RecorderOf(id)));
        Assert.True(drift.Suspect.Count(id => town.NumberOf(id) >= since) >= drift.Suspect.Count / 2);
        Assert.True(town.Watch.Find("karaganda", "rec-3")!.IsSuspected);
    }

    // Each capture is a tenth of a deviation above the allowance: the sum passes the limit of 10 with the hundredth or the one after it.
    [Fact]
    public void All_captures_since_a_slow_drift_began_are_suspect()
    {
        var point = new GeoPoint(73.1, 49.8);
        var options = DriftOptions.Default;
        var neighbours = Enumerable.Range(1, RecorderWatch.FewestNeighbours).Select(i => new WatchedRecorder("karaganda", $"rec-{i}", point)
        {
            Speeds = [.. Enumerable.Repeat(0.0, RecorderWatch.FewestCaptures)],
            LastAt = Start,
        });
        var learned = new WatchedRecorder("karaganda", "rec-0", point)
        {
            Chart = new(options.LearnedFrom, 0, 144.0 * (options.LearnedFrom - 1), CumulativeSum.Start),
        };
        var watch = new RecorderWatch([learned, .. neighbours], options, 10_000);
        var ids = new List<Guid>();
        FoundDrift? found = null;
        while (found is null && ids.Count < 200)
        {
            ids.Add(Guid.NewGuid());
            found = watch.Take(new(ids[^1], "karaganda", "rec-0", point, 12 * (options.Allowance + 0.1), Start)).Found;
        }
        Assert.InRange(ids.Count, 100, 101);
        Assert.Equal(ids, found!.Suspect);
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
    // spread by 12 km/h, and 1,000 captures a recorder and month. Who was found is put right at once, so that all others have the same
    // neighbours as before.
    [Fact]
    public void A_recorder_ten_off_is_found_within_fifty_captures_and_false_alarms_are_few()
    {
        const int Recorders = 21, Month = 1_000;
        var runs = TestScale.Of(8, 400);
        var (inTime, tried, alarms, months, captures) = (0, 0, 0, 0, 0L);
        for (var run = 0; run < runs; run++)
        {
            var town = new Town(TestScale.Seed + 100 + run, Recorders);
            town.IsPutRight = true;
            town.Live(Recorders * (DriftOptions.Default.LearnedFrom + 100));
            alarms += town.Live(Recorders * Month, isTide: true).Count;
            months += Recorders;
            for (var recorder = 0; recorder < 8; recorder++)
            {
                town.Off[recorder] = (recorder % 2 == 0 ? 1 : -1) * 10;
                var taken = town.CapturesUntilFound(recorder, most: 400);
                tried++;
                inTime += taken <= 50 ? 1 : 0;
                captures += taken;
                town.Off[recorder] = 0;
            }
        }
        var (share, rate) = (inTime / (double)tried, alarms / (double)months);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"found within 50 captures: {share:0.000} of {tried}, {captures / (double)tried:0.0} on the mean; "
            + $"false alarms by recorder and month of {Month} captures: {rate:0.00}");

        Assert.True(share >= TestScale.Of(0.92, 0.96), $"{share:0.000} found within 50 captures");
        Assert.True(captures / (double)tried < TestScale.Of(27, 24), $"{captures / (double)tried:0.0} captures on the mean");
        Assert.True(rate < TestScale.Of(0.25, 0.18), $"{rate:0.00} false alarms by recorder and month");
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

        /// <summary>Whether a recorder that was found goes on as it was, with what is usual of it.</summary>
        public bool IsPutRight { get; set; }

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
            var (watched, found) = Watch.Take(new(
                new(id), "karaganda", $"rec-{recorder}", points[recorder],
                levels[recorder] + Off[recorder] + Common + tide + 12 * random.NextNormal(), at));
            if (found is not null && IsPutRight)
            {
                (watched.IsSuspected, watched.DriftKmPerHour) = (false, null);
                watched.Chart = watched.Chart with { Sum = CumulativeSum.Start };
            }
            return found;
        }
    }
}
