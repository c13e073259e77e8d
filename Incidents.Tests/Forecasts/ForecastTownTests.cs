using System.Text.Json;
using Incidents.Domain;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Forecasts;

/// <summary>Forecasts of towns that have no plan, counted by hand.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ForecastTownTests(SharedHost shared)
{
    private const int Zoom = 14;
    private const string Fields =
        """
        state failure { code } forecastBacktest {
            city cells periodCount events isTooFew tooFew chosen chosenBecause areaIsGiven
            methods { method hits count outsideArea hitRate hitRateLow pai againstLastPeriod }
            periods { from method count outsideArea hits } next { from method expected cells { x y expected } }
            basis { count parameters { name value } } }
        """;

    private static readonly GridCell A = GridCell.At(new(73.1, 49.8), Zoom);
    private static readonly LocalDate Monday = new(2026, 1, 5);
    private readonly RunningHost host = shared.Host;

    // 20 weeks with four thefts in cell A each; in the first week something else in cell B, in the last one a theft in cell C. The area is
    // A and B, half of it the cell of the forecast: in the last eight weeks 32 hits of 33.
    [Fact]
    public async Task A_declared_town_is_forecast_over_its_own_cells_and_what_lies_outside_is_missed()
    {
        var city = await Town(20, 4);

        var found = await Backtest(city, "category: \"theft\", periods: 8, share: 0.5");

        Assert.Equal((2, 8, 33), (Int(found, "cells"), Int(found, "periodCount"), Int(found, "events")));
        Assert.False(found.GetProperty("isTooFew").GetBoolean());
        Assert.Equal(4, found.GetProperty("methods").GetArrayLength());
        foreach (var method in found.GetProperty("methods").EnumerateArray())
        {
            Assert.Equal((32, 1), (Int(method, "count"), Int(method, "outsideArea")));
            Assert.Equal(32, method.GetProperty("hits").GetDouble(), 1e-2);
            Assert.Equal(32 / 33.0, method.GetProperty("hitRate").GetDouble(), 1e-3);
            Assert.Equal(32 / 33.0 / 0.5, method.GetProperty("pai").GetDouble(), 1e-3);
            Assert.InRange(method.GetProperty("hitRateLow").GetDouble(), 0.8, 32 / 33.0);
        }
        // All four choose cell A: of equal ones the simplest.
        Assert.Equal("LAST_PERIOD", found.GetProperty("chosen").GetString());
        var periods = found.GetProperty("periods").EnumerateArray()
            .Where(p => p.GetProperty("method").GetString() == "LAST_PERIOD").ToArray();
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], periods.Select(p => Int(p, "outsideArea")));
        Assert.Equal(periods.Sum(p => Int(p, "outsideArea")), Int(found.GetProperty("methods")[0], "outsideArea"));
        var next = found.GetProperty("next");
        Assert.Equal(("2026-05-25", "LAST_PERIOD", 4), (
            next.GetProperty("from").GetString(), next.GetProperty("method").GetString(), next.GetProperty("expected").GetDouble()));
        var cells = next.GetProperty("cells");
        Assert.Equal((A.X, A.Y), (cells.GetProperty("x")[0].GetInt32(), cells.GetProperty("y")[0].GetInt32()));
        string[] named =
            ["share", "draws", "seed", "confidence", "selfExcitingDays", "kernelDays", "kernelCells", "seasonYears", "evenShare", "area"];
        var parameters = found.GetProperty("basis").GetProperty("parameters").EnumerateArray()
            .Select(p => p.GetProperty("name").GetString());
        Assert.Superset(named.ToHashSet(), parameters.ToHashSet()!);
    }

    [Fact]
    public async Task Few_events_in_few_periods_are_called_too_few_and_choose_nothing()
    {
        var city = await Town(8, 2);

        var found = await Backtest(city, "category: \"theft\", periods: 4, share: 0.5");

        Assert.True(found.GetProperty("isTooFew").GetBoolean());
        Assert.Equal("""["FEW_EVENTS","FEW_PERIODS"]""", found.GetProperty("tooFew").GetRawText());
        Assert.Equal(
            ("LAST_PERIOD", "TOO_FEW"),
            (found.GetProperty("chosen").GetString(), found.GetProperty("chosenBecause").GetString()));
        Assert.Equal(
            ["BASELINE", "TOO_FEW", "TOO_FEW", "TOO_FEW"],
            found.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("againstLastPeriod").GetString()));
    }

    [Fact]
    public async Task A_town_without_a_plan_has_forecasts_sealed_on_request_and_once()
    {
        var city = await Town(3, 2);
        const string Seal =
            """
            mutation($city: String!) { sealForecasts(city: $city, category: "theft", zoom: 14, by: "analyst") {
                plan from until forecasts { id isMissed isIntact cellCount terms { city category method } } } }
            """;

        var first = (await host.Ask(Seal, new { city })).GetProperty("sealForecasts");
        var again = (await host.Ask(Seal, new { city })).GetProperty("sealForecasts");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Equal(
            ["LAST_PERIOD", "KERNEL_DENSITY", "SEASONAL_CELL_RATE", "SELF_EXCITING"],
            first.GetProperty("forecasts").EnumerateArray().Select(f => f.GetProperty("terms").GetProperty("method").GetString()));
        Assert.All(first.GetProperty("forecasts").EnumerateArray(), f => Assert.True(f.GetProperty("isIntact").GetBoolean()));
        await host.CaughtUp();
        var listed = (await host.Ask(
            "query($city: [String!]) { forecasts(filter: { cities: $city }) { totalCount nodes { id } } }", new { city = new[] { city } }))
            .GetProperty("forecasts");
        Assert.Equal(4, listed.GetProperty("totalCount").GetInt32());

        // Its week has not begun: nobody has patrolled it.
        var id = first.GetProperty("forecasts")[0].GetProperty("id").GetGuid();
        Assert.Equal("PATROL_TOO_LONG", (await Patrol(A.X, 1)).Code);
        Assert.Equal("FORECAST_CELL_UNKNOWN", (await Patrol(0, 0)).Code);
        Assert.Equal("BAD_INPUT", (await Patrol(A.X, -1)).Code);
        var record = (await host.Ask(
            "query($plan: String!) { forecastRecord(plan: $plan) { periodCount isTooFew chosen methods { hitRate } } }",
            new { plan = first.GetProperty("plan").GetString() })).GetProperty("forecastRecord");
        Assert.Equal((0, true), (Int(record, "periodCount"), record.GetProperty("isTooFew").GetBoolean()));

        Task<(string Code, long? CurrentVersion)> Patrol(int x, double hours) => host.Refused(
            "mutation($id: UUID!, $x: Int!, $y: Int!, $hours: Float!) { recordPatrol(id: $id, x: $x, y: $y, hours: $hours) { id } }",
            new { id, x, y = A.Y, hours });
    }

    // Of the twelve weeks by default, the first five have nothing before them.
    [Fact]
    public async Task A_young_town_has_fewer_periods()
    {
        var city = await Town(8, 2);

        var found = await Backtest(city, "category: \"theft\"");

        Assert.Equal((7, 2), (Int(found, "periodCount"), Int(found, "cells")));
        Assert.Equal("2026-01-12", found.GetProperty("periods")[0].GetProperty("from").GetString());
    }

    [Theory]
    [InlineData("CITY_UNKNOWN", "city: \"nowhere\"")]
    [InlineData("CATEGORY_MALFORMED", "category: \"THEFT\"")]
    [InlineData("BAD_INPUT", "periods: -1")]
    [InlineData("BAD_INPUT", "periods: 10000000")]
    [InlineData("BAD_INPUT", "draws: -1")]
    [InlineData("BAD_INPUT", "draws: 10000000")]
    [InlineData("BAD_INPUT", "confidence: 1")]
    [InlineData("BAD_INPUT", "share: 0")]
    [InlineData("BAD_INPUT", "evenShare: 1.5")]
    [InlineData("BAD_INPUT", "kernelCells: 0")]
    [InlineData("BAD_INPUT", "kernelDays: 0")]
    [InlineData("BAD_INPUT", "selfExcitingDays: 10000000")]
    [InlineData("BAD_INPUT", "seasonYears: -3")]
    [InlineData("BAD_INPUT", "begin: \"2026-05-26\"")]
    [InlineData("BAD_INPUT", "zoom: 19")]
    [InlineData("TOO_MANY_CELLS", "bounds: { west: 70, south: 49, east: 74, north: 50 }")]
    [InlineData("NOTHING_COUNTED", "period: MONTH")]
    public async Task What_cannot_be_tried_is_refused_with_its_argument(string code, string argument)
    {
        var city = argument.StartsWith("city", StringComparison.Ordinal) ? "" : $"city: \"{await host.NewCity()}\", ";

        var answer = await host.Answer($"mutation {{ startForecastBacktest({city}{argument}) {{ id }} }}");

        var (found, field) = Assert.Single(RunningHost.ErrorsOf(answer));
        Assert.Equal(code, found);
        if (code is "BAD_INPUT")
            Assert.Equal(argument.Split(':')[0], field);
    }

    private async Task<string> Town(int weeks, int aWeek)
    {
        var city = await host.NewCity();
        var reports = new List<object>();
        for (var week = 0; week < weeks; week++)
        {
            for (var i = 0; i < aWeek; i++)
                Add(A, Monday.PlusWeeks(week).PlusDays(i % 7), "theft");
        }
        Add(GridCell.Of(A.X + 1, A.Y, Zoom), Monday, "mischief");
        Add(GridCell.Of(A.X + 40, A.Y, Zoom), Monday.PlusWeeks(weeks - 1).PlusDays(6), "theft");
        var answer = await host.PostLines(reports);
        Assert.All(answer.Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();
        return city;

        void Add(GridCell cell, LocalDate day, string category) => reports.Add(new
        {
            source = $"{city}-live",
            id = $"{reports.Count}",
            kind = "incident",
            city,
            category,
            occurredAt = $"{day:uuuu-MM-dd}T12:00:00",
            longitude = cell.Centre().Longitude,
            latitude = cell.Centre().Latitude,
        });
    }

    private async Task<JsonElement> Backtest(string city, string arguments)
    {
        var job = (await host.Ask(
            $"mutation {{ job: startForecastBacktest(city: \"{city}\", zoom: {Zoom}, {arguments}, waitSeconds: 8) {{ {Fields} }} }}"))
            .GetProperty("job");
        Assert.Equal("DONE", job.GetProperty("state").GetString());
        return job.GetProperty("forecastBacktest");
    }

    private static int Int(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
