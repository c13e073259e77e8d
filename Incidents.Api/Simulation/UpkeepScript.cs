using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates what is observed of municipal property, and how soon it is put right; all rates and delays are invented.</summary>
internal static class UpkeepScript
{
    private const string Source = DayScript.Source + ".upkeep";
    private const string Snow = "snow-uncleared";
    private const double SnowPerDay = 220;
    private const double ForgottenShare = 0.03;

    // Until a camera has told of it.
    private static readonly Duration Longest = Duration.FromMinutes(5);

    // How likely snow falls on a day of each month, from January.
    private static readonly double[] Snowfall = [0.32, 0.3, 0.2, 0.06, 0, 0, 0, 0, 0, 0.08, 0.25, 0.32];

    // Observations a day in all towns, and the median hours until they are put right on streets of each class.
    private static readonly (string Kind, double PerDay, double[] Hours)[] Kinds =
    [
        ("light-out", 10, [14, 30, 50]), ("bin-overflowing", 14, [5, 6, 14]), ("road-hole", 5, [18, 36, 90]),
        ("sign-damaged", 1, [12, 26, 40]),
    ];

    private static readonly double[] SnowHours = [4.5, 9, 20];

    /// <summary>Adds the observations of a day.</summary>
    /// <param name="day">The day of a town.</param>
    /// <param name="weather">Random numbers of the day that all towns share: the same snow falls on them.</param>
    /// <param name="rules">Kinds, hours and classes of streets.</param>
    public static void Play(DayScript day, KeyedRandom weather, UpkeepRules rules)
    {
        foreach (var (kind, perDay, hours) in Kinds)
        {
            foreach (var moment in day.Moments(perDay * day.Town.Share, Rhythm.Named("day")))
                Play(day, moment, kind, hours, rules, 1);
        }
        if (!weather.Chance(Snowfall[day.Day.Month - 1]))
            return;
        // Much snow is observed more often, and cleared later.
        var depth = Math.Clamp(weather.LogNormal(1, 0.6), 0.3, 3);
        foreach (var moment in day.Moments(Math.Min(300, SnowPerDay * depth * day.Town.Share), Rhythm.Named("day")))
            Play(day, moment, Snow, SnowHours, rules, 0.7 + 0.3 * depth);
    }

    private static void Play(DayScript day, Instant moment, string kind, double[] hours, UpkeepRules rules, double slowness)
    {
        var random = day.Random;
        var isOfCamera = random.Chance(kind is Snow or "bin-overflowing" ? 0.7 : 0.2);
        var camera = day.Town.Cameras[day.AtWork(day.Town.Cameras, day.Town.OneCamera(random), moment, Longest)];
        var place = isOfCamera ? camera.Place : day.Town.OnePlace(random);
        var observed = Observe(day, moment, kind, isOfCamera ? camera.Id : null, place, rules);
        if (random.Chance(0.02))
        {
            var at = moment + DayScript.Hours(random.Between(1, 5));
            day.At(at, new CancelUpkeep(observed, day.Operator(at), "not-municipal"));
            return;
        }
        var streetClass = rules.ClassOf(place, day.Day) ?? StreetClass.Local;
        var delay = Math.Clamp(random.LogNormal(hours[(int)streetClass] * slowness, 0.7), 0.5, 24 * 20);
        var isForgotten = random.Chance(ForgottenShare);
        var done = moment + DayScript.Hours(delay);
        if (!isForgotten)
            Complete(day, observed, done, random.Chance(0.3));

        // Somebody else sees the same: one task, which the host finds.
        if (random.Chance(0.12))
        {
            var later = moment + DayScript.Minutes(random.Between(5, 25));
            var again = Observe(day, later, kind, null, day.Town.Near(random, place, 12), rules);
            if (!isForgotten)
                Complete(day, again, done + DayScript.Minutes(1), false);
        }
    }

    private static Guid Observe(DayScript day, Instant moment, string kind, string? camera, Place place, UpkeepRules rules)
    {
        // A camera tells at once; a person on the road writes it down a little later.
        var known = moment + DayScript.Seconds(camera is null ? day.Random.Between(20, 240) : day.Random.Between(0.2, 2));
        var observe = new ObserveUpkeep(
            day.NextOrigin(Source), kind, camera, camera is null ? day.Operator(known) : null, place, null, null, null, rules,
            day.Local(moment));
        day.At(known, observe);
        return observe.StreamId;
    }

    private static void Complete(DayScript day, Guid task, Instant done, bool isChecked)
    {
        var random = day.Random;
        var crew = $"{DayScript.Source}.{day.Town.Code}-utility-{1 + random.Below(8):00}";
        // They tell when they are in the car again.
        var reported = done + DayScript.Minutes(random.Between(1, 20));
        day.At(reported, new CompleteUpkeep(task, crew, null, day.Local(done)));
        if (!isChecked)
            return;
        var looked = reported + DayScript.Hours(random.Between(1, 30));
        var isCleared = random.Chance(0.88);
        day.At(looked, new CheckUpkeep(task, isCleared, day.Operator(looked)));
        if (isCleared)
            return;
        var mended = looked + DayScript.Hours(random.Between(1, 24));
        day.At(mended, new CompleteUpkeep(task, crew, null, day.Local(mended)));
    }
}
