using System.Diagnostics;
using Incidents.Api.Store;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Cities that one host declares, on another.</summary>
public sealed class DeclaredCityTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_city_that_an_import_declares_is_known_to_the_other_hosts_at_once()
    {
        var connection = await postgres.CreateDatabase();
        await using var importing = await RunningHost.Start(connection, options => options.RunsDaemon = false);
        await using var serving = await RunningHost.Start(connection);
        for (var n = 0; n < 5; n++)
        {
            var code = $"springfield-{n}";
            Assert.Equal(["CITY_UNKNOWN"], (await serving.PostLines(Alert(code, "before"))).Codes);
            await Declare(code);
            Assert.Equal(["accepted"], (await serving.PostLines(Alert(code, "after"))).Codes);
            Assert.Equal(
                [["-05:00"]],
                await serving.Query(
                    $"select right(data->>'occurredAt', 6) from store.mt_events where data->'place'->>'city' = '{code}'"));
        }

        // A host that hears of nothing looks for it, also in the arguments of a query or a mutation.
        await using var deaf = await RunningHost.Start(connection, options => options.RunsDaemon = false);
        await Declare("shelbyville");
        foreach (var host in (RunningHost[])[importing, serving, deaf])
            Assert.Contains("shelbyville", (await host.Ask("{ cities { code } }")).GetRawText());
        await serving.Ask(
            """{ trend(from: "2026-01-01", until: "2026-02-01", grain: DAY, filter: { cities: ["shelbyville"] }) { series { total } } }""");

        // Also where another name was looked for just before.
        await deaf.Answer("""{ trend(from: "2026-01-01", until: "2026-02-01", grain: DAY, filter: { cities: ["x"] }) { from } }""");
        await Declare("ogdenville");
        await deaf.Ask(
            """
            { trend(
                from: "2026-01-01", until: "2026-02-01", grain: DAY, filter: { cities: ["ogdenville"] }) { series { total } } }
            """);
        await Declare("north-haverbrook");
        await deaf.Ask(
            """
            mutation { openIncident(console: "c", key: "1", category: "theft", place: { city: "north-haverbrook" }) { id } }
            """);

        Task Declare(string code) =>
            importing.Services.GetRequiredService<CityCatalogue>().Declare(new(code, "America/Chicago", code), Cancellation);
    }

    [Fact]
    public async Task Names_that_nobody_declared_do_not_load_the_store()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var catalogue = host.Services.GetRequiredService<CityCatalogue>();
        var (before, started) = (catalogue.Looks, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async sender =>
        {
            for (var n = 0; n < 5; n++)
            {
                var answer = await host.PostLines(Enumerable.Range(0, 20).Select(i => Alert($"nowhere-{sender}-{n}-{i}", "1")));
                Assert.All(answer.Codes, code => Assert.Equal("CITY_UNKNOWN", code));
            }
        }));
        Assert.InRange(catalogue.Looks - before, 1, 2 + Stopwatch.GetElapsedTime(started) / CityCatalogue.ShortestPause);
    }

    private static object Alert(string city, string id) =>
        new { source = "s", id = $"{city}-{id}", kind = "alert", city, category = "fight", occurredAt = "2026-07-01T10:00:00" };
}
