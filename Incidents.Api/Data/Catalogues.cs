using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Domain;
using Incidents.Domain.Violations;
using Incidents.Projections.Forecasts;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace Incidents.Api.Data;

/// <summary>Reads the catalogues that lie beside the program, in the folder <c>Data</c> (see its README for their sources).</summary>
internal static class Catalogues
{
    /// <summary>The folder that comes with the program.</summary>
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    private static readonly JsonSerializerOptions Json =
        new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The cities, from <c>cities.json</c>.</summary>
    public static Cities Cities(string? folder = null) => new(Read<City[]>(folder, "cities.json"));

    /// <summary>The categories, from <c>categories.json</c>.</summary>
    public static Categories Categories(string? folder = null) => new(Read<CategoryFile>(folder, "categories.json").Categories);

    /// <summary>The fines, from <c>tariffs.json</c> and <c>mci.json</c>.</summary>
    public static Tariffs Tariffs(string? folder = null) =>
        new(Read<IndexFile>(folder, "mci.json").Values, Read<TariffFile>(folder, "tariffs.json").Tariffs);

    /// <summary>What is forecast, from <c>forecasts.json</c>; a plan without an area has its city's bounds.</summary>
    /// <exception cref="JsonException">A plan's city is not known, or has no bounds where they are needed, or the area has too many cells.</exception>
    public static IReadOnlyList<ForecastPlan> ForecastPlans(Cities cities, string? folder = null) =>
    [
        .. Read<PlanLine[]>(folder, "forecasts.json").Select(line =>
        {
            if ((line.Area ?? cities.Find(line.City)?.Bounds) is not { } area)
                throw new JsonException($"forecasts.json: {line.Code} has no area, and its city '{line.City}' no bounds.");
            if (ForecastPlan.TooManyCells(area, line.Zoom))
                throw new JsonException($"forecasts.json: {line.Code} has more than {ForecastPlan.MostCells} cells.");
            return new ForecastPlan(line.Code, line.City, line.Period, line.Zoom, area, line.Category);
        }),
    ];

    /// <summary>Reads one file of the folder.</summary>
    /// <exception cref="JsonException">The file is not what it should be; the message names it.</exception>
    internal static T Read<T>(string? folder, string file)
    {
        var path = Path.Combine(folder ?? Folder, file);
        using var stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new JsonException("The file says null.");
        }
        catch (JsonException e)
        {
            throw new JsonException($"{path}: {e.Message}", e);
        }
    }

    private sealed record PlanLine(string Code, string City, ForecastPeriod Period, int Zoom, string? Category = null, GeoBounds? Area = null);

    private sealed record CategoryFile(string Source, Category[] Categories);

    private sealed record IndexFile(string Source, string Unit, IndexValue[] Values);

    private sealed record TariffFile(string Source, Tariff[] Tariffs);
}
