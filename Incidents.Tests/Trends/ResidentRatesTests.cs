using System.Text.Json;
using Incidents.Api.Trends;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Rates by residents: which figure holds, and what has none.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ResidentRatesTests(SharedHost shared)
{
    private static readonly ResidentCount Early = new(1_000, "census", new LocalDate(2010, 4, 1));
    private static readonly ResidentCount Late = new(2_000, "census", new LocalDate(2020, 4, 1));
    private static readonly City Town = new("town", "Asia/Almaty", "Town", Residents: [Early, Late]);
    private static readonly Cities Known = new(
        [Town, new("nowhere", "Asia/Almaty", "Nowhere"), new("hamlet", "Asia/Almaty", "Hamlet", Residents: [new(500, "a map")])]);

    [Fact]
    public void The_figure_of_a_day_is_the_latest_before_it_or_else_the_first_of_all()
    {
        Assert.Equal(Early, Town.ResidentsOn(new(2020, 3, 31)));
        Assert.Equal(Late, Town.ResidentsOn(new(2020, 4, 1)));
        Assert.Equal(Early, Town.ResidentsOn(new(1999, 1, 1)));
        Assert.Equal(500, Known.Find("hamlet")!.ResidentsOn(new(1999, 1, 1))!.Count);
        Assert.Null(Known.Find("nowhere")!.ResidentsOn(new(2020, 1, 1)));
    }

    [Fact]
    public void Residents_are_those_of_the_city_or_of_all_cities_asked_about_and_of_nothing_else()
    {
        CountScope all = new(Measure.Incidents, new(2020, 1, 1), new(2021, 1, 1));
        SeriesKey town = new("town");

        Assert.Equal(2_000, Residents.Of(Known, SplitBy.City, town, all)!.Count);
        Assert.Equal(
            2_500,
            Residents.Of(Known, SplitBy.Category, new(Category: "theft"), all with { Cities = ["town", "hamlet", "town"] })!.Count);
        Assert.Null(Residents.Of(Known, SplitBy.All, default, all with { Cities = ["town", "nowhere"] }));
        Assert.Null(Residents.Of(Known, SplitBy.All, default, all));
        Assert.Null(Residents.Of(Known, SplitBy.City, town, all with { Districts = [new("town", "north")] }));
        Assert.Null(Residents.Of(Known, SplitBy.City, town, all with { Bounds = new(73, 49, 74, 50) }));
        Assert.Null(Residents.Of(Known, SplitBy.District, new("town", "north"), all with { Cities = ["town"] }));
        Assert.Equal(150, Residents.Of(Known, SplitBy.City, town, all)!.Rate(3));
    }

    // Osakarovka has 8,930 residents: three are 33.59 of 100,000.
    [Fact]
    public async Task Trend_and_comparison_of_a_city_tell_its_rate_and_of_a_city_without_residents_none()
    {
        var (host, category) = (shared.Host, $"rate-{Guid.NewGuid():N}"[..20]);
        var other = await host.NewCity();
        await host.Covers("osakarovka");
        await host.Covers(other);
        var answer = await host.PostLines(new[] { "osakarovka", "osakarovka", "osakarovka", other }.Select((city, i) => new
        {
            source = category,
            id = $"{i}",
            kind = "incident",
            category,
            city,
            occurredAt = "2026-02-01T12:00:00+05:00",
        }));
        Assert.All(answer.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();

        var data = await host.Ask(
            """
            query($categories: [String!]) {
              trend(from: "2026-02-01", until: "2026-02-03", grain: DAY, splitBy: CITY, filter: { categories: $categories }) {
                  series { key total per100000 countsPer100000 residents { count figures { on source } } } }
              comparison(until: "2026-02-02", splitBy: CITY, filter: { categories: $categories }) {
                  series { key residents { count } changes { count per100000 beforePer100000 } } } }
            """, new { categories = new[] { category } });

        var series = data.GetProperty("trend").GetProperty("series").EnumerateArray().ToDictionary(s => s.GetProperty("key").GetString()!);
        Assert.Equal(300_000.0 / 8_930, series["osakarovka"].GetProperty("per100000").GetDouble(), 1e-9);
        Assert.Equal(0, series["osakarovka"].GetProperty("countsPer100000")[1].GetDouble());
        Assert.Contains(
            "OpenStreetMap", series["osakarovka"].GetProperty("residents").GetProperty("figures")[0].GetProperty("source").GetString());
        Assert.Equal(JsonValueKind.Null, series[other].GetProperty("per100000").ValueKind);
        Assert.Equal(JsonValueKind.Null, series[other].GetProperty("residents").ValueKind);
        var compared = data.GetProperty("comparison").GetProperty("series").EnumerateArray().ToDictionary(
            s => s.GetProperty("key").GetString()!);
        Assert.Equal(300_000.0 / 8_930, compared["osakarovka"].GetProperty("changes")[0].GetProperty("per100000").GetDouble(), 1e-9);
        Assert.Equal(0, compared["osakarovka"].GetProperty("changes")[0].GetProperty("beforePer100000").GetDouble());
        Assert.Equal(JsonValueKind.Null, compared[other].GetProperty("changes")[0].GetProperty("per100000").ValueKind);
    }
}
