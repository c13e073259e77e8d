using System.Runtime.InteropServices;
using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>The relations of an extract that are on the map, and the ways that they consist of.</summary>
internal sealed class MapRelations : IOsmObjects
{
    /// <summary>Most members of all relations together.</summary>
    private const int MostMembers = 20_000_000;

    private readonly List<(FeatureTags Tags, WayMember[] Ways)> areas = [];
    private readonly Dictionary<long, FeatureTags> borders = [];
    private readonly HashSet<long> wanted = [];
    private int members;

    /// <inheritdoc/>
    public bool WantsOnlyRelations => true;

    /// <summary>The relations that are areas.</summary>
    public IReadOnlyList<(FeatureTags Tags, WayMember[] Ways)> Areas => areas;

    /// <summary>Whether a way belongs to an area.</summary>
    public bool IsOfArea(long way) => wanted.Contains(way);

    /// <summary>The border of the highest level that a way belongs to, or null.</summary>
    public FeatureTags? Border(long way) => borders.GetValueOrDefault(way);

    /// <inheritdoc/>
    public void Node(long id, double longitude, double latitude, OsmTags tags)
    {
    }

    /// <inheritdoc/>
    public void Way(long id, ReadOnlySpan<long> nodes, OsmTags tags)
    {
    }

    /// <inheritdoc/>
    public void Relation(long id, ReadOnlySpan<WayMember> ways, OsmTags tags)
    {
        var isArea = tags["type"] == "multipolygon";
        var isBorder = tags["type"] is "boundary" or "multipolygon" && tags["boundary"] == "administrative";
        if ((!isArea && !isBorder) || ways.IsEmpty)
            return;
        members += ways.Length;
        if (members > MostMembers)
            throw new OsmException(ErrorCode.ExtractTooLarge, $"The relations of the extract have more than {MostMembers} members.");
        if (isBorder && MapClasses.Border(tags) is { } border)
        {
            foreach (var way in ways)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(borders, way.Way, out _);
                if (known is null || border.Level < known.Level)
                    known = border;
            }
        }
        if (!isArea || MapClasses.Area(tags) is not { } area)
            return;
        areas.Add((area, ways.ToArray()));
        foreach (var way in ways)
            wanted.Add(way.Way);
    }
}
