using System.Text.Json;
using Incidents.Api.Data;
using Xunit;

namespace Incidents.Tests.Plans;

/// <summary>The response plan of an incident, over the host.</summary>
[Collection(OnSharedHost.Name)]
public sealed class PlanHostTests(SharedHost shared)
{
    private const string Asked = "plan { code version nameKk steps { code nameRu isRequired tickedBy tickedAt note } }";

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Steps_are_ticked_and_taken_back_and_the_timeline_keeps_both()
    {
        var id = await Opened("fire");
        var plan = await Plan(id);
        Assert.Equal(("fire", 1, "Өрт"), (
            plan.GetProperty("code").GetString(), plan.GetProperty("version").GetInt32(), plan.GetProperty("nameKk").GetString()));
        Assert.Equal(["brigade", "camera", "people", "ambulance", "gas", "unit"], Texts(plan, "code"));
        Assert.Equal("brigade people", Joined(plan, step => step.GetProperty("isRequired").GetBoolean()));
        Assert.Equal("", Joined(plan, IsTicked));

        await Tick(id, "people", "occurredAt: \"2026-07-03T06:45:00Z\", note: \"two are inside\"");
        await Tick(id, "brigade", "occurredAt: \"2026-07-03T06:46:00Z\"");
        plan = await Plan(id);
        Assert.Equal("brigade people", Joined(plan, IsTicked));
        Assert.Equal(
            """["op","2026-07-03T11:45:00+05:00","two are inside"]""",
            JsonSerializer.Serialize(plan.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("code").GetString() == "people")
                .SelectMany(s => new[] { "tickedBy", "tickedAt", "note" }.Select(name => s.GetProperty(name).GetString())))
                .Replace("\\u002B", "+", StringComparison.Ordinal));

