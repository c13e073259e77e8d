using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>The register of cases after every kind of event.</summary>
public sealed class CaseRebuildTests(PostgresFixture postgres)
{
    private const string By = "A. Investigator";

    [Fact]
    public async Task After_every_event_of_cases_the_register_equals_its_rebuild_whatever_the_pages()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var commands = host.Services.GetRequiredService<CommandStore>();
        Guid[] ids = [.. Enumerable.Range(0, 12).Select(i => Identity.Stream("test", "case", $"{i}"))];
        var (one, two, part, later, branch, other, evidence) = (ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]);
        var (person, note, entry) = (ids[7], ids[8], ids[9]);
        foreach (var id in (Guid[])[one, two])
            await Do(new OpenCase(id, $"Кражи на рынке {id}", "karaganda", Some.Investigator, By));
        await Do(new AddCaseItem(one, person, CaseItemKind.Person, By, PersonName: "C. Person"));
        await Do(new AmendCaseItem(one, person, By, Note: "tall"));
        await Do(new AddCaseItem(one, note, CaseItemKind.Note, By, Note: "seen"));
        await Do(new AddCaseItem(two, note, CaseItemKind.Note, By, Note: "seen otherwise"));
        await Do(new AddCaseItem(two, later, CaseItemKind.Vehicle, By, Plate: "123ABC09"));
        await Do(new CommentCaseEntry(one, entry, entry, "look", By));
        await Do(new StarCaseEntry(one, entry, true, By));
        await Do(new StarCaseEntry(one, entry, false, By));
        await Do(new SaveCaseView(one, "all", Some.CaseFilter, By));
        await Do(new RemoveCaseView(one, "all", By));
        await Do(new ShareCase(one, Some.Colleague, By));
        await Do(new ShareCase(two, Some.Colleague, By));
        await Do(new UnshareCase(two, Some.Colleague.CallerId, By));
        await Do(new CloseCase(two, "done", By));
        await Do(new MergeCase(two, one, "one matter", By));
        await Do(new UnmergeCase(two, one, By));
        await Do(new ReopenCase(two, "a witness", By));
        await Do(new MergeCase(two, one, "one matter", By));
        await Do(new SplitCase(part, one, [person], "Part", Some.Colleague, "another matter", By));
        await Do(new UndoCaseSplit(part, one, By));
        await Do(new SplitCase(other, one, [note, later], "Other", Some.Colleague, "another matter", By));
        await Do(new BeginCaseBranch(one, branch, "what if", By));
        await Do(new AmendCaseItem(one, person, By, Note: "small", Branch: branch));
        await Do(new AddCaseItem(one, later, CaseItemKind.Tag, By, Tag: "Базар", Branch: branch));
        await Do(new MergeCaseBranch(one, branch, [], By));
        await Do(new UndoCaseBranchMerge(one, branch, By));
        await Do(new AbandonCaseBranch(one, branch, "no", By));
        await Do(new RemoveCaseItem(other, note, "not his", By));
        await Do(new TakeEvidence(one, evidence, "a.mp4", "video/mp4", 1, new('a', 64), EvidenceRoute.Upload, By));
        await Do(new RecordCustody(one, evidence, CustodyAction.Viewed, By));
        await Do(new PlaceEvidenceHold(one, null, "in court", By));
        await Do(new PlaceEvidenceHold(one, evidence, "in court", By));
        await Do(new LiftEvidenceHold(one, evidence, "judged", By));
        await Do(new LiftEvidenceHold(one, null, "judged", By));
        await Do(new CloseCase(one, "judged", By));
        await Do(new RemoveEvidenceBytes(one, evidence, new LocalDate(2100, 1, 1).AtMidnight().WithOffset(Offset.Zero), "Retention", one));
        await Do(new WithdrawEvidence(one, evidence, "wrong", By));

        var happened = (await host.Query("select distinct mt_dotnet_type from store.mt_events"))
            .Select(row => ((string)row[0]).Split(',')[0].Split('.')[^1]);
        Assert.Empty(EventStore.EventTypes.Where(t => t.Namespace == typeof(Case).Namespace).Select(t => t.Name).Except(happened));
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        foreach (var size in (int[])[1, 7, 5_000])
            await RebuildTests.InPagesOf(size, host);
        var rows = (await host.Query("select id, status, is_held, cardinality(shared_with) from read.case_file"))
            .ToDictionary(row => (Guid)row[0], row => $"{row[1]} {row[2]} {row[3]}");
        Assert.Equal(
            ["Closed False 1", "Merged False 0", "Dissolved False 0", "Open False 0"],
            ((Guid[])[one, two, part, other]).Select(id => rows[id]));
        string[] items = [$"{one} {person}", $"{other} {later}", $"{two} {note}", $"{two} {later}"];
        Assert.Equal(
            items.Order(StringComparer.Ordinal),
            (await host.Query("select case_id, id from read.case_item")).Select(row => $"{row[0]} {row[1]}")
                .Order(StringComparer.Ordinal));

        async Task Do(ICommand<Case> command)
        {
            var result = await commands.Decide(command, TestContext.Current.CancellationToken);
            Assert.True(result.Refusal is null, $"{command}: {result.Refusal}");
        }
    }
}
