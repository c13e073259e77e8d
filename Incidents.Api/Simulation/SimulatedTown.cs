using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>A device of a simulated town.</summary>
/// <param name="Id">Its id, which starts with <c>sim-</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Model">Its invented model.</param>
/// <param name="Place">Its place.</param>
internal sealed record SimulatedDevice(string Id, DeviceKind Kind, string Model, Place Place);

/// <summary>A town with streets, hot spots and devices, which follow from the plan and the seed.</summary>
internal sealed class SimulatedTown
{
    private const double MetresPerDegree = 111_320;
    private const double StreetSpacing = 160;

    private readonly City city;
    private readonly double[] neighbourhoods;
    private readonly (GeoPoint Point, NeighbourhoodPlan Neighbourhood)[] hotSpots;
    private readonly double[] hotSpotWeights;
    private readonly double[] cameraWeights;
    private readonly double[] terminalWeights;

    /// <summary>Creates the town.</summary>
    /// <param name="city">The city; it has bounds.</param>
    /// <param name="zone">Its time zone.</param>
    /// <param name="plan">The parameters of the town.</param>
    /// <param name="share">Its share of the residents of all simulated towns.</param>
    /// <param name="devices">Numbers of devices.</param>
    /// <param name="seed">The seed of the simulation.</param>
    public SimulatedTown(
        City city, DateTimeZone zone, TownPlan plan, double share, (int Cameras, int Recorders, int SosTerminals) devices, long seed)
    {
        this.city = city;
        (Zone, Plan, Share) = (zone, plan, share);
        neighbourhoods = RunningSums(plan.Neighbourhoods.Select(n => n.Weight));
        var random = KeyedRandom.For(seed, Number(plan.City));
        hotSpots = [.. Enumerable.Range(0, plan.HotSpots).Select(_ => StreetPoint(random, OneNeighbourhood(random)))];
        hotSpotWeights = RunningSums(Enumerable.Range(1, plan.HotSpots).Select(rank => Math.Pow(rank, -0.8)));
        Cameras = [.. Devices(random, DeviceKind.Camera, "cam", "SIM-C4", devices.Cameras, nearHotSpots: 0.55)];
        Recorders = [.. Devices(random, DeviceKind.Recorder, "rec", "SIM-R2", devices.Recorders, nearHotSpots: 0.2)];
        SosTerminals = [.. Devices(random, DeviceKind.SosTerminal, "sos", "SIM-S1", devices.SosTerminals, nearHotSpots: 0.8)];
        cameraWeights = RunningSums(Cameras.Select(c => 0.3 + Heat(c.Place.Point!.Value)));
        terminalWeights = RunningSums(SosTerminals.Select(t => 0.5 + Heat(t.Place.Point!.Value)));
        Crew = new(this, seed);
    }

    public TownPlan Plan { get; }
    public DateTimeZone Zone { get; }
    public double Share { get; }

    /// <summary>Its operators and units.</summary>
    public SimulatedCrew Crew { get; }

    public IReadOnlyList<SimulatedDevice> Cameras { get; }
    public IReadOnlyList<SimulatedDevice> Recorders { get; }
    public IReadOnlyList<SimulatedDevice> SosTerminals { get; }
    public IEnumerable<SimulatedDevice> AllDevices => Cameras.Concat(Recorders).Concat(SosTerminals);

