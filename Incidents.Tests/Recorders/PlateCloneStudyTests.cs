using Incidents.Domain;
using Incidents.Domain.Recorders;
using Incidents.Statistics;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Recorders;

/// <summary>
/// A month of reads by 100 devices of a town, of vehicles of which 0.5 % share their plate with another one, by clocks that are up to 30 s
/// off. What is not simulated: plates that are misread as that of another vehicle.
/// </summary>
public class PlateCloneStudyTests(ITestOutputHelper output)
{
    private const int Devices = 100, Days = 30;
    private const double MostKmPerHour = 200, MeasuredDoubt = 5;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    private readonly SeededRandom random = new(TestScale.Seed);

    [Fact]
    public void Clones_are_found_and_genuine_plates_are_not_marked()
    {
        var points = Enumerable.Range(0, Devices)
            .Select(_ => new GeoPoint(73 + 0.28 * random.NextDouble(), 49.75 + 0.13 * random.NextDouble())).ToArray();
        var near = points.Select((point, i) => Enumerable.Range(0, Devices)
            .Where(other => other != i).OrderBy(other => Wgs84.Metres(point, points[other])).Take(8).ToArray()).ToArray();
        var offsets = points.Select(_ => 60 * random.NextDouble() - 30).ToArray();
        var measured = offsets.Select(offset => offset + 2 * random.NextNormal()).ToArray();

        var vehicles = TestScale.Of(2_000, 20_000);
        var (clones, able, found, foundUnmeasured, marked, markedUnmeasured) = (vehicles / 200, 0, 0, 0, 0, 0);
        for (var vehicle = 0; vehicle < vehicles; vehicle++)
        {
            var passes = Month(points, near);
            if (vehicle < clones)
                passes.AddRange(Month(points, near));
            passes.Sort((a, b) => a.Seconds.CompareTo(b.Seconds));
            var isFound = HasImpossibleWay(passes, pass => new(pass.Seconds + offsets[pass.Device] - measured[pass.Device], MeasuredDoubt));
            var isFoundUnmeasured = HasImpossibleWay(passes, pass => new(pass.Seconds + offsets[pass.Device], 30));
            if (vehicle >= clones)
            {
                marked += isFound ? 1 : 0;
                markedUnmeasured += isFoundUnmeasured ? 1 : 0;
            }
            else if (HasTrulyImpossibleWay(passes))
            {
                able++;
                found += isFound ? 1 : 0;
                foundUnmeasured += isFoundUnmeasured ? 1 : 0;
            }
        }
        output.WriteLine(
            $"of {clones} clones {able} made an impossible pair; found {found} by measured clocks, {foundUnmeasured} by clocks that may be "
            + $"30 s off; of {vehicles - clones} genuine plates marked {marked} and {markedUnmeasured}");

        Assert.True(able >= clones * 9 / 10, $"{able} of {clones} clones made an impossible pair");
        Assert.True(found >= 0.95 * able, $"{found} of {able} found");
        Assert.True(marked <= 0.001 * (vehicles - clones), $"{marked} genuine plates marked");
        Assert.True(foundUnmeasured >= 0.95 * able, $"{foundUnmeasured} of {able} found by clocks that were not measured");
        Assert.Equal(0, markedUnmeasured);

        bool HasImpossibleWay(List<Pass> passes, Func<Pass, Told> tell)
        {
            // By the clocks that tell it, the order may be another one. In an hour all pairs of the town are possible.
            var reads = passes.Select(pass =>
            {
                var told = tell(pass);
                return new PlateSighting(
                    Guid.Empty, "karaganda", $"rec-{pass.Device}", points[pass.Device], Start + Duration.FromSeconds(told.Seconds),
                    told.DoubtSeconds);
            }).OrderBy(read => read.At).ToArray();
            return reads.Index().Any(one => reads.Skip(one.Index + 1).TakeWhile(other => other.At - one.Item.At <= Duration.FromHours(1))
                .Any(other => ImpossibleWay.Of(one.Item, other, MostKmPerHour) is not null));
        }

        // By true times neighbours are enough: the straight line is not longer than a chain of possible ways.
        bool HasTrulyImpossibleWay(List<Pass> passes) => passes.Zip(passes.Skip(1)).Any(pair =>
            Wgs84.Metres(points[pair.First.Device], points[pair.Second.Device])
                > MostKmPerHour / 3.6 * (pair.Second.Seconds - pair.First.Seconds));
    }

    // Two trips a day, in the morning and in the evening, past three to seven devices at 30 to 110 km/h in a straight line.
    private List<Pass> Month(GeoPoint[] points, int[][] near)
    {
        var passes = new List<Pass>();
        for (var day = 0; day < Days; day++)
        {
            foreach (var hour in (int[])[7, 17])
            {
                var device = random.NextInt(Devices);
                var seconds = (day * 24 + hour) * 3_600 + 7_200 * random.NextDouble();
                var left = 3 + random.NextInt(5);
                passes.Add(new(device, seconds));
                for (; left > 1; left--)
                {
                    var next = near[device][random.NextInt(near[device].Length)];
                    seconds += Wgs84.Metres(points[device], points[next]) / ((30 + 80 * random.NextDouble()) / 3.6);
                    device = next;
                    passes.Add(new(device, seconds));
                }
            }
        }
        return passes;
    }

    private readonly record struct Pass(int Device, double Seconds);

    private readonly record struct Told(double Seconds, double DoubtSeconds);
}
