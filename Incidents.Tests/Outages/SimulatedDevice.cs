using Incidents.Domain.Outages;
using Incidents.Statistics;
using NodaTime;

namespace Incidents.Tests.Outages;

/// <summary>What was found of one simulated device.</summary>
/// <param name="DeviceDays">Days on which it worked and was watched.</param>
/// <param name="FalseSuspicions">Suspicions on these.</param>
/// <param name="Found">How long after it stopped it was suspected; null where it did not stop, or was not found in 14 days.</param>
/// <param name="Stopped">Whether it stopped.</param>
internal readonly record struct WatchOfOne(double DeviceDays, int FalseSuspicions, Duration? Found, bool Stopped);

/// <summary>A device that speaks by a rhythm of its own, and is listened to for weeks before it is watched.</summary>
internal sealed class SimulatedDevice
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 1, 5, 0, 0);

    // By the hour: quiet nights, busy evenings.
    private static readonly double[] Hours =
    [
        0.35, 0.25, 0.15, 0.1, 0.1, 0.2, 0.5, 0.9, 1.2, 1.1, 1.1, 1.2, 1.3, 1.2, 1.1, 1.1, 1.3, 1.5, 1.7, 1.8, 1.7, 1.4, 0.9, 0.6,
    ];

    private readonly SeededRandom random;
    private readonly double perDay;
    private readonly bool isHeartbeat;
    private readonly int learnedDays;
    private readonly double[] days;

    private SimulatedDevice(long seed, bool isHeartbeat, int learnedDays, int watchedDays)
    {
        (random, this.isHeartbeat, this.learnedDays) = (new(seed), isHeartbeat, learnedDays);
        // From three alerts a day to a hundred.
        perDay = isHeartbeat ? 1_440 : 3 * Math.Pow(33, random.NextDouble());
        // A day is busy or quiet as a whole: a gamma factor of mean 1 and variance 1/6 over the rhythm of the week.
        days = [.. Enumerable.Range(0, learnedDays + watchedDays + 15).Select(_ => Enumerable.Range(0, 6).Sum(_ => Exponential()) / 6)];
    }

    /// <summary>Listens to a device that sends a sign each minute, of which one in a hundred is lost.</summary>
    public static WatchOfOne Heartbeat(long seed, bool stops, double level, int learnedDays, int watchedDays) =>
        new SimulatedDevice(seed, true, learnedDays, watchedDays).Watch(stops, level, watchedDays);

    /// <summary>Listens to a camera that alerts by the hour of the day, on busy and quiet days, and more often at weekends.</summary>
    public static WatchOfOne Camera(long seed, bool stops, double level, int learnedDays, int watchedDays) =>
        new SimulatedDevice(seed, false, learnedDays, watchedDays).Watch(stops, level, watchedDays);

    private WatchOfOne Watch(bool stops, double level, int watchedDays)
    {
        var rhythm = new SpeakingRhythm();
        var (watched, end) = (Begin + Duration.FromDays(learnedDays), Begin + Duration.FromDays(learnedDays + watchedDays));
        if (stops)
            end = watched + Duration.FromDays(watchedDays * random.NextDouble());
        Instant? before = null;
        var suspicions = 0;
        for (var at = Next(Begin); at < end; at = Next(at))
        {
            if (before is { } last && last >= watched && rhythm.SuspectedAt(last, level) < at)
                suspicions++;
            rhythm.Hear(before, at, at, 1, Begin, level);
            before = at;
        }
        // The moment at which it stopped lies between its last message and the next one that would have come.
        var found = stops && before is { } heard && rhythm.SuspectedAt(heard, level) is { } suspected
            && Instant.Max(suspected, end) - end is var after && after < Duration.FromDays(14)
            ? after
            : (Duration?)null;
        return new((end - watched).TotalDays, suspicions, found, stops);
    }

    private Instant Next(Instant at)
    {
        if (isHeartbeat)
        {
            var beats = 1;
            while (random.NextDouble() < 0.01)
                beats++;
            return at + Duration.FromSeconds(60 * beats + 4 * (random.NextDouble() - 0.5));
        }
        // Thinning (Lewis and Shedler 1979): candidates at the highest rate, taken with the share of the present one.
        const double Most = 1.8 * 1.3 * 5;
        while (true)
        {
            at += Duration.FromDays(Exponential() / (perDay * Most));
            if (random.NextDouble() * Most < Rate(at))
                return at;
        }
    }

    private double Rate(Instant at)
    {
        var local = at.InUtc();
        var day = Math.Min((int)(at - Begin).TotalDays, days.Length - 1);
        var weekend = local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 1.3 : 0.9;
        return Hours[local.Hour] * weekend * Math.Min(days[day], 5 / 1.3);
    }

    private double Exponential() => -Math.Log(1 - random.NextDouble());
}
