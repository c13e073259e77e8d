using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps;

/// <summary>What an extract has for the map: things with shapes, and names.</summary>
/// <param name="Features">The things.</param>
/// <param name="Names">The names of streets and places.</param>
/// <param name="DataAt">The moment of its data, or null.</param>
/// <param name="Bounds">The rectangle around the things.</param>
/// <param name="Counts">What was counted on the way.</param>
internal sealed record Extract(
    FeatureStore Features, IReadOnlyList<BaseMapName> Names, Instant? DataAt, GeoBounds Bounds, ExtractCounts Counts)
{
    /// <summary>Reads an extract, twice: its relations first, because they say which of the ways before them belong to an area.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OsmException">It cannot be read, or has nothing for a map.</exception>
    public static Extract Read(string path, CancellationToken cancellation)
    {
        var relations = new MapRelations();
        OsmFile.Read(path, relations, cancellation);
        var objects = new MapObjects(relations);
        var at = OsmFile.Read(path, objects, cancellation);
        return objects.Finish(path, at);
    }
}

/// <summary>What was counted while an extract was read.</summary>
internal sealed class ExtractCounts
{
    /// <summary>Number of nodes.</summary>
    public int Nodes { get; set; }

    /// <summary>Number of ways.</summary>
    public int Ways { get; set; }

    /// <summary>Number of ways that are on the map.</summary>
    public int WaysOnMap { get; set; }

    /// <summary>References of ways to nodes that the extract does not have.</summary>
    public int MissingNodes { get; set; }

    /// <summary>Ways without a shape: fewer than two nodes, or an area that is not closed.</summary>
    public int WithoutShape { get; set; }

    /// <summary>Relations whose ways do not form closed rings, or are not in the extract.</summary>
    public int BrokenRelations { get; set; }
}
