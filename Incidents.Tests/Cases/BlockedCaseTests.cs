using Incidents.Api.Cases;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>A blocked plate is shown in no case, and the rest of the case is.</summary>
public sealed class BlockedCaseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_blocked_plate_is_shown_in_no_case_and_found_by_no_search_until_it_is_unblocked()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"investigator {city}", city);
        var id = await caller.Open();
        await caller.Do("addVehicleOfInterest", $"id: \"{id}\", key: \"1\", plate: \"257AVV04\", note: \"red\"");
        await caller.Do("addVehicleOfInterest", $"id: \"{id}\", key: \"2\", plate: \"123ABC09\"");
        var commands = host.Services.GetRequiredService<CommandStore>();
        // So long that it is kept in memory.
        for (var note = 0; note < CaseStreams.Least; note++)
        {
            var added = new AddCaseItem(id, Guid.NewGuid(), CaseItemKind.Note, "A. Investigator", Note: $"more {note}");
            Assert.Null((await commands.Decide(added, TestContext.Current.CancellationToken)).Refusal);
        }

        await host.CaughtUp();
        Assert.Equal(["123ABC09", "257AVV04"], await Plates());

        await host.Ask("""mutation { blockPerson(plate: "257 AVV 04", reasonCode: "court-order", reference: "r") { isBlocked } }""");

        Assert.Equal(["123ABC09"], await Plates());
        Assert.Equal(["PERSON_BLOCKED"], await caller.Codes("{ cases(filter: { text: \"257 avv 04\" }) { totalCount } }"));
        Assert.Equal(
            ["PERSON_BLOCKED"], await caller.Codes("{ search(filter: { text: \"257 avv 04\" }) { cases { case { id } } } }"));
        Assert.Equal(
            ["PERSON_BLOCKED"],
            await caller.Codes($"mutation {{ addVehicleOfInterest(id: \"{id}\", key: \"3\", plate: \"257AVV04\") {{ id }} }}"));

        await host.Ask("""mutation { unblockPerson(plate: "257 AVV 04", reasonCode: "lifted", reference: "r") { isBlocked } }""");
        Assert.Equal(["123ABC09", "257AVV04"], await Plates());

        async Task<IEnumerable<string>> Plates()
        {
            var read = await caller.Read(
                id, "items { plate note } timeline(first: 1000) { nodes { event { data } } } links { nodes { label } }");
            var text = read.GetRawText();
            Assert.Contains("red", text, StringComparison.Ordinal);
            return ((string[])["123ABC09", "257AVV04"]).Where(plate => text.Contains(plate, StringComparison.Ordinal));
        }
    }
}
