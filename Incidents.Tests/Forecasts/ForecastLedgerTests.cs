using System.Text.Json;
using Incidents.Api.Forecasts;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Forecasts;

/// <summary>The life of a plan over some weeks, on a clock of ours.</summary>
[Trait("category", "slow")]
public sealed class ForecastLedgerTests(PostgresFixture postgres)
{
    // Four cells of zoom 14 about the corner that they share.
    private static readonly GridCell First = GridCell.At(new(73.1, 49.8), 14);
    private static readonly GeoPoint Corner = new(First.Bounds().East, First.Bounds().South);
    private static readonly GeoPoint A = First.Centre();
    private static readonly GeoPoint B = GridCell.Of(First.X + 1, First.Y, 14).Centre();
    private static readonly GeoPoint D = GridCell.Of(First.X + 1, First.Y + 1, 14).Centre();
    private static readonly ForecastPlan Plan =
        new(
            "test-week", "karaganda", ForecastPeriod.Week, 14,
            new(Corner.Longitude - 1e-4, Corner.Latitude - 1e-4, Corner.Longitude + 1e-4, Corner.Latitude + 1e-4), "theft");

    private const string All =
        """
        { forecasts(first: 100) { nodes { id isMissed expected cellCount ledgerPosition contentHash terms { method from }
          scores { asKnownOn count } score { count expected shares { share hits pai pei rri } } } } }
        """;

    private const string Again = "mutation($id: UUID!, $day: Date!) { scoreForecast(id: $id, asKnownOn: $day) { id } }";

    private int reported;

