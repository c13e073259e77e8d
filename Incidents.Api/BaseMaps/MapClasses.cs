using System.Globalization;
using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;

namespace Incidents.Api.BaseMaps;

/// <summary>What the tags of OpenStreetMap are on the map: layer, class, and the least zoom at which it is drawn.</summary>
internal static class MapClasses
{
    private static readonly Dictionary<string, (string Class, int Zoom)> Roads = new()
    {
        ["motorway"] = ("motorway", 4),
        ["motorway_link"] = ("motorway", 9),
        ["trunk"] = ("trunk", 5),
        ["trunk_link"] = ("trunk", 9),
        ["primary"] = ("primary", 7),
        ["primary_link"] = ("primary", 10),
        ["secondary"] = ("secondary", 9),
        ["secondary_link"] = ("secondary", 11),
        ["tertiary"] = ("tertiary", 10),
        ["tertiary_link"] = ("tertiary", 12),
        ["unclassified"] = ("residential", 12),
        ["residential"] = ("residential", 12),
        ["living_street"] = ("residential", 12),
        ["road"] = ("residential", 12),
        ["service"] = ("service", 14),
        ["track"] = ("track", 13),
        ["path"] = ("path", 14),
        ["footway"] = ("path", 14),
        ["pedestrian"] = ("path", 13),
        ["cycleway"] = ("path", 14),
        ["bridleway"] = ("path", 14),
        ["steps"] = ("path", 14),
    };

    private static readonly Dictionary<string, int> Waterways = new()
    {
        ["river"] = 8,
        ["canal"] = 10,
        ["stream"] = 12,
        ["drain"] = 13,
        ["ditch"] = 13,
    };

    private static readonly Dictionary<string, (string Class, int Zoom)> Landuse = new()
    {
        ["landuse=forest"] = ("forest", 7),
        ["natural=wood"] = ("forest", 7),
        ["landuse=grass"] = ("grass", 12),
        ["landuse=meadow"] = ("grass", 11),
        ["natural=grassland"] = ("grass", 11),
        ["leisure=park"] = ("park", 10),
        ["leisure=garden"] = ("park", 13),
        ["landuse=cemetery"] = ("cemetery", 11),
        ["landuse=residential"] = ("residential", 8),
        ["landuse=commercial"] = ("commercial", 11),
        ["landuse=retail"] = ("commercial", 12),
        ["landuse=industrial"] = ("industrial", 10),
        ["landuse=quarry"] = ("industrial", 11),
        ["landuse=military"] = ("military", 10),
        ["landuse=farmland"] = ("farmland", 10),
        ["amenity=school"] = ("school", 13),
        ["amenity=university"] = ("school", 12),
        ["amenity=hospital"] = ("hospital", 12),
    };

    private static readonly Dictionary<string, int> Places = new()
    {
        ["city"] = 4,
        ["town"] = 6,
        ["village"] = 9,
        ["hamlet"] = 11,
        ["isolated_dwelling"] = 13,
        ["suburb"] = 11,
        ["quarter"] = 12,
        ["neighbourhood"] = 13,
        ["locality"] = 13,
    };

    private static readonly string[] RailsOnMap = ["rail", "light_rail", "narrow_gauge", "tram"];

    /// <summary>A way drawn as a line, or null.</summary>
    public static FeatureTags? Line(OsmTags tags)
    {
        if (tags["area"] == "yes")
            return null;
        if (tags["highway"] is { } highway && Roads.TryGetValue(highway, out var road))
        {
            return Named(new(MapLayer.Roads, road.Class, road.Zoom), tags) with
            {
                IsOneWay = tags["oneway"] is "yes" or "1" or "true" || (tags["junction"] == "roundabout" && tags["oneway"] != "no"),
            };
        }
        if (tags["railway"] is { } rail && RailsOnMap.Contains(rail))
        {
            var zoom = tags["service"] is not null ? 13 : rail == "rail" ? 8 : 12;
            return Named(new(MapLayer.Roads, "rail", zoom), tags) with { IsRail = true };
        }
        if (tags["waterway"] is { } waterway && Waterways.TryGetValue(waterway, out var least))
            return Named(new(MapLayer.Waterways, waterway, least), tags);
        return tags["boundary"] == "administrative" ? Border(tags) : null;
    }

    /// <summary>A closed way or a relation of ways drawn as an area, or null.</summary>
    public static FeatureTags? Area(OsmTags tags)
    {
        if (tags["building"] is { } building && building != "no")
            return new(MapLayer.Buildings, null, Generalisation.MostZoom);
        if (tags["natural"] == "water" || tags["waterway"] == "riverbank" || tags["landuse"] is "reservoir" or "basin")
            return Named(new(MapLayer.Water, tags["water"] == "river" || tags["waterway"] is not null ? "river" : "lake", 5), tags);
        foreach (var key in (string[])["landuse", "natural", "leisure", "amenity"])
        {
            if (tags[key] is { } value && Landuse.TryGetValue($"{key}={value}", out var use))
                return new(MapLayer.Landuse, use.Class, use.Zoom);
        }
        return null;
    }

    /// <summary>A border, or null where its level is not one of the administration.</summary>
    public static FeatureTags? Border(OsmTags tags) =>
        int.TryParse(tags["admin_level"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 2 and <= 10
            ? new(MapLayer.Boundaries, null, level switch { <= 2 => 0, <= 4 => 3, <= 6 => 6, <= 8 => 9, _ => 12 }) { Level = level }
            : null;

    /// <summary>A settlement, or null.</summary>
    public static FeatureTags? Place(OsmTags tags) =>
        tags["place"] is { } place && Places.TryGetValue(place, out var zoom) && MapText.Name(tags, "name") is not null
            ? Named(new(MapLayer.Places, place, zoom), tags) with { Population = MapText.Population(tags) }
            : null;

    private static FeatureTags Named(FeatureTags feature, OsmTags tags)
    {
        var (ru, kk, en) = (MapText.Name(tags, "name:ru"), MapText.Name(tags, "name:kk"), MapText.Name(tags, "name:en"));
        return feature with { Name = MapText.Name(tags, "name") ?? kk ?? ru ?? en, NameRu = ru, NameKk = kk, NameEn = en };
    }
}
