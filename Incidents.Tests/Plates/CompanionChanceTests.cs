using Incidents.Projections.Plates;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>Strangers come out as likely, those who travel together as unlikely, and what the number cannot tell is shown, too.</summary>
public sealed class CompanionChanceTests(ITestOutputHelper output)
{
    private static readonly int Towns = TestScale.Of(2, 60);
    private readonly Random random = new(TestScale.Seed);

    [Fact]
    public void Strangers_with_habits_are_unlikely_no_more_often_than_the_probability_says()
    {
        var (all, commuters) = (new Tally(), new Tally());
        for (var town = 0; town < Towns; town++)
        {
            Traffic traffic = new(random) { Holiday = 8 };
            foreach (var plate in Strangers(traffic))
            {
                var around = traffic.Around(plate);
                all.Add(around);
                if (plate[0] == 'C')
                    commuters.Add((Commuters(around.Met), around.Met.Count(m => m.Plate[0] == 'C')));
            }
        }

        output.WriteLine($"all: {all}; commuters who met a commuter: {commuters}");
        Assert.InRange(all.Compared, 5_000, int.MaxValue);
        Assert.InRange(all.Below(0.05), 0, 0.05 * all.Compared);
        Assert.InRange(all.Below(0.001), 0, 0.001 * all.Compared);
        Assert.InRange(all.WithFinding, 0, Math.Max(1, 0.05 * all.Plates));
        Assert.InRange(commuters.Below(0.05), 0, 0.05 * commuters.Compared);
        Assert.InRange(commuters.Below(0.001), 0, Math.Max(1, 0.001 * commuters.Compared));

        static List<MeetingCounter.Meeting> Commuters(List<MeetingCounter.Meeting> met) => [.. met.Where(m => m.Plate[0] == 'C')];
    }

    [Fact]
    public void A_vehicle_that_follows_another_on_some_days_is_the_first_and_stays_unlikely_among_all()
    {
        for (var town = 0; town < Towns; town++)
        {
            Traffic traffic = new(random) { Holiday = 8 };
            Strangers(traffic);
            var followed = traffic.Shopper("followed", 1.5);
            var days = traffic.DaysOf(followed);
            random.Shuffle(days);
            traffic.Follower("follower", followed, days[..8]);

            var first = traffic.Around(followed).Met.MinBy(m => m.Days.Probability)!;
            Assert.Equal("follower", first.Plate);
            Assert.InRange(first.Days.Met, 8, days.Length);
            Assert.InRange(first.Adjusted, 0, 0.01);
        }
    }

    [Fact]
    public void Who_goes_with_another_each_day_at_the_same_minutes_cannot_be_told_from_a_stranger()
    {
        Traffic traffic = new(new(1));
        var followed = traffic.Commuter("followed");
        traffic.Follower("follower", followed, traffic.DaysOf(followed));
        Traffic punctual = new(new(1));
        var (one, other) = (punctual.Weekly("one", minutes: 0.5), "other");
        punctual.Follower(other, one, punctual.DaysOf(one));

        // Trips to work that vary by minutes tell; a minute of one weekday that both keep does not.
        Assert.InRange(Assert.Single(traffic.Around(followed).Met).Days.Probability, 0, 0.01);
        Assert.InRange(Assert.Single(punctual.Around(one).Met).Days.Probability, 0.05, 1);
    }

    [Fact]
    public void What_moves_strangers_on_the_same_day_makes_them_unlikely_although_they_are_strangers()
    {
        var (late, shifts) = (new Tally(), new Tally());
        for (var town = 0; town < Towns; town++)
        {
            // By up to an hour, each day by another time.
            Traffic snow = new(random) { Late = [.. Enumerable.Range(0, Traffic.Days).Select(_ => 60 * random.NextDouble())] };
            foreach (var plate in Enumerable.Range(0, 60).Select(i => snow.Commuter($"C{i}", 7.5, 8.5, minutes: 2)).ToArray()[..10])
                late.Add(snow.Around(plate));
            Traffic factory = new(random);
            // What passes on the days on which nobody of them works.
            for (var i = 0; i < 8; i++)
                factory.Bus($"bus {i}");
            foreach (var plate in Enumerable.Range(0, 60).Select(i => factory.ShiftWorker($"W{i}", phase: i % 2)).ToArray()[..10])
                shifts.Add(factory.Around(plate));
        }

        output.WriteLine($"all late on some days: {late}; two days of work and two of rest: {shifts}");
        Assert.True(late.Below(0.05) > 0.05 * late.Compared, $"{late}");
        Assert.True(shifts.Below(0.05) > 0.05 * shifts.Compared, $"{shifts}");
    }

    // Some of each kind, of whom others are asked for.
    private static List<string> Strangers(Traffic traffic)
    {
        var asked = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var plate = (i % 20) switch
            {
                < 10 => traffic.Commuter($"C{i}"),
                < 14 => traffic.Shopper($"S{i}"),
                < 16 => traffic.Weekly($"W{i}"),
                16 => traffic.Bus($"B{i}"),
                17 => traffic.Standing($"P{i}"),
                18 => traffic.Shopper($"T{i}", 10),
                _ => traffic.Commuter($"N{i}", 20, 23),
            };
            if (i is < 60 and (0 or 1 or 2 or 3 or 4 or 5 or 10 or 14 or 15 or 16 or 17 or 18 or 19 or 20 or 21 or 22))
                asked.Add(plate);
        }
        return asked;
    }

    // How often probabilities are small.
    private sealed class Tally
    {
        private readonly List<double> probabilities = [];

        public int Compared { get; private set; }

        public int Plates { get; private set; }

        // Plates with a vehicle that stays below 0.05 among all that were compared.
        public int WithFinding { get; private set; }

        public void Add((List<MeetingCounter.Meeting> Met, int Compared) around)
        {
            probabilities.AddRange(around.Met.Select(m => m.Days.Probability));
            Compared += around.Compared;
            Plates++;
            WithFinding += around.Met.Any(m => m.Adjusted < 0.05) ? 1 : 0;
        }

        public int Below(double probability) => probabilities.Count(p => p < probability);

        public override string ToString() =>
            $"of {Compared} compared {Below(0.05)} below 0.05 and {Below(0.001)} below 0.001; of {Plates} plates {WithFinding} adjusted";
    }
}
