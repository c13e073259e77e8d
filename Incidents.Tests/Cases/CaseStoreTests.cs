using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>Two hosts on one store, and a store that goes away in the middle of a command of two cases.</summary>
public sealed class CaseStoreTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_hosts_that_change_one_case_at_once_each_step_happens_once_or_is_refused_by_name()
    {
        var connection = await postgres.CreateDatabase();
        await using var one = await RunningHost.Start(connection);
        await using var two = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        CaseCaller[] callers = [new(one, "investigator", "karaganda"), new(two, "investigator", "karaganda")];
        var (id, other) = (await callers[0].Open(), await callers[0].Open("Other"));

        var opened = await Task.WhenAll(callers.Select(caller => caller.Ask(
            """mutation { openCase(key: "same", title: "Same", city: "karaganda") { id version } }""")));
        Assert.Equal(opened[0].GetRawText(), opened[1].GetRawText());
        var noted = await Task.WhenAll(callers.Select((caller, i) => caller.Codes(
            $"mutation {{ addCaseNote(id: \"{id}\", key: \"1\", note: \"of host {i}\") {{ id }} }}")));
        Assert.Equal(["CASE_ITEM_OTHERWISE"], noted.SelectMany(codes => codes));
        var closed = await Task.WhenAll(callers.Select(caller => caller.Codes(
            $"mutation {{ closeCase(id: \"{id}\", reason: \"done\", expectedVersion: 2) {{ id }} }}")));
        Assert.Single(closed.SelectMany(codes => codes), code => code is "CONCURRENT_CHANGE" or "CASE_CLOSED");
        var merged = await Task.WhenAll(callers.Select(caller => caller.Codes(
            $"mutation {{ mergeCase(id: \"{id}\", otherCaseId: \"{other}\", reason: \"one\") {{ id }} }}")));
        Assert.Equal(["CASE_MERGED"], merged.SelectMany(codes => codes));

        Assert.Equal(
            ["case_absorbed 1", "case_closed 1", "case_item_added 1", "case_merged 1", "case_opened 3"],
            (await one.Query("select type, count(*) from store.mt_events group by type order by type"))
                .Select(row => $"{row[0]} {row[1]}"));
        // Either host shows what the other did, also of a case that it holds in memory.
        for (var note = 2; note < 90; note++)
            await callers[note % 2].Do("addCaseNote", $"id: \"{other}\", key: \"{note}\", note: \"{note}\"");
        foreach (var caller in callers)
        {
            await caller.Read(other, "timeline(first: 1) { totalCount }");
            await callers[0].Do("addCaseTag", $"id: \"{other}\", tag: \"{Guid.NewGuid()}\"");
        }

        var shown = await Task.WhenAll(callers.Select(caller => caller.Read(other, "version items { id } timeline { totalCount }")));
        Assert.Equal(shown[0].GetRawText(), shown[1].GetRawText());
        Assert.Equal(92, shown[0].GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_store_that_goes_away_in_the_middle_of_a_merge_leaves_both_cases_merged_or_none()
    {
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection, o => o.Appender = new() { Patience = TimeSpan.FromSeconds(2) });
        var caller = new CaseCaller(host, "investigator", "karaganda");
        var (id, other) = (await caller.Open(), await caller.Open("Other"));
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"one\"");
        var merge = $"mutation {{ mergeCase(id: \"{id}\", otherCaseId: \"{other}\", reason: \"one\", clientMutationId: \"m\") {{ id }} }}";
        string[] codes;
        await using (var blocker = new NpgsqlConnection(connection))
        {
            await blocker.OpenAsync(Cancellation);
            await using var transaction = await blocker.BeginTransactionAsync(Cancellation);
            await Execute(blocker, "lock table store.mt_events in share mode");
            var merging = caller.Codes(merge);
            await RunningHost.Until(
                async () => await Execute(
                    blocker,
                    """
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'
                    """) is > 0L || merging.IsCompleted, "the merge to be in the middle");
            await transaction.RollbackAsync(Cancellation);
            codes = await merging;
        }

        Assert.All(codes, code => Assert.Equal("STORE_AWAY", code));
        var both = await Merges();
        Assert.True(both is (0, 0) or (1, 1), $"{both}");
        // Sent again, it is done once.
        Assert.Empty(await caller.Codes(merge));
        Assert.Equal((1, 1), await Merges());
        Assert.Equal("MERGED", (await caller.Read(id, "status")).GetProperty("status").GetString());
        Assert.Equal(1, (await caller.Read(other, "items { id }")).GetProperty("items").GetArrayLength());

        async Task<(long, long)> Merges()
        {
            var row = (await host.Query(
                """
                select count(*) filter (where type = 'case_merged'), count(*) filter (where type = 'case_absorbed') from store.mt_events
                """))[0];
            return ((long)row[0], (long)row[1]);
        }
    }

    private static async Task<object?> Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
