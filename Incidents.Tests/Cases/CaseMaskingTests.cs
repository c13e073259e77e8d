using Incidents.Api.Cases;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Tests.PersonalData;
using Incidents.Tests.Postgres;
using Incidents.Tests.Values;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>Masking reaches cases.</summary>
public sealed class CaseMaskingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_is_masked_of_a_person_is_gone_from_their_case_and_its_search_and_the_rest_stays()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"investigator {city}", city);
        var id = await caller.Open();
        await caller.Do("addPersonOfInterest", $"id: \"{id}\", key: \"1\", personName: \"Ivan Petrov\", note: \"tall\"");
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"Petrov Ivan was seen\"");
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"2\", note: \"the lamp is broken\"");
        var commands = host.Services.GetRequiredService<CommandStore>();
        // So long that it is kept in memory.
        for (var note = 0; note < CaseStreams.Least; note++)
        {
            var added = new AddCaseItem(id, Guid.NewGuid(), CaseItemKind.Note, "A. Investigator", Note: $"more {note}");
            Assert.Null((await commands.Decide(added, TestContext.Current.CancellationToken)).Refusal);
        }

        await host.CaughtUp();
        Assert.Equal(1, await Found("petrov"));
        Assert.Contains("Petrov", (await caller.Read(id, "items { personName }")).GetRawText(), StringComparison.Ordinal);

        await MaskingTests.Mask(host, "name: \"Ivan Petrov\"", false);
        await host.CaughtUp();
        Assert.Equal(0, await Found("petrov"));
        Assert.Equal(1, await Found("lamp"));
        var read = await caller.Read(
            id, "isMasked items { personName note } timeline(first: 1000) { totalCount nodes { event { data isMasked } } }");
        Assert.True(read.GetProperty("isMasked").GetBoolean());
        Assert.Equal(4 + CaseStreams.Least, read.GetProperty("timeline").GetProperty("totalCount").GetInt32());
        Assert.DoesNotContain("Petrov", read.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("the lamp is broken", read.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("tall", read.GetRawText(), StringComparison.Ordinal);
        await caller.Do("addCaseTag", $"id: \"{id}\", tag: \"goes on\"");
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);

        async Task<int> Found(string text) => (await caller.Ask($"{{ cases(filter: {{ text: \"{text}\" }}) {{ totalCount }} }}"))
            .GetProperty("cases").GetProperty("totalCount").GetInt32();
    }
}
