using System.Text.Json;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>Cases through GraphQL: who sees them, and what they show.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CaseApiTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_case_is_its_owners_until_it_is_shared_and_to_others_it_does_not_exist()
    {
        var city = await host.NewCity();
        var (owner, other, stranger) = (
            new CaseCaller(host, $"owner {city}", city), new CaseCaller(host, $"other {city}", city),
            new CaseCaller(host, $"far {city}", await host.NewCity()));
        var id = await owner.Open();
        await host.CaughtUp();

        Assert.Equal(JsonValueKind.Null, (await other.Ask($$"""{ case(id: "{{id}}") { id } }""")).GetProperty("case").ValueKind);
        Assert.Empty(await Listed(other));
        Assert.Equal(["NOT_FOUND"], await other.Codes($$"""mutation { closeCase(id: "{{id}}", reason: "x") { id } }"""));
        Assert.Equal(
            ["NOT_FOUND"], await other.Codes($$"""mutation { closeCase(id: "{{Guid.NewGuid()}}", reason: "x") { id } }"""));

        await owner.Do("shareCase", $"id: \"{id}\", callerId: \"{await other.Id()}\", name: \"other\"");
        await owner.Do("shareCase", $"id: \"{id}\", callerId: \"{await stranger.Id()}\", name: \"far\"");
        await host.CaughtUp();
        Assert.Equal([id], await Listed(other));
        Assert.Equal([id], await Listed(other, "filter: { isOwn: false }"));
        Assert.Empty(await Listed(other, "filter: { isOwn: true }"));
        await other.Do("addCaseTag", $"id: \"{id}\", tag: \"market\"");
        // Shared, but in no town of theirs.
        Assert.Empty(await Listed(stranger));
        Assert.Equal(["NOT_FOUND"], await stranger.Codes($$"""mutation { closeCase(id: "{{id}}", reason: "x") { id } }"""));

        await owner.Do("unshareCase", $"id: \"{id}\", callerId: \"{await other.Id()}\"");
        Assert.Equal(["NOT_FOUND"], await other.Codes($$"""mutation { addCaseTag(id: "{{id}}", tag: "x") { id } }"""));
        Assert.Empty(await Listed(other));
    }

    [Fact]
    public async Task A_hold_on_a_case_is_shown_at_each_item_that_it_covers_also_in_the_cases_that_are_part_of_it()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"hold {city}", city);
        var (part, whole) = (await caller.Open("Part"), await caller.Open("Whole"));
        await caller.Do("placeEvidenceHold", $"id: \"{part}\", reason: \"in court\"");
        await Refer(part, "clip.mp4");
        await caller.Do("liftEvidenceHold", $"id: \"{part}\", reason: \"judged\"");
        await Refer(part, "later.mp4");
        Assert.Equal(["clip.mp4 False hold_placed hold_lifted", "later.mp4 False"], await Shown(part));

        await caller.Do("mergeCase", $"id: \"{part}\", otherCaseId: \"{whole}\", reason: \"one matter\"");
        await caller.Do("placeEvidenceHold", $"id: \"{whole}\", reason: \"in court\"");
        string[] held = ["clip.mp4 True hold_placed hold_lifted", "later.mp4 True"];
        Assert.Equal(held, await Shown(whole));
        Assert.Equal(held, await Shown(part));

        Task<JsonElement> Refer(Guid id, string name) => caller.Do(
            "referToEvidence",
            $"id: \"{id}\", key: \"{name}\", fileName: \"{name}\", mediaType: \"video/mp4\", uri: \"https://vms/17\", "
            + $"sha256: \"{new string('a', 64)}\"");

        async Task<string[]> Shown(Guid id) =>
        [
            .. (await caller.Read(id, "evidence { fileName isHeld custody { kind } }")).GetProperty("evidence").EnumerateArray()
                .Select(item => string.Join(' ', [
                    item.GetProperty("fileName").GetString()!, item.GetProperty("isHeld").GetBoolean().ToString(),
                    .. item.GetProperty("custody").EnumerateArray().Select(step => step.GetProperty("kind").GetString()!)])),
        ];
    }

    [Theory]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Operator)]
    public async Task No_other_role_sees_cases(Role role)
    {
        var caller = new CaseCaller(host, $"a {role}", await host.NewCity(), role);
        Assert.Equal(["ACCESS_DENIED"], await caller.Codes("{ cases { totalCount } }"));
        Assert.Equal(["ACCESS_DENIED"], await caller.Codes("mutation { openCase(key: \"1\", title: \"x\", city: \"karaganda\") { id } }"));
    }

    [Fact]
    public async Task Opening_twice_opens_once_and_an_unknown_town_is_refused()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"twice {city}", city);
        string Mutation(string title) => $$"""mutation { openCase(key: "1", title: "{{title}}", city: "{{city}}") { id } }""";
        var first = (await caller.Ask(Mutation("x"))).GetProperty("openCase").GetProperty("id").GetGuid();

        Assert.Equal(first, (await caller.Ask(Mutation("x"))).GetProperty("openCase").GetProperty("id").GetGuid());
        Assert.Equal(["CASE_OPENED_OTHERWISE"], await caller.Codes(Mutation("y")));
        Assert.Equal(["ACCESS_DENIED"], await caller.Codes("""mutation { openCase(key: "2", title: "x", city: "karaganda") { id } }"""));
    }

    [Fact]
    public async Task The_same_step_twice_is_one_and_a_step_on_an_old_version_is_refused()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"steps {city}", city);
        var id = await caller.Open();
        for (var i = 0; i < 2; i++)
        {
            await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"one\", clientMutationId: \"m1\"");
            await caller.Do("addPersonOfInterest", $"id: \"{id}\", key: \"1\", personName: \"C\"");
        }

        Assert.Equal(3, (await caller.Read(id, "version")).GetProperty("version").GetInt32());
        Assert.Equal(["CASE_ITEM_OTHERWISE"], await caller.Codes(
            $$"""mutation { addCaseNote(id: "{{id}}", key: "1", note: "two") { id } }"""));
        Assert.Equal(["CONCURRENT_CHANGE"], await caller.Codes(
            $$"""mutation { closeCase(id: "{{id}}", reason: "x", expectedVersion: 2) { id } }"""));
        Assert.Equal(["TIME_IN_FUTURE"], await caller.Codes(
            $$"""mutation { addCaseNote(id: "{{id}}", key: "2", note: "x", occurredAt: "2100-01-01T00:00:00Z") { id } }"""));
    }

    [Fact]
    public async Task Cases_are_found_by_words_tags_and_what_is_attached()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"finds {city}", city);
        var (one, other) = (await caller.Open("Кражи на рынке"), await caller.Open("Robbery"));
        var incident = await Incident(city, 1);
        await caller.Do("attachToCase", $"id: \"{one}\", kind: INCIDENT, thingId: \"{incident}\", reason: \"seen nearby\"");
        await caller.Do("addPersonOfInterest", $"id: \"{one}\", key: \"1\", personName: \"Ержан Әлімов\"");
        await caller.Do("addVehicleOfInterest", $"id: \"{one}\", key: \"1\", plate: \"123 авс 09\"");
        await caller.Do("addCaseTag", $"id: \"{other}\", tag: \"Қарағанды\"");
        await host.CaughtUp();

        foreach (var text in (string[])["краж рынке", "ержан алимов", "123ABC09", "seen"])
            Assert.Contains(one, await Listed(caller, $"filter: {{ text: \"{text}\" }}"));
        Assert.Equal([one], await Listed(caller, $"filter: {{ thingId: \"{incident}\" }}"));
        Assert.Equal([other], await Listed(caller, "filter: { tag: \"карағанды\" }"));
        Assert.Empty(await Listed(caller, "filter: { text: \"nobody\" }"));

        await caller.Do("closeCase", $"id: \"{one}\", reason: \"done\"");
        await host.CaughtUp();
        Assert.Equal([one, other], await Listed(caller));
        Assert.Equal([one], await Listed(caller, "filter: { statuses: [CLOSED] }"));
        Assert.Equal([one], await Listed(caller, "first: 1"));
    }

    [Fact]
    public async Task A_search_for_a_person_or_plate_in_cases_needs_a_purpose()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"asks {city}", city);
        var id = await caller.Open();
        foreach (var filter in (string[])["filter: { text: \"petrov\" }", "filter: { text: \"123 ABC 09\" }"])
        {
            Assert.Equal(["PURPOSE_MISSING"], await caller.Codes($"query {{ cases({filter}) {{ totalCount }} }}"));
            Assert.Equal(
                ["PURPOSE_MISSING"], await caller.Codes($"query {{ case(id: \"{id}\") {{ timeline({filter}) {{ totalCount }} }} }}"));
        }
    }

    [Fact]
    public async Task What_the_caller_does_not_see_cannot_be_attached()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"attaches {city}", city);
        var id = await caller.Open();
        var elsewhere = await Incident(await host.NewCity(), 1);
        foreach (var thing in (Guid[])[elsewhere, Guid.NewGuid()])
        {
            Assert.Equal(["NOT_FOUND"], await caller.Codes(
                $$"""mutation { attachToCase(id: "{{id}}", kind: INCIDENT, thingId: "{{thing}}", reason: "x") { id } }"""));
        }

        var own = await Incident(city, 2);
        Assert.Equal(["CASE_THING_UNKNOWN"], await caller.Codes(
            $$"""mutation { attachToCase(id: "{{id}}", kind: ALERT, thingId: "{{own}}", reason: "x") { id } }"""));
        Assert.Equal(["BAD_INPUT"], await caller.Codes(
            $$"""mutation { attachToCase(id: "{{id}}", kind: NOTE, thingId: "{{own}}", reason: "x") { id } }"""));
    }

    [Fact]
    public async Task A_branch_is_compared_and_merged_and_a_merge_and_split_are_undone()
    {
        var city = await host.NewCity();
        var caller = new CaseCaller(host, $"branches {city}", city);
        var (id, other) = (await caller.Open(), await caller.Open("Other"));
        await caller.Do("addCaseNote", $"id: \"{id}\", key: \"1\", note: \"one\"");
        var branch = (await caller.Do("beginCaseBranch", $"id: \"{id}\", key: \"1\", name: \"what if\"", "branches { id }"))
            .GetProperty("branches")[0].GetProperty("id").GetGuid();
        var item = (await caller.Read(id, "items { id }")).GetProperty("items")[0].GetProperty("id").GetGuid();
        await caller.Do("amendCaseItem", $"id: \"{id}\", itemId: \"{item}\", note: \"two\"");
        await caller.Do("amendCaseItem", $"id: \"{id}\", itemId: \"{item}\", note: \"three\", branchId: \"{branch}\"");

        var differences = (await caller.Read(id, "branches { differences { itemId conflict inCase { note } inBranch { note } } }"))
            .GetProperty("branches")[0].GetProperty("differences");
        Assert.Equal("BOTH_AMENDED", differences[0].GetProperty("conflict").GetString());
        Assert.Equal(["CASE_BRANCH_CONFLICT"], await caller.Codes(
            $$"""mutation { mergeCaseBranch(id: "{{id}}", branchId: "{{branch}}") { id } }"""));
        var merged = await caller.Do(
            "mergeCaseBranch", $"id: \"{id}\", branchId: \"{branch}\", choices: [{{ itemId: \"{item}\", side: BRANCH }}]",
            "items { note }");
        Assert.Equal("three", merged.GetProperty("items")[0].GetProperty("note").GetString());
        var undone = await caller.Do("undoCaseBranchMerge", $"id: \"{id}\", branchId: \"{branch}\"", "items { note }");
        Assert.Equal("two", undone.GetProperty("items")[0].GetProperty("note").GetString());

        await caller.Do("mergeCase", $"id: \"{other}\", otherCaseId: \"{id}\", reason: \"one matter\"");
        Assert.Equal(
            ["CASE_MERGED"], await caller.Codes($$"""mutation { addCaseTag(id: "{{other}}", tag: "x") { id } }"""));
        Assert.Contains("case_opened", await caller.Types(id, $"first: 100, filter: {{ sourceIds: [\"{other}\"] }}"));
        await caller.Do("unmergeCase", $"id: \"{other}\"");

        var part = (await caller.Do(
            "splitCase", $"id: \"{id}\", key: \"part\", itemIds: [\"{item}\"], title: \"Part\", reason: \"x\"", "id"))
            .GetProperty("id").GetGuid();
        Assert.Empty((await caller.Read(id, "items { id }")).GetProperty("items").EnumerateArray());
        var came = (await caller.Timeline(part, "first: 100", "cameFromCaseId event { type }")).GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("event").GetProperty("type").GetString() == "case_item_added");
        Assert.Equal(id, Assert.Single(came).GetProperty("cameFromCaseId").GetGuid());
        await caller.Do("undoCaseSplit", $"id: \"{part}\"");
        Assert.Equal("two", (await caller.Read(id, "items { note }")).GetProperty("items")[0].GetProperty("note").GetString());
        Assert.Equal(["CASE_DISSOLVED"], await caller.Codes($$"""mutation { addCaseTag(id: "{{part}}", tag: "x") { id } }"""));
    }

    private async Task<Guid> Incident(string city, int key) => (await host.Ask(
        $$"""
        mutation { openIncident(console: "{{city}}", key: "{{key}}", category: "theft", place: { city: "{{city}}" }) { id } }
        """)).GetProperty("openIncident").GetProperty("id").GetGuid();

    private static async Task<Guid[]> Listed(CaseCaller caller, string arguments = "first: 100") =>
    [
        .. (await caller.Ask($"{{ cases({arguments}) {{ totalCount nodes {{ id }} }} }}")).GetProperty("cases").GetProperty("nodes")
            .EnumerateArray().Select(node => node.GetProperty("id").GetGuid()),
    ];
}
