using System.Text;
using System.Text.Json;
using Incidents.Api.Store;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>What is kept beside an event: who and what brought it about, and the commitment to its content.</summary>
[Collection(OnSharedHost.Name)]
public sealed class EventMetadataTests(SharedHost shared)
{
    // The table of RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_written_as_RFC_8785_has_them(ulong bits, string written) =>
        Assert.Equal(written, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    // The example of RFC 8785, 3.2.2 and 3.2.3.
    [Fact]
    public void The_example_of_RFC_8785_is_written_as_it_has_it() => Assert.Equal(
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        Encoding.UTF8.GetString(CanonicalJson.Of(
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """u8)));

    [Theory]
    [InlineData("""{"a":1.5,"b":"ы 😀"}""")]
    [InlineData("""{"a":1E+21,"b":-0,"c":1E-07}""")]
    [InlineData("""{"a":"line\nfeed \u001f \"quoted\" \\ E+","b":[-0,1],"c":{"d":-0}}""")]
    public void A_commitment_fits_the_same_content_in_another_notation_and_nothing_else(string json)
    {
        var (id, stream) = (Guid.NewGuid(), Guid.NewGuid());
        var headers = EventCommitment.Headers(id, stream, 3, "alert_raised", Encoding.UTF8.GetBytes(json));
        var turned = "{ " + string.Join(
            " , ", JsonDocument.Parse(json).RootElement.EnumerateObject().Reverse().Select(p => p.ToString())) + " }";

        Assert.True(EventCommitment.Fits(headers, id, stream, 3, "alert_raised", turned));
        Assert.NotEqual(headers, EventCommitment.Headers(id, stream, 3, "alert_raised", Encoding.UTF8.GetBytes(json)));
        Assert.False(EventCommitment.Fits(headers, Guid.NewGuid(), stream, 3, "alert_raised", json));
        Assert.False(EventCommitment.Fits(headers, id, Guid.NewGuid(), 3, "alert_raised", json));
        Assert.False(EventCommitment.Fits(headers, id, stream, 4, "alert_raised", json));
        Assert.False(EventCommitment.Fits(headers, id, stream, 3, "alert_ended", json));
        var other = json.Replace("\"a\":1", "\"a\":2").Replace("line", "lime");
        Assert.False(EventCommitment.Fits(headers, id, stream, 3, "alert_raised", other));
    }

    [Fact]
    public async Task A_report_s_events_say_which_request_and_which_source_they_come_from()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        var posted = await host.PostLines(
            new { source = city, id = "1", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" },
            new
            {
                source = city,
                id = "2",
                kind = "alert",
                phase = "ended",
                city,
                category = "fight",
                occurredAt = "2026-01-01T00:01:00Z"
            });

        var rows = await host.Query(
            $"""
             select correlation_id, causation_id, user_name from store.mt_events
             where stream_id in ('{posted.Id(0)}', '{posted.Id(1)}') order by seq_id
             """);

        Assert.Equal(3, rows.Count);
        Assert.All(rows, row => Assert.Equal(("report", city), (row[1], row[2])));
        Assert.Matches("^[0-9a-f]{32}$", Assert.IsType<string>(Assert.Single(rows.Select(r => r[0]).Distinct())));
    }

    [Fact]
    public async Task A_command_with_the_same_client_id_is_carried_out_once_and_answered_the_same_twice()
    {
        var host = shared.Host;
        var call = await Call(host);
        string Answer(string operator_, string id) =>
            $$"""
              mutation {
                answerSosCall(
                  id: "{{call}}", by: "{{operator_}}", clientMutationId: "{{id}}", cause: "rule-7") {
                version answeredBy timeline { type enteredBy cause } } }
              """;

        var first = await host.Ask(Answer("op-1", "m-1"));
        Assert.Equal(first.GetRawText(), (await host.Ask(Answer("op-1", "m-1"))).GetRawText());
        Assert.Equal("MUTATION_CONFLICT", (await host.Refused(Answer("op-2", "m-1"))).Code);
        Assert.Equal("SOS_CALL_ALREADY_ANSWERED", (await host.Refused(Answer("op-1", "m-2"))).Code);

        var answered = first.GetProperty("answerSosCall");
        Assert.Equal(2, answered.GetProperty("version").GetInt64());
        var entry = answered.GetProperty("timeline").EnumerateArray().Single(e => e.GetProperty("type").GetString() == "sos_call_answered");
        Assert.Equal(("op-1", "rule-7"), (entry.GetProperty("enteredBy").GetString(), entry.GetProperty("cause").GetString()));
    }

    [Fact]
    public async Task A_console_s_key_opens_one_incident_and_says_so_where_the_content_is_another()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        string Open(string category, string more = "") =>
            $$"""
              mutation {
                openIncident(console: "c", key: "{{city}}", category: "{{category}}", place: { city: "{{city}}" } {{more}}) { id version } }
              """;

        var opened = await host.Ask(Open("theft"));
        Assert.Equal(opened.GetRawText(), (await host.Ask(Open("theft"))).GetRawText());
        Assert.Equal("INCIDENT_OPENED_OTHERWISE", (await host.Refused(Open("robbery"))).Code);
        Assert.Equal("INCIDENT_OPENED_OTHERWISE", (await host.Refused(Open("theft", "description: \"a bicycle\""))).Code);
        Assert.Equal(
            ["conflict"],
            (await host.PostLines(
                new { source = "c", id = city, kind = "incident", city, category = "robbery", occurredAt = "2026-01-01T00:00:00Z" }))
            .Statuses);
    }

    [Fact]
    public async Task Many_senders_of_one_client_id_at_once_carry_it_out_once()
    {
        var host = shared.Host;
        var call = await Call(host);
        var escalate = $$"""
            mutation { escalateSosCall(id: "{{call}}", service: "103", reasonCode: "injured", clientMutationId: "same") { version } }
            """;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Ask(escalate)));

        Assert.All(answers, a => Assert.Equal(2, a.GetProperty("escalateSosCall").GetProperty("version").GetInt64()));
    }

    [Theory]
    [InlineData("clientMutationId")]
    [InlineData("cause")]
    public async Task What_a_client_says_of_a_command_has_bounds(string argument)
    {
        var host = shared.Host;
        var call = await Call(host);

        foreach (var (value, code) in ((string, string)[])[(new('x', 201), "TEXT_TOO_LONG"), ("a\\u0000b", "TEXT_MALFORMED")])
        {
            Assert.Equal(
                code, (await host.Refused($$"""mutation { endSosCall(id: "{{call}}", {{argument}}: "{{value}}") { version } }""")).Code);
        }
    }

    /// <summary>Every event of the store has a commitment, which fits it and not its content with one letter more.</summary>
    internal static async Task EveryCommitmentFits(RunningHost host)
    {
        var rows = await host.Query("select id, stream_id, version, type, data::text, headers::text from store.mt_events");
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var (id, stream, version, type) = ((Guid)row[0], (Guid)row[1], (long)row[2], (string)row[3]);
            var (json, headers) = ((string)row[4], Assert.IsType<string>(row[5]));
            Assert.True(EventCommitment.Fits(headers, id, stream, version, type, json), json);
            var other = json.Replace("\"knownAt\": \"2", "\"knownAt\": \"3");
            Assert.False(EventCommitment.Fits(headers, id, stream, version, type, other), json);
        }
    }

    private static async Task<Guid> Call(RunningHost host)
    {
        var city = await host.NewCity();
        var placed = await host.PostLines(
            new { source = city, id = "1", kind = "sosCall", city, category = "sos", occurredAt = "2026-01-01T00:00:00Z" });
        return placed.Id();
    }
}
