using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Heatmaps;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections;
using Incidents.Projections.Devices;
using NodaTime;

namespace Incidents.Api.Devices;

/// <summary>How far devices see, in metres; configuration section <c>Coverage:Metres</c>.</summary>
/// <remarks>
/// The registry has neither range nor angle: a device is assumed to see in all directions, which overestimates its coverage.
/// </remarks>
public sealed class WatchedMetres
{
    /// <summary>
    /// A street camera: 60 m, at which 1,920 pixels across 60° are 28 a metre: a person can be detected (25 a metre, EN 62676-4), not
    /// recognised.
    /// </summary>
    public double Camera { get; set; } = 60;

    /// <summary>A complex that records traffic violations: 40 m of road.</summary>
    public double Recorder { get; set; } = 40;

    /// <summary>An emergency terminal's own camera: 20 m.</summary>
    public double SosTerminal { get; set; } = 20;

    /// <summary>How far devices of a kind see, in metres.</summary>
    public double Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Camera => Camera,
        DeviceKind.Recorder => Recorder,
        DeviceKind.SosTerminal => SosTerminal,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>The share of each cell that devices watched. Where no device watches, a count of zero does not show safety.</summary>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="At">At the end of this local day.</param>
/// <param name="Devices">Number of devices in service with a known place, within the bounds or near enough to see into them.</param>
/// <param name="Unplaced">Number of registered devices in service, anywhere, without a known place; they are in no share.</param>
/// <param name="CameraMetres">Assumed range of a camera, in all directions.</param>
/// <param name="RecorderMetres">Assumed range of a recorder.</param>
/// <param name="SosTerminalMetres">Assumed range of an emergency terminal.</param>
/// <param name="Cells">The cells with a share above 0; null where no device has a known place.</param>
public sealed record Coverage(
    int Zoom, LocalDate At, int Devices, int Unplaced, double CameraMetres, double RecorderMetres, double SosTerminalMetres,
    CoverageColumns? Cells);

/// <summary>Cells as columns: one entry for each cell, in the same order in all columns.</summary>
/// <param name="X">Columns at the zoom.</param>
/// <param name="Y">Rows at the zoom.</param>
/// <param name="Share">Shares watched, above 0 and at most 1.</param>
public sealed record CoverageColumns(IReadOnlyList<int> X, IReadOnlyList<int> Y, IReadOnlyList<double> Share);

/// <summary>Queries of coverage.</summary>
[QueryType]
internal static class CoverageQueries
{
    /// <summary>
    /// The share of each cell that the registered devices watched on a day, from their places on that day. Who sees places snapped to
    /// cells gets the shares of devices in the middle of their cells of zoom 18.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees; the answer contains whole cells.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="at">The day; default today, in the region's time zone.</param>
    public static async Task<Coverage> Coverage(
        [FromServices] CoverageReader reader, [FromServices] WatchedMetres metres, [FromServices] Cities cities,
        [FromServices] IClock clock, [Seen(RowClasses.DeviceTotals)] RowSight sight, GeoBounds bounds, int zoom,
        LocalDate? at = null, CancellationToken cancellation = default)
    {
        if (zoom is < 0 or > GridCell.FineZoom)
            throw RefusedException.BadInput("zoom", $"A zoom is between 0 and {GridCell.FineZoom}.");
        if (!bounds.IsValid())
            throw RefusedException.BadInput("bounds", "Bounds are degrees, west before east and south before north.");
        var day = at ?? cities.Local(clock.GetCurrentInstant(), null).Date;
        var (devices, unplaced, cells) = await Watched(reader, metres, Whole(bounds, zoom), zoom, day, sight, cancellation);
        return new(
            zoom, day, devices, unplaced, metres.Camera, metres.Recorder, metres.SosTerminal,
            devices == 0
                ? null
                : new([.. cells.Select(c => c.Cell.X)], [.. cells.Select(c => c.Cell.Y)], [.. cells.Select(c => Math.Round(c.Share, 4))]));
    }

    /// <summary>The number of devices with a known place, the number without one, and the shares of the cells that they watch.</summary>
    internal static async Task<(int Devices, int Unplaced, IReadOnlyList<WatchedCell> Cells)> Watched(
        CoverageReader reader, WatchedMetres metres, GeoBounds bounds, int zoom, LocalDate at, RowSight sight,
        CancellationToken cancellation)
    {
        // A device outside the bounds may see into them: a degree of latitude is at least 110 km, one of longitude less by the cosine.
        var reach = Enum.GetValues<DeviceKind>().Max(metres.Of) / 110_000;
        var sideways = reach / Math.Max(0.01, Math.Cos(Math.Max(Math.Abs(bounds.South), Math.Abs(bounds.North)) * Math.PI / 180));
        var devices = await reader.InService(
            new(bounds.West - sideways, bounds.South - reach, bounds.East + sideways, bounds.North + reach), at, sight,
            cancellation);
        var circles = devices.Where(d => d.Point is not null).Select(d => new WatchedCircle(d.Point!.Value, metres.Of(d.Kind))).ToArray();
        var cells = WatchedShare.Of(circles.Where(c => c.Metres > 0), zoom).Where(c => bounds.Contains(c.Cell.Centre())).ToArray();
        return (circles.Length, devices.Count - circles.Length, cells);
    }

    /// <summary>The bounds widened to whole cells.</summary>
    internal static GeoBounds Whole(GeoBounds bounds, int zoom)
    {
        var (northWest, southEast) = (
            GridCell.At(new(bounds.West, bounds.North), zoom).Bounds(), GridCell.At(new(bounds.East, bounds.South), zoom).Bounds());
        return new(northWest.West, southEast.South, southEast.East, northWest.North);
    }
}

/// <summary>Coverage of the cells of a heat map.</summary>
[ExtendObjectType(typeof(Heatmap))]
internal static class HeatmapCoverage
{
    /// <summary>
    /// The share of each cell that devices watched, from 0 to 1, in the order of the cells and columns; null where no device has a known
    /// place. The query `coverage` contains the assumptions, and says whose devices are in the middle of their cells.
    /// </summary>
    /// <param name="at">The day; default the last day of the map.</param>
    public static async Task<IEnumerable<double>?> Coverage(
        [Parent] Heatmap map, [FromServices] CoverageReader reader, [FromServices] WatchedMetres metres,
        [Seen(RowClasses.DeviceTotals)] RowSight sight, LocalDate? at = null, CancellationToken cancellation = default)
    {
        if (map.Found.Count == 0)
            return [];
        var edges = map.Found.Select(c => c.Cell.Bounds()).ToArray();
        var bounds = new GeoBounds(edges.Min(e => e.West), edges.Min(e => e.South), edges.Max(e => e.East), edges.Max(e => e.North));
        var (devices, _, cells) = await CoverageQueries.Watched(
            reader, metres, bounds, map.Zoom, at ?? Checks.DayBefore(map.Until), sight, cancellation);
        var shares = cells.ToDictionary(c => c.Cell.Code, c => c.Share);
        return devices == 0 ? null : map.Found.Select(c => Math.Round(shares.GetValueOrDefault(c.Cell.Code), 4));
    }
}
