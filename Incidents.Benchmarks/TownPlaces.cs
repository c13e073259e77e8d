using Incidents.Api.Data;
using Incidents.Domain;

namespace Incidents.Benchmarks;

/// <summary>
/// Random places in the six towns of the region, by population and around hot spots, so that counts in cells are as uneven as real ones.
/// </summary>
internal sealed class TownPlaces
{
    private const double ShareAtHotSpots = 0.7;
    private const double HotSpotMetres = 350;
    private const double MetresPerDegree = 111_320;

    private readonly (City City, GeoPoint[] HotSpots)[] towns;
    private readonly int population;

    /// <param name="seed">The same seed gives the same hot spots.</param>
    public TownPlaces(int seed = 1)
    {
        var random = new Random(seed);
        towns = [
            .. Catalogues.Cities().All.Where(c => c is { Bounds: not null, Population: not null }).OrderByDescending(c => c.Population)
            .Select(c =>
            (c, Enumerable.Range(0, 5 + c.Population!.Value / 10_000).Select(_ => Within(c.Bounds!.Value, random)).ToArray()))];
        population = towns.Sum(t => t.City.Population!.Value);
    }

    /// <summary>The towns, the largest first.</summary>
    public IReadOnlyList<City> Towns => [.. towns.Select(t => t.City)];

    /// <summary>A random place.</summary>
    public Place Next(Random random)
    {
        var at = random.Next(population);
        var i = 0;
        while ((at -= towns[i].City.Population!.Value) >= 0)
            i++;
        var (city, hotSpots) = towns[i];
        var bounds = city.Bounds!.Value;
        var point = Within(bounds, random);
        if (random.NextDouble() < ShareAtHotSpots)
        {
            var spot = hotSpots[random.Next(hotSpots.Length)];
            var distance = HotSpotMetres * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) / MetresPerDegree;
            var angle = 2 * Math.PI * random.NextDouble();
            point = new(
                Math.Clamp(spot.Longitude + distance * Math.Cos(angle) / Math.Cos(spot.Latitude * Math.PI / 180), bounds.West, bounds.East),
                Math.Clamp(spot.Latitude + distance * Math.Sin(angle), bounds.South, bounds.North));
        }
        return new(city.Code, $"district-{(int)(4 * (point.Longitude - bounds.West) / (bounds.East - bounds.West + 1e-9))}", point, null);
    }

    // The built-up middle: a fifth of each side of the bounds is steppe.
    private static GeoPoint Within(GeoBounds b, Random random) => new(
        Math.Round(b.West + (b.East - b.West) * (0.2 + 0.6 * random.NextDouble()), 6),
        Math.Round(b.South + (b.North - b.South) * (0.2 + 0.6 * random.NextDouble()), 6));
}
