using System.Globalization;
using System.Text;
using Incidents.Api.BaseMaps.Osm;

namespace Incidents.Api.BaseMaps;

/// <summary>Texts and numbers of tags, which anybody may have written, as the map can hold them.</summary>
internal static class MapText
{
    /// <summary>The most characters of a name.</summary>
    public const int MostLetters = 200;

    /// <summary>The name of a tag, or null: without control characters and outer spaces, and not longer than the limit.</summary>
    public static string? Name(OsmTags tags, string key) => tags[key] is { } text ? Name(text) : null;

    /// <summary>A name, or null where nothing is left of it.</summary>
    public static string? Name(string text)
    {
        var clean = new StringBuilder();
        // Runes: half of a surrogate pair becomes a mark of replacement, and none is cut in two.
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, 2 * MostLetters)).EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MostLetters)
                break;
            clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }
        return clean.ToString().Trim() is { Length: > 0 } name ? name : null;
    }

    /// <summary>A number of residents, or null where it is not a whole number.</summary>
    public static int? Population(OsmTags tags) =>
        int.TryParse(
            tags["population"]?.Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
