using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Runs maps and imports over small texts and over the shared data.</summary>
internal static class ImportOf
{
    /// <summary>The cities of the programme.</summary>
    public static readonly Cities Cities = new(JsonSerializer.Deserialize<City[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "cities.json")),
        new JsonSerializerOptions(JsonSerializerDefaults.Web).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb))!);

    /// <summary>The rows of a text, mapped.</summary>
    public static List<MappedRow> Text(string text, string map)
    {
        var parsed = MapFile.Parse(map);
        using var rows = Rows(text, parsed);
        var mapper = new RowMapper(parsed, rows.Columns, Cities);
        var mapped = new List<MappedRow>();
        while (rows.Read() is { } row)
            mapped.Add(mapper.Map(row));
        return mapped;
    }

    /// <summary>A reader of a text.</summary>
    public static RowReader Rows(string text, ImportMap map)
    {
        var lines = new LineReader(new StringReader(text));
        return map.Layout.Format == "ndjson"
            ? new JsonRows(lines, map.Layout.Columns)
            : new DelimitedRows(lines, map.Layout.Delimiter, map.Layout.Columns);
    }

    /// <summary>A sink for the rows of a file whose map says from when they were known, and their batch.</summary>
    public static async Task<(ImportSink Sink, HistoricBatch Batch)> Batch(RunningHost host, ImportMap map, string file)
    {
        var batch = await host.Services.GetRequiredService<HistoricBatches>()
            .Begin(map.Source!, FileMark.Of(file), false, TestContext.Current.CancellationToken);
        return (host.Services.GetRequiredService<ImportSink>().For(batch!), batch!);
    }

    /// <summary>The data shared beside the repository, or a skipped test where there is none.</summary>
    public static string SharedData(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", file);
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"shared/data/{file} is not beside the repository.");
        return "";
    }
}
