using System.Text.Json;
using System.Text.Json.Serialization;
using Incidents.Domain;
using Incidents.Domain.Violations;
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
        }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The cities, from <c>cities.json</c>.</summary>
    public static Cities Cities(string? folder = null) => new(Read<City[]>(folder, "cities.json"));

    /// <summary>The categories, from <c>categories.json</c>.</summary>
    public static Categories Categories(string? folder = null) => new(Read<CategoryFile>(folder, "categories.json").Categories);

    /// <summary>The fines, from <c>tariffs.json</c> and <c>mci.json</c>.</summary>
    public static Tariffs Tariffs(string? folder = null) =>
        new(Read<IndexFile>(folder, "mci.json").Values, Read<TariffFile>(folder, "tariffs.json").Tariffs);

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

    private sealed record CategoryFile(string Source, Category[] Categories);

    private sealed record IndexFile(string Source, string Unit, IndexValue[] Values);

    private sealed record TariffFile(string Source, Tariff[] Tariffs);
}
