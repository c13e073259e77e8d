using System.Text.Json.Serialization;
using Incidents.Domain;

namespace Incidents.Api.Heatmaps;

/// <summary>A cell of the Web-Mercator quadtree.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
public abstract record MapCell(int X, int Y)
{
    private const int Decimals = 7;

    /// <summary>Longitude of its centre, in degrees.</summary>
    [JsonIgnore]
    public double Longitude => Math.Round(Cell.Centre().Longitude, Decimals);

    /// <summary>Latitude of its centre, in degrees.</summary>
    [JsonIgnore]
    public double Latitude => Math.Round(Cell.Centre().Latitude, Decimals);

    /// <summary>Its west edge, in degrees.</summary>
    [JsonIgnore]
    public double West => Cell.Bounds().West;

    /// <summary>Its south edge, in degrees.</summary>
    [JsonIgnore]
    public double South => Cell.Bounds().South;

    /// <summary>Its east edge, in degrees.</summary>
    [JsonIgnore]
    public double East => Cell.Bounds().East;

    /// <summary>Its north edge, in degrees.</summary>
    [JsonIgnore]
    public double North => Cell.Bounds().North;

    /// <summary>Zoom of the map.</summary>
    [JsonInclude]
    internal int Zoom { get; init; }

    /// <summary>The cell.</summary>
    [JsonIgnore]
    internal GridCell Cell => GridCell.Of(X, Y, Zoom);
}

/// <summary>Cells as columns of numbers, each computed when it is asked for.</summary>
public abstract class MapColumns
{
    private readonly IReadOnlyList<GridCell> cells;

    private protected MapColumns(IEnumerable<GridCell> cells) => this.cells = [.. cells];

    /// <summary>Columns at the map's zoom.</summary>
    public IReadOnlyList<int> X => [.. cells.Select(c => c.X)];

    /// <summary>Rows at the map's zoom.</summary>
    public IReadOnlyList<int> Y => [.. cells.Select(c => c.Y)];

    /// <summary>West edges, in degrees.</summary>
    public IReadOnlyList<double> West => [.. cells.Select(c => c.Bounds().West)];

    /// <summary>South edges, in degrees.</summary>
    public IReadOnlyList<double> South => [.. cells.Select(c => c.Bounds().South)];

    /// <summary>East edges, in degrees.</summary>
    public IReadOnlyList<double> East => [.. cells.Select(c => c.Bounds().East)];

    /// <summary>North edges, in degrees.</summary>
    public IReadOnlyList<double> North => [.. cells.Select(c => c.Bounds().North)];
}
