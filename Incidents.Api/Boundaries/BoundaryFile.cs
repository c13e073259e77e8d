using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Domain;
using NetTopologySuite.Geometries;

namespace Incidents.Api.Boundaries;

/// <summary>Reads the boundaries of a GeoJSON FeatureCollection.</summary>
internal static class BoundaryFile
{
    /// <summary>The boundaries of a file; every one is checked as a shape.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vintage">Their validity, and the properties to read.</param>
    /// <param name="cities">The known cities.</param>
    /// <exception cref="BoundaryException">The file is not valid.</exception>
    public static List<Boundary> Read(string path, BoundaryVintage vintage, IEnumerable<City> cities)
    {
        try
        {
            Refuse(Texts.Source.Check(vintage.Set, "set"));
            var bytes = File.ReadAllBytes(path).AsMemory();
            // Some editors begin a file with a byte order mark.
            using var document =
                JsonDocument.Parse(bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
            var (boundaries, shapes) = (new List<Boundary>(), new List<(string Name, Geometry Shape)>());
            var check = new BoundaryCheck(cities);
            if (Member(document.RootElement, "features") is not { ValueKind: JsonValueKind.Array } features)
                throw Unreadable($"{path} is not a GeoJSON FeatureCollection: it has no list of features.");
            foreach (var feature in features.EnumerateArray())
            {
                if (Member(feature, "properties") is not { ValueKind: JsonValueKind.Object } properties)
                    throw Unreadable($"Feature {boundaries.Count + 1} of {path} has no properties.");
                var name = Text(properties, vintage.NameProperty);
                var geometry = Member(feature, "geometry") ?? default;
                var shape = BoundaryShapes.Of(geometry, name);
                check.Check(name, shape);
                shapes.Add((name, shape));
                boundaries.Add(new(
                    vintage.Set, name, vintage.RegionProperty is { } region ? Text(properties, region) : null, vintage.ValidFrom,
                    vintage.ValidUntil, Path.GetFileName(path))
                {
                    GeoJson = new(Stored(geometry)),
                    Residents = vintage.ResidentsProperty is { } residents ? Number(properties, residents) : null,
                });
            }
            if (boundaries.Count == 0)
                throw Unreadable("The file has no features.");
            if (boundaries.GroupBy(b => b.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new BoundaryException(ErrorCode.BoundaryNameTwice, $"Two boundaries have the name '{twice.Key}'.");
            BoundaryCheck.CheckOverlaps(shapes);
            return boundaries;
        }
        catch (InvalidOperationException)
        {
            throw Unreadable($"{path} contains a text that is not valid Unicode.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw Unreadable($"{path} is not a GeoJSON FeatureCollection: {e.Message}");
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    // Nothing else of the geometry: members that GeoJSON does not have may contain what the store cannot keep.
    private static string Stored(JsonElement geometry) => JsonSerializer.Serialize(new
    {
        type = geometry.GetProperty("type").GetString(),
        coordinates = geometry.GetProperty("coordinates"),
    });

    // Files have it as a number or a string; null or blank if unknown.
    private static int? Number(JsonElement properties, string name)
    {
        if (!properties.TryGetProperty(name, out var value))
            throw Missing(properties, "number", name);
        var text = value.ValueKind is JsonValueKind.Null ? "" : value.ToString();
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= int.MaxValue && number == Math.Floor(number)
            ? (int)number
            : throw Unreadable($"'{name}' is a whole number of residents, not '{Beginning(text)}'.");
    }

    private static string Text(JsonElement properties, string name)
    {
        if (!properties.TryGetProperty(name, out var value) || value.ValueKind is not JsonValueKind.String
            || value.GetString() is not { Length: > 0 } text)
            throw Missing(properties, "text", name);
        Refuse(Texts.District.Check(text, name));
        return text;
    }

    private static void Refuse(Refusal? fault)
    {
        if (fault is not null)
            throw new BoundaryException(fault.Code, fault.Message);
    }

    private static BoundaryException Missing(JsonElement properties, string kind, string name) => Unreadable(
        $"A feature has no {kind} '{name}'; its properties are "
        + $"{string.Join(", ", properties.EnumerateObject().Take(50).Select(p => Beginning(p.Name)))}.");

    private static string Beginning(string text) => text.Length <= 60 ? text : text[..(char.IsHighSurrogate(text[59]) ? 59 : 60)] + "…";

    private static BoundaryException Unreadable(string message) => new(ErrorCode.BoundaryFileUnreadable, message);
}