        await host.Ask($$"""mutation { untickPlanStep(id: "{{id}}", step: "people", by: "op", reasonCode: "mistake") { version } }""");
        Assert.Equal("brigade", Joined(await Plan(id), IsTicked));
        var timeline = (await host.Ask($$"""{ incident(id: "{{id}}") { timeline { type by planStep reasonCode } } }"""))
            .GetProperty("incident").GetProperty("timeline").EnumerateArray().Skip(1).Select(entry => entry.GetRawText());
        Assert.Equal(
            [
                """{"type":"plan_step_ticked","by":"op","planStep":"people","reasonCode":null}""",
                """{"type":"plan_step_ticked","by":"op","planStep":"brigade","reasonCode":null}""",
                """{"type":"plan_step_unticked","by":"op","planStep":"people","reasonCode":"mistake"}""",
            ],
            timeline);
    }

    [Fact]
    public async Task With_another_category_comes_another_plan()
    {
        var id = await Opened("fire");
        await Tick(id, "unit");
        await host.Ask($$"""mutation { categoriseIncident(id: "{{id}}", category: "fight", by: "op") { version } }""");

        var plan = await Plan(id);
        Assert.Equal(("fight", ""), (plan.GetProperty("code").GetString(), Joined(plan, IsTicked)));
        await host.Ask($$"""mutation { categoriseIncident(id: "{{id}}", category: "noise", by: "op") { version } }""");
        Assert.Equal(JsonValueKind.Null, (await Plan(id)).ValueKind);
        Assert.Equal("PLAN_STEP_UNKNOWN", await Refused(id, "unit"));
        await host.Ask($$"""mutation { categoriseIncident(id: "{{id}}", category: "fire", by: "op") { version } }""");
        Assert.Equal("unit", Joined(await Plan(id), IsTicked));
    }

    [Fact]
    public async Task What_cannot_be_ticked_is_refused_with_a_code()
    {
        var id = await Opened("fire");
        Assert.Equal("PLAN_STEP_UNKNOWN", await Refused(id, "talk"));
        Assert.Equal("PLAN_STEP_NOT_TICKED", (await host.Refused(
            $$"""mutation { untickPlanStep(id: "{{id}}", step: "unit", by: "op", reasonCode: "mistake") { id } }""")).Code);
        await Tick(id, "unit");
        Assert.Equal("PLAN_STEP_ALREADY_TICKED", await Refused(id, "unit"));
        Assert.Equal("NOT_FOUND", await Refused(Guid.NewGuid(), "unit"));
        Assert.Equal("CONCURRENT_CHANGE", await Refused(id, "people", "expectedVersion: 1"));

        await host.Ask($$"""mutation { takeIncident(id: "{{id}}", by: "other") { id } }""");
        Assert.Equal("WORK_TAKEN_BY_ANOTHER", await Refused(id, "people"));
        await host.Ask($$"""mutation { releaseIncident(id: "{{id}}", by: "other") { id } }""");
        await host.Ask($$"""mutation { withdrawIncident(id: "{{id}}", by: "op", reasonCode: "unfounded") { id } }""");
        Assert.Equal("INCIDENT_ALREADY_WITHDRAWN", await Refused(id, "people"));
    }

    // A page whose network was away sends the tick again.
    [Fact]
    public async Task A_tick_that_is_sent_again_under_its_id_is_answered_as_the_first_time()
    {
        var id = await Opened("fire");
        var commandId = Guid.NewGuid();
        var tick = $$"""
            mutation { tickPlanStep(id: "{{id}}", step: "gas", by: "op", note: "closed", commandId: "{{commandId}}") { version } }
            """;

        var first = (await host.Ask(tick)).GetProperty("tickPlanStep").GetProperty("version").GetInt64();
        Assert.Equal(first, (await host.Ask(tick)).GetProperty("tickPlanStep").GetProperty("version").GetInt64());
        Assert.Equal("MUTATION_CONFLICT", (await host.Refused(tick.Replace("closed", "open", StringComparison.Ordinal))).Code);
    }

    // The catalogue names codes that the pages word, and no step of it is left without a word in a language.
    [Fact]
    public void The_plans_of_the_program_are_for_kinds_to_which_somebody_responds()
    {
        var plans = Catalogues.ResponsePlans(Catalogues.Cities(), Catalogues.Categories());

        Assert.Equal(
            ["accident", "fight", "fire", "intrusion", "medical", "missing", "object", "sos", "theft", "vehicle", "weapon"],
            plans.All.Select(plan => plan.Code));
        Assert.All(plans.All, plan => Assert.Contains(plan.Steps, step => step.IsRequired));
        Assert.All(plans.All.SelectMany(plan => plan.Steps), step => Assert.True(IsCyrillic(step.NameKk) && IsCyrillic(step.NameRu)));

        static bool IsCyrillic(string text) => text.Any(letter => letter is >= 'А' and <= 'я');
    }

    private async Task<Guid> Opened(string category)
    {
        var city = await host.NewCity();
        var opened = await host.Ask(
            $$"""
            mutation { openIncident(console: "{{city}}", key: "1", category: "{{category}}", place: { city: "{{city}}" },
                occurredAt: "2026-07-03T06:40:00Z", reportedAt: "2026-07-03T06:40:00Z") { id } }
            """);
        return opened.GetProperty("openIncident").GetProperty("id").GetGuid();
    }

    private Task<JsonElement> Tick(Guid id, string step, string more = "") =>
        host.Ask($$"""mutation { tickPlanStep(id: "{{id}}", step: "{{step}}", by: "op" {{more}}) { version } }""");

    private async Task<string> Refused(Guid id, string step, string more = "") =>
        (await host.Refused($$"""mutation { tickPlanStep(id: "{{id}}", step: "{{step}}", by: "op" {{more}}) { version } }""")).Code;

    private async Task<JsonElement> Plan(Guid id) =>
        (await host.Ask($$"""{ incident(id: "{{id}}") { {{Asked}} } }""")).GetProperty("incident").GetProperty("plan");

    private static bool IsTicked(JsonElement step) => step.GetProperty("tickedBy").ValueKind is JsonValueKind.String;

    private static string Joined(JsonElement plan, Func<JsonElement, bool> which) => string.Join(
        ' ', plan.GetProperty("steps").EnumerateArray().Where(which).Select(step => step.GetProperty("code").GetString()));

    private static IEnumerable<string?> Texts(JsonElement plan, string name) =>
        plan.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty(name).GetString());
}
