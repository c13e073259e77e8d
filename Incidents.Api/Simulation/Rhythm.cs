using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>The distribution of events over the hours of a day and the days of a week; the curves are invented.</summary>
internal sealed class Rhythm
{
    private static readonly Dictionary<string, Rhythm> Known = new()
    {
        ["night"] = new(
            [3.2, 2.8, 2.2, 1.4, 0.8, 0.5, 0.4, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 1.0, 1.1, 1.2, 1.4, 1.6, 1.9, 2.2, 2.6, 3.0, 3.3],
            [0.82, 0.82, 0.86, 0.92, 1.25, 1.35, 0.98]),
        ["day"] = new(
            [0.3, 0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 0.8, 1.1, 1.3, 1.5, 1.7, 1.9, 2.0, 2.0, 2.1, 2.2, 2.3, 2.2, 1.8, 1.3, 0.9, 0.6, 0.4],
            [1.02, 1.0, 1.0, 1.02, 1.1, 1.02, 0.84]),
        ["office"] = new(
            [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.4, 1.0, 2.2, 2.8, 2.8, 2.2, 1.8, 2.4, 2.6, 2.5, 2.1, 1.2, 0.8, 0.6, 0.4, 0.2, 0.1],
            [1.25, 1.22, 1.2, 1.18, 1.15, 0.6, 0.4]),
        ["commute"] = new(
            [0.4, 0.3, 0.2, 0.2, 0.2, 0.4, 0.9, 2.0, 2.6, 1.9, 1.5, 1.4, 1.5, 1.6, 1.6, 1.7, 2.0, 2.6, 2.8, 2.1, 1.5, 1.1, 0.8, 0.6],
            [1.06, 1.04, 1.03, 1.05, 1.15, 0.9, 0.77]),
        ["dusk"] = new(
            [1.0, 0.8, 0.6, 0.4, 0.3, 0.3, 0.4, 0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2.1, 2.3, 2.3, 2.1, 1.7, 1.3],
            [0.92, 0.92, 0.94, 0.97, 1.12, 1.16, 0.97]),
        ["any"] = new([.. Enumerable.Repeat(1.0, 24)], [1, 1, 1, 1, 1, 1, 1]),
    };

    private readonly double[] hours;
    private readonly double[] days;

    private Rhythm(double[] byHour, double[] byDay)
    {
        var sum = 0.0;
        hours = [.. byHour.Select(h => sum += h)];
        days = byDay;
    }

    /// <summary>The rhythm with this name.</summary>
    public static Rhythm Named(string name) =>
        Known.TryGetValue(name, out var rhythm) ? rhythm : throw new ArgumentException($"There is no rhythm '{name}'.", nameof(name));

    /// <summary>The rate on a day of the week relative to the mean; the mean over a week is about 1.</summary>
    public double Share(IsoDayOfWeek day) => days[(int)day - 1];

    /// <summary>A random time of day.</summary>
    public LocalTime Time(KeyedRandom random) => new LocalTime(random.Index(hours), 0).PlusMilliseconds((long)random.Between(0, 3_600_000));
}