    [Fact]
    public async Task Forecasts_are_sealed_before_their_week_scored_after_it_and_again_with_late_reports_and_missed_ones_stay_missed()
    {
        var clock = new FakeClock(Local(2026, 6, 10, 12));
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), options => options.Forecasts = new() { Plans = [Plan], RunsByItself = false }, clock);
        var service = host.Services.GetRequiredService<ForecastService>();

        // Started on a Wednesday: the week has begun without a forecast, and the next one is not due.
        Assert.Equal(new ForecastRunCounts(1, 0, 0), await RunDue());
        Assert.Equal(new ForecastRunCounts(0, 0, 0), await RunDue());
        await Report(new(2026, 6, 9), A, A, A, A, A, B);

        // Sunday evening: sealed, once.
        clock.Reset(Local(2026, 6, 14, 22));
        Assert.Equal(new ForecastRunCounts(0, 1, 0), await RunDue());
        Assert.Equal(new ForecastRunCounts(0, 0, 0), await RunDue());
        clock.Reset(Local(2026, 6, 18, 12));
        await Report(new(2026, 6, 17), A, A, A, D);
        Assert.Equal(new ForecastRunCounts(0, 0, 0), await RunDue());

        // The day after the week is over: scored as known at its end. The week that began meanwhile was missed.
        clock.Reset(Local(2026, 6, 22, 23));
        Assert.Equal(new ForecastRunCounts(1, 0, 0), await RunDue());
        clock.Reset(Local(2026, 6, 23, 1));
        Assert.Equal(new ForecastRunCounts(0, 0, 4), await RunDue());

        var forecasts = (await host.Ask(All)).GetProperty("forecasts").GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(["2026-06-22", "2026-06-15", "2026-06-08"], forecasts.Select(From).Distinct());
        Assert.All(forecasts, f => Assert.Equal(From(f) != "2026-06-15", f.GetProperty("isMissed").GetBoolean()));
        var last = Sealed(forecasts, "LAST_PERIOD");
        Assert.Equal((4, 6), (last.GetProperty("cellCount").GetInt32(), last.GetProperty("expected").GetDouble()));
        Assert.Equal("2026-06-22", Assert.Single(last.GetProperty("scores").EnumerateArray()).GetProperty("asKnownOn").GetString());
        var figures = last.GetProperty("score");
        // By hand: 3 of the 4 incidents in the cell expected highest. A tenth of the area is 0.4 of that cell: 1.2 hits; PAI 0.3 / 0.1; the
        // best cell is the same.
        Assert.Equal(4, figures.GetProperty("count").GetInt64());
        var tenth = figures.GetProperty("shares").EnumerateArray().Single(s => s.GetProperty("share").GetDouble() == 0.1);
        Assert.Equal(1.2, tenth.GetProperty("hits").GetDouble(), 3);
        Assert.Equal(3, tenth.GetProperty("pai").GetDouble(), 2);
        Assert.Equal(1, tenth.GetProperty("pei").GetDouble(), 6);
        Assert.Equal(4.965 / 3, tenth.GetProperty("rri").GetDouble(), 6);

        // A report that came late changes no score; it counts in the next one.
        var id = last.GetProperty("id").GetGuid();
        clock.Reset(Local(2026, 6, 24, 12));
        await Report(new(2026, 6, 18), D);
        clock.Reset(Local(2026, 6, 26, 12));
        Assert.Equal([4L], Observed(await Score(id, "2026-06-22")));
        Assert.Equal([4L, 5L], Observed(await Score(id, "2026-06-24")));
        Assert.Equal([4L, 5L], Observed(await Score(id, "2026-06-24")));

        // The best cell was chosen in the one forecast that there is; a quarter of its week was patrolled.
        const string Dosage =
            "dosage { share forecasts hours knownCells patrolledShare cells { x y isChosen timesChosen patrolledHours } }";
        const string Patrol =
            "mutation($id: UUID!, $x: Int!, $y: Int!, $hours: Float!) { recordPatrol(id: $id, x: $x, y: $y, hours: $hours) { version } }";
        Assert.Equal(
            $$"""
              {"share":0.01,"forecasts":1,"hours":168,"knownCells":0,"patrolledShare":null,"cells":[{"x":{{First.X}},"y":{{First.Y}},
              "isChosen":true,"timesChosen":1,"patrolledHours":null}]}
              """.ReplaceLineEndings(""),
            (await Latest(Dosage)).GetProperty("dosage").GetRawText());
        Assert.Equal("PATROL_TOO_LONG", (await host.Refused(Patrol, new { id, x = First.X, y = First.Y, hours = 168.5 })).Code);
        Assert.Equal("FORECAST_CELL_UNKNOWN", (await host.Refused(Patrol, new { id, x = First.X + 2, y = First.Y, hours = 1.0 })).Code);
        await host.Ask(Patrol, new { id, x = First.X, y = First.Y, hours = 42.0 });

        // What was recorded on the day, and is still on its way to the ledger, is waited for.
        clock.Reset(Local(2026, 6, 26, 23));
        await using (var reader = await host.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var holding = new NpgsqlCommand(
                $"lock table {ReadModels.Schema}.{HeatByDay.Table} in exclusive mode", reader, transaction);
            await holding.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Send(new(2026, 6, 26), D);
            clock.Reset(Local(2026, 6, 27, 0));
            Assert.Equal("READ_MODELS_BEHIND", (await host.Refused(Again, new { id, day = "2026-06-26" })).Code);
        }
        await host.CaughtUp();
        Assert.Equal([4L, 5L, 5L], Observed(await Score(id, "2026-06-26")));
        Assert.Equal(0.25, (await Latest(Dosage)).GetProperty("dosage").GetProperty("patrolledShare").GetDouble());
        Assert.Equal(0, (await Latest("outsideArea")).GetProperty("outsideArea").GetInt32());

        // Four weeks later, by itself; the host was away, and what it missed it does not pretend to have forecast.
        clock.Reset(Local(2026, 7, 20, 12));
        Assert.Equal(new ForecastRunCounts(4, 0, 4), await RunDue());
        await host.CaughtUp();
        forecasts = [.. (await host.Ask(All)).GetProperty("forecasts").GetProperty("nodes").EnumerateArray()];
        Assert.Equal(28, forecasts.Length);
        Assert.Equal(4, forecasts.Count(f => !f.GetProperty("isMissed").GetBoolean()));
        Assert.Equal(
            [4L, 5L, 5L, 5L], Sealed(forecasts, "LAST_PERIOD").GetProperty("scores").EnumerateArray()
                .Select(s => s.GetProperty("count").GetInt64()));

        var file = (
            await host.Ask(
                "query($id: UUID!) { forecast(id: $id) { isIntact otherCellCount expectedOfOthers "
                + "cells { x y expected } parameters { name value } } }",
            new { id })).GetProperty("forecast");
        Assert.True(file.GetProperty("isIntact").GetBoolean());
        Assert.Equal([First.X, First.X + 1], file.GetProperty("cells").GetProperty("x").EnumerateArray().Select(x => x.GetInt32()));
        Assert.Equal([4.965, 1.005], file.GetProperty("cells").GetProperty("expected").EnumerateArray().Select(x => x.GetDouble()));
        Assert.Equal((2, 0.015), (file.GetProperty("otherCellCount").GetInt32(), file.GetProperty("expectedOfOthers").GetDouble()));

        Assert.Equal("FORECAST_NOT_OVER", (await host.Refused(Again, new { id, day = "2026-06-20" })).Code);
        Assert.Equal("IMPOSSIBLE_TIME", (await host.Refused(Again, new { id, day = "2026-07-20" })).Code);
        Assert.Equal("NOT_FOUND", (await host.Refused(Again, new { id = Guid.NewGuid(), day = "2026-07-01" })).Code);
        Assert.Equal(
            "FORECAST_MISSED", (await host.Refused(Again, new { id = forecasts[0].GetProperty("id").GetGuid(), day = "2026-07-28" })).Code);
        await RebuildTests.EqualsItsRebuild(host);

        async Task<ForecastRunCounts> RunDue()
        {
            await host.CaughtUp();
            var run = await service.RunDue(TestContext.Current.CancellationToken);
            await host.CaughtUp();
            return run;
        }

        async Task Report(LocalDate day, params GeoPoint[] places)
        {
            await Send(day, places);
            await host.CaughtUp();
        }

        async Task Send(LocalDate day, params GeoPoint[] places)
        {
            var answer = await host.PostLines(places.Select(p => new
            {
                source = "test",
                id = $"n{++reported}",
                kind = "incident",
                city = "karaganda",
                category = "theft",
                occurredAt = $"{day:uuuu-MM-dd}T12:00:00+05:00",
                longitude = p.Longitude,
                latitude = p.Latitude,
            }));
            Assert.All(answer.Statuses, s => Assert.Equal("accepted", s));
        }

        async Task<JsonElement> Latest(string fields) => (await host.Ask(
            $"query($id: UUID!) {{ forecast(id: $id) {{ score {{ {fields} }} }} }}", new { id })).GetProperty("forecast")
            .GetProperty("score");

        async Task<JsonElement> Score(Guid forecast, string day) =>
            (await host.Ask(
                "mutation($id: UUID!, $day: Date!) { scoreForecast(id: $id, asKnownOn: $day) { scores { count } } }",
                new { id = forecast, day })).GetProperty("scoreForecast");
    }

    [Fact]
    public async Task The_connection_pages_through_all_forecasts_without_a_gap()
    {
        var clock = new FakeClock(Local(2026, 6, 10, 12));
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), options =>
                options.Forecasts = new() { Plans = [Plan, Plan with { Code = "test-more", Category = null }], RunsByItself = false },
                clock);
        var service = host.Services.GetRequiredService<ForecastService>();
        await service.RunDue(TestContext.Current.CancellationToken);
        clock.Reset(Local(2026, 6, 17, 12));
        await host.CaughtUp();
        await service.RunDue(TestContext.Current.CancellationToken);
        await host.CaughtUp();

        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var page = (
                await host.Ask(
                    "query($after: String) { forecasts(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }",
                    new { after })).GetProperty("forecasts");
            seen.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()!));
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                break;
            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }

        Assert.Equal(16, seen.Distinct().Count());
        Assert.Equal(16, seen.Count);
    }

    private static Instant Local(int year, int month, int day, int hour) =>
        new LocalDateTime(year, month, day, hour, 0).WithOffset(Some.Offset).ToInstant();

    private static string From(JsonElement forecast) => forecast.GetProperty("terms").GetProperty("from").GetString()!;

    private static JsonElement Sealed(JsonElement[] forecasts, string method) =>
        forecasts.Single(f =>
            !f.GetProperty("isMissed").GetBoolean() && f.GetProperty("terms").GetProperty("method").GetString() == method);

    private static IEnumerable<long> Observed(JsonElement file) =>
        file.GetProperty("scores").EnumerateArray().Select(s => s.GetProperty("count").GetInt64());
}
