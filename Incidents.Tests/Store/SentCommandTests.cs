using System.Text.Json;
using Incidents.Tests.Subscriptions;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Commands with an id of their own, which a page sends again where it does not know whether they arrived.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SentCommandTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_command_that_is_sent_again_is_carried_out_once_and_its_events_name_it()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        var acknowledge =
            $$"""mutation { acknowledgeAlert(id: "{{alert}}", by: "op", commandId: "{{id}}") { version acknowledgedBy } }""";

        var first = await host.Ask(acknowledge);

        Assert.Equal(first.GetRawText(), (await host.Ask(acknowledge)).GetRawText());
        Assert.Equal(
            [id.ToString()],
            (await host.Query($"select headers ->> 'command' from store.mt_events where stream_id = '{alert}' and version = 2"))
                .Select(row => (string)row[0]));
    }

    [Fact]
    public async Task A_command_that_was_refused_is_refused_again_whatever_has_changed_since()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        var reinstate =
            $$"""mutation { reinstateAlert(id: "{{alert}}", by: "op", reasonCode: "mistake", commandId: "{{id}}") { version } }""";

        Assert.Equal("ALERT_NOT_DISMISSED", (await host.Refused(reinstate)).Code);
        await host.Ask($$"""mutation { dismissAlert(id: "{{alert}}", by: "op", reasonCode: "shadow") { version } }""");
        Assert.Equal("ALERT_NOT_DISMISSED", (await host.Refused(reinstate)).Code);
        await host.Ask(reinstate.Replace($"{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_whose_code_is_of_a_later_program_stays_a_refusal()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        var reinstate =
            $$"""mutation { reinstateAlert(id: "{{alert}}", by: "op", reasonCode: "mistake", commandId: "{{id}}") { version } }""";
        Assert.Equal("ALERT_NOT_DISMISSED", (await host.Refused(reinstate)).Code);
        await host.Query($"update store.sent_command set code = 'OF_A_LATER_PROGRAM' where id = '{id}' returning id");

        Assert.Equal("INTERNAL", (await host.Refused(reinstate)).Code);
    }

    [Fact]
    public async Task An_id_that_was_used_for_something_else_is_refused()
    {
        var (alert, other, id) = (await Alert(), await Alert(), Guid.NewGuid());
        string Dismiss(Guid of, string reason, string by = "op") =>
            $$"""mutation { dismissAlert(id: "{{of}}", by: "{{by}}", reasonCode: "{{reason}}", commandId: "{{id}}") { version } }""";

        await host.Ask(Dismiss(alert, "shadow"));

        Assert.Equal("MUTATION_CONFLICT", (await host.Refused(Dismiss(alert, "animal"))).Code);
        Assert.Equal("MUTATION_CONFLICT", (await host.Refused(Dismiss(other, "shadow"))).Code);
        Assert.Equal("MUTATION_CONFLICT", (await host.Refused(Dismiss(alert, "shadow", "other"))).Code);
        Assert.Equal(
            "MUTATION_CONFLICT",
            (await host.Refused($$"""mutation { acknowledgeAlert(id: "{{alert}}", by: "op", commandId: "{{id}}") { version } }""")).Code);
    }

    [Fact]
    public async Task A_version_that_was_seen_does_not_refuse_what_is_sent_again()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        var dismiss =
            $$"""
              mutation {
                dismissAlert(id: "{{alert}}", by: "op", reasonCode: "shadow", expectedVersion: 1, commandId: "{{id}}") { version } }
              """;

        var first = await host.Ask(dismiss);
        Assert.Equal(first.GetRawText(), (await host.Ask(dismiss)).GetRawText());
    }

    // What was committed before the answer could be kept: the event alone shows it.
    [Fact]
    public async Task Without_a_kept_answer_the_event_shows_that_the_command_was_carried_out()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        var dismiss = $$"""mutation { dismissAlert(id: "{{alert}}", by: "op", reasonCode: "shadow", commandId: "{{id}}") { version } }""";

        var first = await host.Ask(dismiss);
        await host.Query($"delete from store.sent_command where id = '{id}' returning id");

        Assert.Equal(first.GetRawText(), (await host.Ask(dismiss)).GetRawText());
    }

    // Eight senders each through two hosts.
    [Fact]
    public async Task Many_senders_at_two_hosts_carry_it_out_once()
    {
        var (alert, id) = (await Alert(), Guid.NewGuid());
        await using var second = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        var dismiss = $$"""mutation { dismissAlert(id: "{{alert}}", by: "op", reasonCode: "shadow", commandId: "{{id}}") { version } }""";

        JsonElement[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? host : second).Ask(dismiss)));

        Assert.All(answers, a => Assert.Equal(2, a.GetProperty("dismissAlert").GetProperty("version").GetInt64()));
    }

    // A dispatcher's hour without network: taken, acknowledged and dismissed then, and sent in order on return.
    [Fact]
    public async Task What_was_done_without_network_keeps_its_true_times_and_its_order()
    {
        var alert = await Alert();
        await host.Ask(
            $$"""
              mutation { takeAlert(id: "{{alert}}", by: "op", occurredAt: "2026-03-02T10:05:00+05:00", commandId: "{{Guid.NewGuid()}}") {
                takenBy } }
              """);
        await host.Ask(
            $$"""
              mutation { acknowledgeAlert(
                id: "{{alert}}", by: "op", occurredAt: "2026-03-02T10:10:00+05:00", commandId: "{{Guid.NewGuid()}}") { version } }
              """);
        var timeline = (await host.Ask($$"""{ alert(id: "{{alert}}") { timeline { type occurredAt } } }"""))
            .GetProperty("alert").GetProperty("timeline").EnumerateArray()
            .Select(e => (e.GetProperty("type").GetString(), e.GetProperty("occurredAt").GetString()));

        Assert.Equal(
            [
                ("alert_raised", "2026-03-02T10:00:00+05:00"), ("work_taken", "2026-03-02T10:05:00+05:00"),
                ("alert_acknowledged", "2026-03-02T10:10:00+05:00"),
            ],
            timeline);
    }

    [Fact]
    public async Task An_id_that_is_none_is_refused()
    {
        var alert = await Alert();
        Assert.NotNull(
            (await host.Refused($$"""mutation { acknowledgeAlert(id: "{{alert}}", by: "op", commandId: "7") { version } }""")).Code);
    }

    private async Task<Guid> Alert() => (await host.PostLines(LiveReports.Alert(await host.NewCity(), "1"))).Id();
}
