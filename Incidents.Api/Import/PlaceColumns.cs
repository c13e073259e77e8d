using System.Globalization;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>The coordinates of a row; nothing is set if it has none.</summary>
/// <param name="Point">Degrees on WGS 84.</param>
/// <param name="Planar">Metres on the plane for a planar rule.</param>
/// <param name="Unreadable">The text that is not a number or cannot be projected.</param>
internal readonly record struct PlaceReading(GeoPoint? Point = null, (double X, double Y)? Planar = null, string? Unreadable = null);

/// <summary>Applies a <see cref="PlaceRule"/> to the columns of a file.</summary>
internal sealed class PlaceColumns(PlaceRule rule, ColumnFinder finder)
{
    private readonly int x = finder.Find(rule.X, "place");
    private readonly int y = finder.Find(rule.Y, "place");

    /// <summary>The coordinates of a row.</summary>
    public PlaceReading Read(Row row)
    {
        var (xText, yText) = (row[x], row[y]);
        if (IsNone(xText) || IsNone(yText))
            return default;
        if (!TryNumber(xText, out var first) || !TryNumber(yText, out var second))
            return new(Unreadable: $"{xText} {yText}");
        if (rule.Planar)
            return new(Planar: (first, second));
        if (first == 0 && second == 0)
            return default;
        if (rule.System is null)
            return new(new GeoPoint(first, second));
        return rule.System.ToPoint(first, second) is { } point ? new(point) : new(Unreadable: $"{xText} {yText}");
    }

    private bool IsNone(string text) => text.Length == 0 || rule.None.Contains(text, StringComparer.OrdinalIgnoreCase);

    private bool TryNumber(string text, out double number) =>
        double.TryParse(rule.DecimalComma ? text.Replace(',', '.') : text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
}