    /// <summary>Its devices of a kind.</summary>
    public IReadOnlyList<SimulatedDevice> Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Camera => Cameras,
        DeviceKind.Recorder => Recorders,
        _ => SosTerminals,
    };

    public string Code => city.Code;

    /// <summary>A number that stands for a code in the key of random numbers.</summary>
    public static long Number(string code) => code.Aggregate(7L, (hash, letter) => hash * 31 + letter);

    /// <summary>The number of a random camera.</summary>
    public int OneCamera(KeyedRandom random) => random.Index(cameraWeights);

    /// <summary>The camera nearest to another one, with the distance in metres; null where the town has one only.</summary>
    public (SimulatedDevice Camera, double Metres)? Neighbour(SimulatedDevice camera) => Cameras.Where(other => other != camera)
        .Select(other => ((SimulatedDevice, double Metres)?)(other, Wgs84.Metres(camera.Place.Point!.Value, other.Place.Point!.Value)))
        .MinBy(other => other!.Value.Metres);

    /// <summary>The number of a random terminal.</summary>
    public int OneTerminal(KeyedRandom random) => random.Index(terminalWeights);

    /// <summary>A random place: in two of three cases near a hot spot, otherwise on any street.</summary>
    public Place OnePlace(KeyedRandom random) => random.Chance(0.65) ? NearHotSpot(random, 70) : OnStreet(random);

    /// <summary>A random place within a distance of another, in the same town.</summary>
    public Place Near(KeyedRandom random, Place place, double metres)
    {
        var point = place.Point!.Value;
        var (distance, angle) = (metres * Math.Sqrt(random.Unit()), random.Between(0, 2 * Math.PI));
        var moved = Moved(point, distance * Math.Cos(angle), distance * Math.Sin(angle));
        return city.Bounds!.Value.Contains(moved) ? place with { Point = moved } : place;
    }

    private Place OnStreet(KeyedRandom random)
    {
        var (point, neighbourhood) = StreetPoint(random, OneNeighbourhood(random));
        return Named(point, neighbourhood);
    }

    private Place NearHotSpot(KeyedRandom random, double sigmaMetres)
    {
        var (middle, neighbourhood) = hotSpots[random.Index(hotSpotWeights)];
        var point = Moved(middle, sigmaMetres * random.Normal(), sigmaMetres * random.Normal());
        return Named(city.Bounds!.Value.Contains(point) ? point : middle, neighbourhood);
    }

    private IEnumerable<SimulatedDevice> Devices(
        KeyedRandom random, DeviceKind kind, string prefix, string model, int count, double nearHotSpots)
    {
        for (var i = 1; i <= count; i++)
        {
            var place = random.Chance(nearHotSpots) ? NearHotSpot(random, 150) : OnStreet(random);
            yield return new($"sim-{Code}-{prefix}-{i:0000}", kind, model, place);
        }
    }

    private NeighbourhoodPlan OneNeighbourhood(KeyedRandom random) => Plan.Neighbourhoods[random.Index(neighbourhoods)];

    // A neighbourhood has parallel streets in two directions at equal distances; a point is within five metres of one of them.
    private (GeoPoint Point, NeighbourhoodPlan Neighbourhood) StreetPoint(KeyedRandom random, NeighbourhoodPlan neighbourhood)
    {
        var middle = new GeoPoint(neighbourhood.Longitude, neighbourhood.Latitude);
        while (true)
        {
            var along = random.Between(-1, 1) * neighbourhood.RadiusMetres;
            var across =
                Math.Round(random.Between(-1, 1) * neighbourhood.RadiusMetres / StreetSpacing) * StreetSpacing + random.Between(-5, 5);
            if (along * along + across * across > neighbourhood.RadiusMetres * neighbourhood.RadiusMetres)
                continue;
            var angle = neighbourhood.StreetDegrees * Math.PI / 180 + (random.Chance(0.5) ? Math.PI / 2 : 0);
            var point =
                Moved(middle, along * Math.Cos(angle) - across * Math.Sin(angle), along * Math.Sin(angle) + across * Math.Cos(angle));
            if (city.Bounds!.Value.Contains(point))
                return (point, neighbourhood);
        }
    }

    // The street is the nearest line of the two directions of the neighbourhood; a line has one name.
    private Place Named(GeoPoint point, NeighbourhoodPlan neighbourhood)
    {
        var angle = neighbourhood.StreetDegrees * Math.PI / 180;
        var east = (point.Longitude - neighbourhood.Longitude) * MetresPerDegree * Math.Cos(neighbourhood.Latitude * Math.PI / 180);
        var north = (point.Latitude - neighbourhood.Latitude) * MetresPerDegree;
        var (u, v) = (east * Math.Cos(angle) + north * Math.Sin(angle), north * Math.Cos(angle) - east * Math.Sin(angle));
        var (lineOfU, lineOfV) = (Math.Round(v / StreetSpacing), Math.Round(u / StreetSpacing));
        var first = Math.Abs(v - lineOfU * StreetSpacing) <= Math.Abs(u - lineOfV * StreetSpacing);
        var number = (int)(first ? lineOfU * 2 : lineOfV * 2 + 1) + neighbourhood.Name.Length;
        var street = Plan.Streets[(number % Plan.Streets.Length + Plan.Streets.Length) % Plan.Streets.Length];
        var house = 1 + (int)(Math.Abs((first ? u : v) + neighbourhood.RadiusMetres) / 25);
        return new(Code, neighbourhood.District ?? neighbourhood.Name, point, $"{street}, {house}");
    }

    private double Heat(GeoPoint point)
    {
        var heat = 0.0;
        for (var i = 0; i < hotSpots.Length; i++)
        {
            var east = (point.Longitude - hotSpots[i].Point.Longitude) * MetresPerDegree * Math.Cos(point.Latitude * Math.PI / 180);
            var north = (point.Latitude - hotSpots[i].Point.Latitude) * MetresPerDegree;
            var weight = hotSpotWeights[i] - (i == 0 ? 0 : hotSpotWeights[i - 1]);
            heat += 1.2 * weight * Math.Exp(-(east * east + north * north) / (2 * 250.0 * 250.0));
        }
        return heat;
    }

    private static GeoPoint Moved(GeoPoint from, double eastMetres, double northMetres) =>
        new(
            Math.Round(from.Longitude + eastMetres / (MetresPerDegree * Math.Cos(from.Latitude * Math.PI / 180)), 6),
            Math.Round(from.Latitude + northMetres / MetresPerDegree, 6));

    private static double[] RunningSums(IEnumerable<double> weights)
    {
        var sum = 0.0;
        return [.. weights.Select(w => sum += w)];
    }
}
