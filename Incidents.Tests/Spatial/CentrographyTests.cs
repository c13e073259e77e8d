using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class CentrographyTests
{
    // Points of Ebdon 1985 with the numbers of PySAL's pointpats, tests/test_centrography.py.
    [Fact]
    public void Ebdons_points_give_the_published_numbers()
    {
        PlanarPoint[] points = [new(1, 2), new(2, 3), new(2, 2), new(2, 1), new(3, 4), new(3, 3), new(3, 1), new(4, 4)];
        PlanarPoint[] hull = [new(1, 2), new(2, 1), new(3, 1), new(4, 4), new(3, 4)];
        PlanarPoint median = new(2.34998979, 2.48670953);

        var found = Centrography.Of(points);
        var byWeight = Centrography.Of(points, [1, 2, 1, 2, 1, 2, 1, 2]);

        Assert.Equal(new(2.5, 2.5), found.MeanCentre);
        Assert.Equal(2.5833333, byWeight.MeanCentre.X, 7);
        Assert.Equal(2.5833333, byWeight.MeanCentre.Y, 7);
        Assert.Equal(1.4142135623730951, found.StandardDistance, 15);
        Assert.Equal(hull, found.Hull);
        Assert.Equal(2.7, found.BoundingCircle.Centre.X, 12);
        Assert.Equal(2.7, found.BoundingCircle.Centre.Y, 12);
        Assert.Equal(1.8384776310850237, found.BoundingCircle.Radius, 12);
        // The published median comes from a general minimiser; ours must be as near as that and no worse in total distance.
        Assert.InRange(found.MedianCentre.DistanceTo(median), 0, 2e-5);
        Assert.True(points.Sum(p => p.DistanceTo(found.MedianCentre)) <= points.Sum(p => p.DistanceTo(median)));
    }

    // By hand: (±3, 0) and (0, ±1) turned by nothing: variances 18/4 and 2/4; the long axis is east-west, so 90° from north.
    [Fact]
    public void The_long_axis_of_an_ellipse_is_given_clockwise_from_north()
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
    public void Points_on_a_line_have_its_ends_as_hull_and_a_circle_about_its_middle()
    {
        var line = Centrography.Of([new(4, 2), new(0, 0), new(2, 1), new(4, 2), new(3, 1.5)]);
        var point = Centrography.Of([new(3, 7), new(3, 7)]);

        Assert.Equal([new(0, 0), new(4, 2)], line.Hull);
        Assert.Equal((0, new PlanarPoint(2, 1)), (line.HullArea, line.BoundingCircle.Centre));
        Assert.Equal(Math.Sqrt(5), line.BoundingCircle.Radius, 14);
        Assert.Equal([new(3, 7)], point.Hull);
        Assert.Equal((0, new(new(3, 7), 0)), (point.HullArea, point.BoundingCircle));
    }

    [Fact]
    public void Corners_of_the_hull_run_counter_clockwise_from_the_west()
    {
        var found = Centrography.Of([new(5, 5), new(0, 10), new(10, 0), new(0, 0), new(10, 10), new(5, 0)]);

        Assert.Equal([new(0, 0), new(10, 0), new(10, 10), new(0, 10)], found.Hull);
        Assert.Equal(100, found.HullArea);
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
