using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Analyses;

/// <summary>
/// Registered incidents of one category in a city of their own, each known on the day of its batch, and their counts taken from the events
/// by SQL that shares nothing with the ledgers.
/// </summary>
internal sealed class CountedWorld(RunningHost host, string city, string category)
{
    private readonly List<object> reports = [];
    private HistoricBatch? batch;
    private int sent;

    /// <summary>The category, which no other world uses.</summary>
    public string Category => category;

    /// <summary>The city.</summary>
    public string City => city;

    public static async Task<CountedWorld> In(RunningHost host)
    {
        var city = await host.NewCity();
        await host.Covers(city);
        return new(host, city, $"{city}-theft");
    }

    /// <summary>An incident at noon of a local day (or another time), by default known at the end of the same day.</summary>
    public void Add(
        GeoPoint point, LocalDate day, LocalDate? known = null, int hour = 12, string? reference = null,
        bool withdrawn = false) => reports.Add(new
        {
            source = city,
            id = $"{reports.Count}",
            kind = "incident",
            phase = withdrawn ? "withdrawn" : null,
            city,
            category,
            longitude = point.Longitude,
            latitude = point.Latitude,
            reference,
            occurredAt = $"{day:uuuu-MM-dd}T{hour:00}:00:00",
            knownAt = $"{known ?? day:uuuu-MM-dd}T23:00:00",
        });

    /// <summary>Sends what was added since, and waits until the read models hold it.</summary>
    public async Task Settle()
    {
        foreach (var part in reports.Skip(sent).Chunk(500))
        {
            // Of one batch, as of an import: its days come in any order.
            batch ??= await host.Services.GetRequiredService<HistoricBatches>()
                .Begin(city, "world", false, TestContext.Current.CancellationToken);
            var read = part.Select(r => ReportReader.Read(JsonSerializer.SerializeToUtf8Bytes(r, EventJson.Options), out _)!).ToArray();
            var answers = await host.Services.GetRequiredService<ReportIntake>()
                .Accept(read, batch!, TestContext.Current.CancellationToken);
            Assert.All(answers, answer => Assert.Equal(ReportStatus.Accepted, answer.Status));
        }
        sent = reports.Count;
        await host.CaughtUp();
    }

    /// <summary>Counts by column and row of a zoom's cells and by local day, from the events themselves.</summary>
    public async Task<List<(int X, int Y, LocalDate Day, long N)>> Counts(int zoom, LocalDate? known = null)
    {
        var rows = await host.Query(
            $"""
             with fact as (select type, data as d, left(data->>'knownAt', 10)::date as known from store.mt_events
                 where type in ('incident_opened', 'incident_withdrawn')),
             line as (
                 select case type when 'incident_opened' then d else d->'incident' end as countKey,
                     case type when 'incident_opened' then 1 else -1 end as n, known
                 from fact),
             point as (
                 select n, left(countKey->>'occurredAt', 10)::date as day, (countKey->'place'->'point'->>'longitude')::float8 as lon,
                     radians((countKey->'place'->'point'->>'latitude')::float8) as lat
                 from line where countKey->>'category' = '{category}' and known <= '{known ?? new LocalDate(9999, 1, 1):uuuu-MM-dd}')
             select floor((lon + 180) / 360 * (1 << {zoom}))::int, floor((1 - ln(tan(lat) + 1 / cos(lat)) / pi()) / 2 * (1 << {zoom}))::int,
                 day, sum(n)::bigint
             from point group by 1, 2, 3 having sum(n) <> 0
             """);
        return [.. rows.Select(r => ((int)r[0], (int)r[1], LocalDate.FromDateOnly((DateOnly)r[2]), (long)r[3]))];
    }

    /// <summary>A number of an answer, NaN where it is null.</summary>
    public static double Number(JsonElement value) => value.ValueKind is JsonValueKind.Null ? double.NaN : value.GetDouble();
}
