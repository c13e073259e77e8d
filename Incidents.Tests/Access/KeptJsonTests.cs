using System.Globalization;
using System.Net.Http.Json;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Access.Log;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>No value that a request can hold keeps an entry of the access log from being stored or read.</summary>
[Collection(OnSharedHost.Name)]
public sealed class KeptJsonTests(SharedHost shared)
{
    private const int Values = 300;

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_value_is_stored_and_read_again_beside_sound_ones()
    {
        var log = host.Services.GetRequiredService<IAccessLog>();
        var random = new Random(20260703);
        var caller = $"hostile-{Guid.NewGuid():N}";
        await Task.WhenAll(Enumerable.Range(0, Values).Select(i => log.Write(
            new(AccessKind.Read, caller, Text(random), new() { ["variables"] = KeptJson.Of(Value(random, 0)), ["query"] = $"{i}\0" }),
            Cancellation)));

        var kept = await host.Services.GetRequiredService<AccessLogReader>()
            .List(new(Callers: [caller]), null, false, 2 * Values, Cancellation);
        Assert.Equal(Values, kept.Count);
    }

    [Fact]
    public void What_can_be_kept_is_kept_as_it_is()
    {
        var sound = JsonNode.Parse("""{"a":[1,-2.5,"Ақпан 🚓",true,null,{"b":1e300}],"c":{}}""")!.AsObject();
        Assert.Equal(sound.ToJsonString(), KeptJson.Of(sound).ToJsonString());
    }

    // No attribute can hold half of a surrogate pair.
    [Fact]
    public void What_the_store_cannot_hold_is_replaced()
    {
        foreach (var (text, kept) in new[] { ("a\0b", "a\uFFFDb"), ("\uD800", "\uFFFD"), ("x\uDC00🚓", "x\uFFFD🚓") })
            Assert.Equal(kept, KeptJson.Of(text)!.GetValue<string>());
    }

    [Fact]
    public void A_number_without_end_is_kept_as_its_digits()
    {
        var digits = new string('9', 200_000);
        Assert.Equal(digits, KeptJson.Of(BigInteger.Parse(digits, CultureInfo.InvariantCulture))!.GetValue<string>());
        Assert.Equal("1e999999", KeptJson.Of(JsonNode.Parse("""{"n":1e999999}""")!.AsObject())["n"]!.GetValue<string>());
    }

    [Fact]
    public void What_is_too_deep_is_cut()
    {
        var kept = KeptJson.Of(Nested(10_000))!.ToJsonString();
        using var read = JsonDocument.Parse(kept);
        Assert.EndsWith("}", kept, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, read.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("""{"query":"query($v: [String!]) { incidents(filter: { cities: $v }) { nodes { id } } }","variables":{"v":["\u0000"]}}""")]
    [InlineData("""{"query":"query Read { incidents(filter: { cities: [\"\\u0000\"] }, first: 1) { nodes { id description } } }"}""")]
    [InlineData("""{"query":"query Read { incidents(first: 1) { nodes { id description } } }","variables":{"unused":1e999999}}""")]
    [InlineData("""{"query":"query Read { incidents(first: 1) { nodes { id description } } }","variables":{"unused":"\ud800"}}""")]
    public async Task A_hostile_request_is_answered_or_refused_for_what_it_is(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await host.Client.SendAsync(request, Cancellation);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var code = answer.TryGetProperty("errors", out var errors)
            ? errors[0].GetProperty("extensions").GetProperty("code").GetString()
            : null;
        Assert.DoesNotContain(code, (string?[])["INTERNAL", "ACCESS_LOG_AWAY"]);
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("{}", true, true)]
    [InlineData("""{"a":null,"b":null}""", true, true)]
    [InlineData("""{"a":null,"b":{"c":null}}""", false, true)]
    [InlineData("""{"a":{"b":{"c":null}}}""", false, false)]
    [InlineData("""{"a":{"b":[]}}""", false, false)]
    [InlineData("""{"a":0}""", false, false)]
    public void An_answer_shows_nothing_when_every_member_is_null(string data, bool ofQuery, bool ofMutation)
    {
        Assert.Equal(ofQuery, AnswerRecord.ShowsNothing(Encoding.UTF8.GetBytes(data), isMutation: false));
        Assert.Equal(ofMutation, AnswerRecord.ShowsNothing(Encoding.UTF8.GetBytes(data), isMutation: true));
    }

    private static object? Value(Random random, int depth) => random.Next(depth > 30 ? 6 : 9) switch
    {
        0 => null,
        1 => Text(random),
        2 => random.Next(),
        3 => double.CopySign(random.Next(2) == 0 ? double.PositiveInfinity : double.Epsilon, random.Next(-1, 1)),
        4 => BigInteger.Pow(random.Next(2, 10), random.Next(1, 2_000)),
        5 => random.NextDouble() < 0.5,
        6 => Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth + 1)).ToList(),
        7 => Enumerable.Range(0, random.Next(3)).ToDictionary(i => Text(random) + i, _ => Value(random, depth + 1)),
        _ => Nested(random.Next(1, 200)),
    };

    private static object Nested(int levels)
    {
        object value = "\0";
        for (var i = 0; i < levels; i++)
            value = i % 2 == 0 ? new List<object?> { value } : new Dictionary<string, object?> { ["\uD800"] = value };
        return value;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(6) switch
    {
        0 => "\0",
        1 => $"{(char)random.Next(0xD800, 0xE000)}",
        2 => "\uFFFF",
        3 => "\"\\",
        4 => "🚓",
        _ => $"{(char)random.Next(1, 0x500)}",
    }));
}
