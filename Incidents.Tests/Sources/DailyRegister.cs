using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>
/// A register of one incident a day at noon from January to August 2023, but none from the 1st to the 7th of March: 236 in 243 days.
/// </summary>
internal static class DailyRegister
{
    /// <summary>The map's key that declares its days.</summary>
    public const string Covers =
        """ "covers": { "from": "2023-01-01", "until": "2023-09-01", "gaps": [["2023-03-01", "2023-03-08"]] }, """;

    /// <summary>Imports it for a new city, which is its source too.</summary>
    /// <param name="host">The host.</param>
    /// <param name="more">Further keys of the map.</param>
    /// <param name="strays">Days of further incidents.</param>
    public static async Task<string> Import(RunningHost host, string more = "", params LocalDate[] strays)
    {
        var city = await host.NewCity();
        var map = MapFile.Parse(
            $$"""
              { "source": "{{city}}", "city": "{{city}}", "occurredAt": "when", "knownAt": "occurredAt", {{more}}
                "place": { "longitude": "x", "latitude": "y" }, "category": { "value": "theft" }, "identity": { "columns": ["when"] } }
              """);
        Assert.Empty(map.MissingForImport());
        var first = new LocalDate(2023, 1, 1);
        var days = Enumerable.Range(0, 243).Select(first.PlusDays).Where(d => d is not { Month: 3, Day: < 8 });
        var text = "when,x,y\n" + string.Concat(strays.Concat(days).Select(day => $"{day:uuuu-MM-dd}T12:00,73.1,49.8\n"));
        using var folder = new TemporaryFolder();
        using var rejects = new RejectsFile(Path.Combine(folder.Path, "rejects.csv"));
        var batch = await host.Services.GetRequiredService<HistoricBatches>()
            .Begin(city, "register", false, TestContext.Current.CancellationToken);
        using var rows = ImportOf(text, map);
        var summary = await new Importer(host.Services.GetRequiredService<ImportSink>().For(batch!), rejects, new())
            .Run(rows, map, host.Services.GetRequiredService<Cities>(), TestContext.Current.CancellationToken);
        Assert.Equal(236 + strays.Length, summary.Accepted);
        await batch!.End(TestContext.Current.CancellationToken);
        await host.CaughtUp();
        return city;
    }

    private static RowReader ImportOf(string text, ImportMap map) => Tests.Import.ImportOf.Rows(text, map);
}
