namespace Incidents.Api.BaseMaps.Osm;

/// <summary>The tags of an object.</summary>
/// <remarks>Few: a list is faster than a dictionary. The first of two with the same key counts.</remarks>
internal sealed class OsmTags
{
    private readonly List<(string Key, string Value)> tags = [];

    /// <summary>How many there are.</summary>
    public int Count => tags.Count;

    /// <summary>The value of a key, or null.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var (known, value) in tags)
            {
                if (known == key)
                    return value;
            }
            return null;
        }
    }

    /// <summary>Adds a tag.</summary>
    public void Add(string key, string value) => tags.Add((key, value));

    /// <summary>Removes all tags.</summary>
    public void Clear() => tags.Clear();
}

/// <summary>A way in a relation.</summary>
/// <param name="Way">The id of the way.</param>
/// <param name="IsInner">Whether it is the border of a hole.</param>
internal readonly record struct WayMember(long Way, bool IsInner);

/// <summary>Receives the objects of an extract in the order of the file.</summary>
/// <remarks>What it is given is valid during the call only.</remarks>
internal interface IOsmObjects
{
    /// <summary>Whether only relations are wanted; a reader may then skip the rest.</summary>
    bool WantsOnlyRelations { get; }

    /// <summary>A node.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="longitude">Degrees, as the file has them.</param>
    /// <param name="latitude">Degrees, as the file has them.</param>
    /// <param name="tags">Its tags.</param>
    void Node(long id, double longitude, double latitude, OsmTags tags);

    /// <summary>A way.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="nodes">The ids of its nodes.</param>
    /// <param name="tags">Its tags.</param>
    void Way(long id, ReadOnlySpan<long> nodes, OsmTags tags);

    /// <summary>A relation; only the ways among its members, because relations of relations have no shape of their own.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="ways">Its ways.</param>
    /// <param name="tags">Its tags.</param>
    void Relation(long id, ReadOnlySpan<WayMember> ways, OsmTags tags);
}
