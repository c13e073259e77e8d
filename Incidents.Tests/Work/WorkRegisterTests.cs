using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Work;

/// <summary>The list of who works on what is the same however the events are cut into pages.</summary>
public sealed class WorkRegisterTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_was_moved_to_another_town_is_listed_there()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var (first, second) = (await host.NewCity(), await host.NewCity());
        var (handed, moved, freed) = (await Taken("1"), await Taken("2"), await Taken("3"));
        foreach (var id in (Guid[])[handed, moved, freed])
        {
            await host.Ask(
                $$"""mutation { correctIncident(id: "{{id}}", by: "op", reason: "moved", place: { city: "{{second}}" }) { id } }""");
        }
        await host.Ask($$"""mutation { handOverIncident(id: "{{handed}}", by: "op", person: "next") { id } }""");
        await host.Ask($$"""mutation { releaseIncident(id: "{{freed}}", by: "op") { id } }""");
        await host.CaughtUp();

        Assert.Equal(
            (List<object[]>)[[handed, second, "next"], [moved, second, "op"]],
            (await host.Query("select id, city, holder from read.work")).OrderBy(row => row[2]));
        await RebuildTests.EqualsItsRebuild(host);
        foreach (var size in (int[])[1, 1_000])
            await RebuildTests.InPagesOf(size, host);

        async Task<Guid> Taken(string key)
        {
            var id = (await host.Ask(
                $$"""
                mutation { openIncident(console: "work", key: "{{key}}", category: "theft", place: { city: "{{first}}" }) { id } }
                """)).GetProperty("openIncident").GetProperty("id").GetGuid();
            await host.Ask($$"""mutation { takeIncident(id: "{{id}}", by: "op") { id } }""");
            return id;
        }
    }
}
