namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>A layer of the tiles.</summary>
internal enum MapLayer
{
    /// <summary>What the ground is used for; areas.</summary>
    Landuse,

    /// <summary>Lakes and wide rivers; areas.</summary>
    Water,

    /// <summary>Rivers, canals and streams; lines.</summary>
    Waterways,

    /// <summary>Buildings; areas.</summary>
    Buildings,

    /// <summary>Borders; lines.</summary>
    Boundaries,

    /// <summary>Roads, paths and railways; lines.</summary>
    Roads,

    /// <summary>Settlements; points.</summary>
    Places,
}

/// <summary>What is written about a thing in the tiles. Things of equal tags share one instance.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Class">What it is within the layer, or null.</param>
/// <param name="MinZoom">The least zoom at which it is drawn.</param>
internal sealed record FeatureTags(MapLayer Layer, string? Class, int MinZoom)
{
    /// <summary>The name on signs, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The name in Russian, or null.</summary>
    public string? NameRu { get; init; }

    /// <summary>The name in Kazakh, or null.</summary>
    public string? NameKk { get; init; }

    /// <summary>The name in English, or null.</summary>
    public string? NameEn { get; init; }

    /// <summary>Whether traffic goes in the direction of the line only.</summary>
    public bool IsOneWay { get; init; }

    /// <summary>Whether it is a railway.</summary>
    public bool IsRail { get; init; }

    /// <summary>Residents, or null.</summary>
    public int? Population { get; init; }

    /// <summary>Level of a border: 2 of a state, 4 of a region, 6 of a district, 8 of a municipality; else null.</summary>
    public int? Level { get; init; }

    /// <summary>Whether it is an area.</summary>
    public bool IsArea => Layer is MapLayer.Landuse or MapLayer.Water or MapLayer.Buildings;

    /// <summary>Whether it is a point.</summary>
    public bool IsPoint => Layer is MapLayer.Places;
}
