using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.HotSpots;

public class CentrographyTests
{
    [Fact]
    public void Ebdons_points_give_the_published_numbers()
    {
        var published = Published.Results("centrography_ebdon");
        var points = Published.Points(published.GetProperty("points"));
        var hull = Published.Points(published.GetProperty("hull"));
        var mean = Published.Numbers(published.GetProperty("mean_center"));
        var weighted = Published.Numbers(published.GetProperty("weighted_mean_center_weights_1_2_alternating"));
        var median = Published.Numbers(published.GetProperty("euclidean_median"));
        var circle = published.GetProperty("min_bounding_circle");

        var found = Centrography.Of(points);
        var byWeight = Centrography.Of(points, [1, 2, 1, 2, 1, 2, 1, 2]);

        Assert.Equal(new(mean[0], mean[1]), found.MeanCentre);
        Assert.Equal(weighted[0], byWeight.MeanCentre.X, 7);
        Assert.Equal(weighted[1], byWeight.MeanCentre.Y, 7);
        Assert.Equal(published.GetProperty("standard_distance").GetDouble(), found.StandardDistance, 15);
        Assert.Equal(hull, found.Hull);
        Assert.Equal(circle.GetProperty("x").GetDouble(), found.BoundingCircle.Centre.X, 12);
        Assert.Equal(circle.GetProperty("y").GetDouble(), found.BoundingCircle.Centre.Y, 12);
        Assert.Equal(circle.GetProperty("r").GetDouble(), found.BoundingCircle.Radius, 12);
        // The published median comes from a general minimiser; ours must be as near as that and no worse in total distance.
        Assert.InRange(found.MedianCentre.DistanceTo(new(median[0], median[1])), 0, 2e-5);
        Assert.True(points.Sum(p => p.DistanceTo(found.MedianCentre)) <= points.Sum(p => p.DistanceTo(new(median[0], median[1]))));
    }

    // By hand: (±3, 0) and (0, ±1) turned by nothing: variances 18/4 and 2/4; the long axis is east-west, so 90° from north.
    [Fact]
    public void The_long_axis_of_an_ellipse_is_told_clockwise_from_north()
    {
        var flat = Centrography.Of([new(3, 0), new(-3, 0), new(0, 1), new(0, -1)]).Ellipse;
        var northEast = Centrography.Of([new(3, 3), new(-3, -3), new(1, -1), new(-1, 1)]).Ellipse;
        var northWest = Centrography.Of([new(-3, 3), new(3, -3), new(1, 1), new(-1, -1)]).Ellipse;

        Assert.Equal((90, Math.Sqrt(4.5), Math.Sqrt(0.5)), (Math.Round(flat.RotationDegrees, 10), flat.SigmaY, flat.SigmaX));
        Assert.Equal(45, northEast.RotationDegrees, 10);
        Assert.Equal(3, northEast.SigmaY, 12);
        Assert.Equal(1, northEast.SigmaX, 12);
        Assert.Equal(135, northWest.RotationDegrees, 10);
    }

    [Fact]
    public void The_median_centre_may_be_a_point_of_the_data()
    {
        var found = Centrography.Of([new(0, 0), new(0, 0), new(0, 0), new(10, 0), new(0, 10)]);

        Assert.Equal(0, found.MedianCentre.DistanceTo(new(0, 0)), 9);
        Assert.Equal(0, Centrography.Of([new(4, 5)]).StandardDistance);
        Assert.Throws<ArgumentException>(() => Centrography.Of([]));
    }

    [Fact]
    public void The_bounding_circle_holds_every_point_and_touches_at_least_two()
    {
        for (var run = 0; run < 50; run++)
        {
            var random = new SeededRandom(4, run);
            PlanarPoint[] points = [.. Enumerable.Range(0, 60).Select(_ => new PlanarPoint(random.NextNormal(), random.NextNormal()))];

            var circle = Centrography.Of(points).BoundingCircle;

            Assert.All(points, p => Assert.True(circle.Centre.DistanceTo(p) <= circle.Radius * (1 + 1e-9)));
            Assert.True(points.Count(p => circle.Centre.DistanceTo(p) >= circle.Radius * (1 - 1e-9)) >= 2);
        }
    }
}
