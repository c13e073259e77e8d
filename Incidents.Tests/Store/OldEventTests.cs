using System.Text.Json.Nodes;
using Incidents.Api.Store;
using Incidents.Projections;
using Incidents.Tests.Postgres;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Events that an earlier build wrote, and streams that were archived: everything reads them as any other.</summary>
public sealed class OldEventTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Once an alert's category was its "type".
    private static readonly EventUpcasts TypeToCategory = new(new Dictionary<string, Action<JsonObject>>
    {
        ["alert_raised"] = content =>
        {
            if (content["type"] is not { } type)
                return;
            content.Remove("type");
            content["category"] = type.GetValue<string>();
        },
    });

    [Fact]
    public async Task An_old_event_is_read_as_today_s_by_daemon_rebuild_decision_timeline_and_comparison()
    {
        var database = await postgres.CreateDatabase();
        var alert = Raised("a-1");
        Guid id;
        await using (var earlier = await RunningHost.Start(database, o => o.RunsDaemon = false))
        {
            id = (await earlier.PostLines(alert)).Id();
            await earlier.Query(
                $$"""update store.mt_events set data = data - 'category' || '{"type": "fight"}' where stream_id = '{{id}}'""");
        }
        await using var host = await RunningHost.Start(database, o => o.Upcasts = TypeToCategory);
        await host.CaughtUp();

        Assert.Equal(1, await Fights(host));
        await Rebuild(host);
        Assert.Equal(1, await Fights(host));
        await RebuildTests.EqualsItsRebuild(host);
        Assert.Equal(["duplicate"], (await host.PostLines(alert)).Statuses);
        Assert.Equal(["conflict"], (await host.PostLines(Raised("a-1", "theft"))).Statuses);
        var acknowledged = (await host.Ask(
            $$"""mutation { acknowledgeAlert(id: "{{id}}", by: "op") { category timeline { type category } } }"""))
            .GetProperty("acknowledgeAlert");
        Assert.Equal("fight", acknowledged.GetProperty("category").GetString());
        Assert.Equal("fight", acknowledged.GetProperty("timeline")[0].GetProperty("category").GetString());
        Assert.Equal("alert_acknowledged", acknowledged.GetProperty("timeline")[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_archived_stream_changes_no_figure_is_still_known_and_goes_on_as_a_whole()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var id = (await host.PostLines(Raised("a-1"))).Id();
        await host.PostLines(Raised("a-2"));
        await host.CaughtUp();
        await using (var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession())
        {
            session.Events.ArchiveStream(id);
            await session.SaveChangesAsync(Cancellation);
        }
        Assert.True((bool)(await host.Query($"select is_archived from store.mt_streams where id = '{id}'"))[0][0]);

        Assert.Equal(["duplicate"], (await host.PostLines(Raised("a-1"))).Statuses);
        await host.Ask($$"""mutation { acknowledgeAlert(id: "{{id}}", by: "op") { version } }""");
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        await Rebuild(host);

        Assert.Equal(2, await Fights(host));
        Assert.Equal([[true, 2L]], await host.Query(
            $"select bool_and(is_archived), count(*) from store.mt_events where stream_id = '{id}'"));
        Assert.Equal(
            2, (await host.Ask($$"""{ alert(id: "{{id}}") { version } }""")).GetProperty("alert").GetProperty("version").GetInt64());
    }

    private static object Raised(string id, string category = "fight") => new
    {
        source = "old",
        id,
        kind = "alert",
        city = "karaganda",
        category,
        deviceId = "cam-1",
        occurredAt = "2026-01-01T00:00:00Z",
    };

    private static async Task Rebuild(RunningHost host)
    {
        var readModels = host.Services.GetRequiredService<ReadModelStore>();
        foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections)
            await readModels.Rebuild(projection, _ => { }, Cancellation);
    }

    private static async Task<long> Fights(RunningHost host) => (await host.Ask(
        """
        { trend(from: "2025-12-01", until: "2026-02-01", grain: DAY,
            filter: { categories: ["fight"], measure: ALERTS }) { series { total } } }
        """)).GetProperty("trend").GetProperty("series")[0].GetProperty("total").GetInt64();
}
