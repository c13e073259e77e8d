using System.Globalization;
using System.Text.Json;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.HotSpots;

/// <summary>Published results in the folder shared/data/reference beside the repository; where it is missing the test says that it is skipped.</summary>
internal static class Published
{
    private static readonly Lazy<JsonElement> Expected = new(() => JsonDocument.Parse(File.ReadAllText(PathOf("expected_values.json"))).RootElement);

    public static string PathOf(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", "reference", name);
            if (File.Exists(path))
                return path;
        }

        Assert.Skip($"shared/data/reference/{name} is not beside the repository.");
        return "";
    }

    public static JsonElement Results(params ReadOnlySpan<string> path)
    {
        PathOf("expected_values.json");
        var element = Expected.Value;
        foreach (var name in path)
            element = element.GetProperty(name);
        return element;
    }

    public static double Number(params ReadOnlySpan<string> path) => Results(path).GetDouble();

    public static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.ValueKind is JsonValueKind.Null ? double.NaN : e.GetDouble())];

    public static PlanarPoint[] Points(JsonElement array) => [.. array.EnumerateArray().Select(e => new PlanarPoint(e[0].GetDouble(), e[1].GetDouble()))];

    /// <summary>The numbers of a CSV file, row by row, without its header.</summary>
    public static double[][] Table(string name, bool header = true) =>
    [
        .. File.ReadLines(PathOf(name)).Skip(header ? 1 : 0).Where(line => line.Length > 0)
            .Select(line => line.Split(',').Select(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out var x) ? x : double.NaN).ToArray()),
    ];
}
