using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using GraphQL.Transport;
using Incidents.Api.GraphQL;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.GraphQL;

/// <summary>Queries and variables that no client sends by intent: the client's fault is told, and nothing is logged as ours.</summary>
public sealed class HostileQueryTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_query_is_a_fault_of_the_server()
    {
        using var log = new KeptLog();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), log: log);
        foreach (var (query, code) in Queries())
        {
            var body = JsonSerializer.Serialize(new { query });
            using var response = await host.Client.PostAsync(
                "/graphql", new StringContent(body, null, "application/json"), Cancellation);
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            var start = query[..Math.Min(60, query.Length)];
            Assert.True(
                (int)response.StatusCode < 500 && !text.Contains("INTERNAL", StringComparison.Ordinal),
                $"{start}: {text} {log.Entries.LastOrDefault()}");
            Assert.True(text.Length < 60_000, $"{start}: {text.Length} bytes");
            if (code is not null)
                Assert.Contains($"\"code\":\"{code}\"", text, StringComparison.Ordinal);
        }
        Assert.Empty(log.Entries.Select(e => $"{e.Message} {e.Exception?.Message}"));
    }

    [Fact]
    public async Task Variables_are_refused_by_POST_and_GET_alike()
    {
        using var log = new KeptLog();
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), log: log);
        const string Query = "query($c:[String!]){incidents(first:1,filter:{districts:$c}){totalCount}}";
        foreach (var (variables, code) in new[]
        {
            ("""{"c":["\u0000"]}""", "BAD_INPUT"),
            ("""{"c":["\ud800"]}""", "BAD_REQUEST"),
            ("""{"\ud800":["x"]}""", "BAD_REQUEST"),
            ("""{"c":"\udc00"}""", "BAD_REQUEST"),
            ($$$"""{"c":[{"x":{{{new string('9', 401)}}} }]}""", "BAD_REQUEST"),
            ("[]", "BAD_REQUEST"),
            ("{", "BAD_REQUEST"),
        })
        {
            using var post = await host.Client.PostAsync(
                "/graphql", new StringContent($"{{\"query\":\"{Query}\",\"variables\":{variables}}}", null, "application/json"),
                Cancellation);
            using var get = await host.Client.GetAsync(
                $"/graphql?query={Uri.EscapeDataString(Query)}&variables={Uri.EscapeDataString(variables)}", Cancellation);
            foreach (var response in (HttpResponseMessage[])[post, get])
            {
                Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.BadRequest]);
                var answer = await response.Content.ReadAsStringAsync(Cancellation);
                Assert.True(answer.Contains(code, StringComparison.Ordinal), $"{variables}: {answer}");
            }
        }
        Assert.Empty(log.Entries);
    }

    // Reading and writing a number takes the square of its length: 100,000 digits took seconds of a processor.
    [Theory]
    [InlineData("variables", "{ \"n\": [NUMBER] }")]
    [InlineData("extensions", "{ \"n\": -0.NUMBER }")]
    public void A_number_of_many_digits_is_refused_before_it_is_computed_with(string name, string value)
    {
        var refusal = Assert.Throws<FormatException>(() => Read(100_000));
        Assert.Equal($"'{name}' contains a number of more than 400 characters.", refusal.Message);

        GraphQLRequest Read(int digits)
        {
            var given = value.Replace("NUMBER", new string('9', digits), StringComparison.Ordinal);
            var body = Encoding.UTF8.GetBytes($$"""{ "query": "{a}", "{{name}}": {{given}} }""");
            return GraphQLRequestReader.Read(new ReadOnlySequence<byte>(body));
        }
    }

    // Of a text the length is no matter.
    [Fact]
    public void A_number_of_400_digits_and_a_longer_text_of_digits_are_taken()
    {
        var body = $$$"""{"query":"{a}","variables":{"n":{{{new string('9', 400)}}},"t":"{{{new string('9', 401)}}}"}}""";
        Assert.Equal(2, GraphQLRequestReader.Read(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body))).Variables!.Count);
    }

    // 200 fields of one name are 19,900 pairs, 201 are 20,100. Two fields that become one have the fields of both.
    [Theory]
    [InlineData(200, "{ NAMES }", null)]
    [InlineData(201, "{ NAMES }", "QUERY_TOO_COMPLEX")]
    [InlineData(99, "{ a: __schema { NAMES } a: __schema { NAMES } }", null)]
    [InlineData(101, "{ a: __schema { NAMES } a: __schema { NAMES } }", "QUERY_TOO_COMPLEX")]
    [InlineData(101, "{ a: __schema { NAMES } b: __schema { NAMES } }", null)]
    [InlineData(101, "{ ...F ... { NAMES } } fragment F on Query { NAMES }", "QUERY_TOO_COMPLEX")]
    [InlineData(101, "{ ...F ...F } fragment F on Query { NAMES }", null)]
    [InlineData(700, "{ a: __schema { NAMES } a: __type(name: \"Query\") { NAMES } }", "QUERY_TOO_COMPLEX")]
    [InlineData(1, "{ ...F } fragment F on Query { a: __schema { ...F } NAMES }", "VALIDATION_FAILED")]
    public async Task Fields_of_one_name_are_counted_before_they_are_compared(int times, string query, string? code)
    {
        await using var server = await SampleServer.Start();
        var response = await server.Execute(query.Replace("NAMES", Times("__typename ", times), StringComparison.Ordinal));

        var codes = response.TryGetProperty("errors", out var errors)
            ? errors.EnumerateArray().Select(e => e.GetProperty("extensions").GetProperty("code").GetString()).Distinct()
            : [];
        Assert.Equal(code is null ? [] : [code], codes);
    }

    [Fact]
    public async Task The_errors_of_one_response_are_capped_and_counted()
    {
        await using var server = await SampleServer.Start();
        var response = await server.Execute($"{{ __typename {string.Concat(Enumerable.Repeat("@a", 5_000))} }}");

        var errors = response.GetProperty("errors").EnumerateArray().ToArray();
        Assert.Equal(51, errors.Length);
        Assert.Equal("TOO_MANY_ERRORS", errors[^1].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("There are 4950 more errors.", errors[^1].GetProperty("message").GetString());
        Assert.True(response.GetRawText().Length < 60_000);
    }

    private static IEnumerable<(string Query, string? Code)> Queries()
    {
        foreach (var (open, close) in ((string, string)[])[("[", "]"), ("{a:", "}")])
        {
            foreach (var depth in (int[])[20, 60, 100, 127, 128, 129, 1_000, 5_000])
            {
                var value = $"{Times(open, depth)}1{Times(close, depth)}";
                if (value.Length < 19_000)
                    yield return ($"{{incidents(filter:{{cities:{value}}}){{totalCount}}}}", depth > 128 ? "QUERY_TOO_DEEP" : null);
            }
        }
        foreach (var depth in (int[])[20, 100, 200, 1_000])
        {
            yield return (
                $"{{__schema{{types{{name fields{{type{{{Times("ofType{", depth)}name{Times("}", depth)}}}}}}}}}}}", "QUERY_TOO_DEEP");
            yield return ($"{{incidents{{{Times("nodes{", depth)}id{Times("}", depth)}}}}}", null);
            yield return ($"{{{Times("...{", depth)}serverTime{Times("}", depth)}}}", null);
            yield return ($"query($v:{Times("[", depth)}String{Times("]", depth)}){{serverTime}}", null);
        }
        yield return ("""{incidents(first:1,filter:{cities:["\ud800"]}){totalCount}}""", "BAD_INPUT");
        yield return ("""{incidents(first:1,filter:{districts:["\u0000"]}){totalCount}}""", "BAD_INPUT");
        yield return ("""{incidents(first:1,filter:{districts:["\udc00x"]}){totalCount}}""", "BAD_INPUT");
        yield return ("{incidents(after:\"\\ud800\"){totalCount}}", "CURSOR_MALFORMED");
        yield return ("{boundaries(set:\"\\u0000\"){name}}", "BAD_INPUT");
        yield return ("{deadLetters(source:\"\\u0000\"){nodes{code}}}", "BAD_INPUT");
        yield return ("{nothing(a:\"\\ud800\")}", null);
        yield return ("{__type(name:\"\\ud800\"){name}}", null);
        yield return ("{__type(name:\"\\u{110000}\"){name}}", null);
        yield return ("{__type(name:\"\\uzzzz\"){name}}", null);
        yield return ("{serverTime \0}", null);
        yield return ("{serverTime \ud800}", null);
        yield return ("", null);
        yield return (" ", null);
        yield return ("#", null);
        yield return ("{", null);
        yield return ("}", null);
        yield return ("{}", null);
        yield return ("\"\"\"", null);
        yield return ("fragment a on Query { serverTime }", null);
        yield return ("fragment a on Query { ...a } { ...a }", null);
        yield return ("fragment a on Query { ...b } fragment b on Query { ...a } { ...a }", null);
        yield return ("subscription { serverTime }", null);
        yield return ("type Query { a: Int }", null);
        yield return ("{ a: serverTime } { b: serverTime }", null);
        const string Period = "from:\"2026-01-01\",until:\"2026-01-02\"";
        yield return ($"{{ heatmap(bounds:{{west:1e999,south:0,east:1,north:1}},zoom:1,{Period}){{total}} }}", null);
        yield return ($"{{ heatmap(bounds:null,zoom:1,{Period}){{total}} }}", null);
        yield return ("{ incidents(first: 99999999999999999999999) { totalCount } }", null);
        yield return ("{ incidents(order: NONE) { totalCount } }", null);
        yield return ("query($a:Int=\"x\"){incidents(first:$a){totalCount}}", null);
        yield return ("query($a:Query){serverTime}", null);
        yield return ("query($a:Int,$a:Int){serverTime}", null);
        yield return ("query($a:Int!){incidents(first:$a){totalCount}}", "VALIDATION_FAILED");
        yield return ("{serverTime @skip(if:$a)}", null);
        yield return ("{serverTime @skip(if:1)}", null);
        yield return ($"{{{string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"a{i}"))}}}", "TOO_MANY_ERRORS");
        yield return ($"{{{string.Join(' ', Enumerable.Range(0, 900).Select(i => $"a{i}:incidents"))}}}", "TOO_MANY_ERRORS");
        yield return ($"{{{string.Join(' ', Enumerable.Repeat("a:serverTime a:__typename", 700))}}}", "QUERY_TOO_COMPLEX");
        yield return ($"query({string.Join(' ', Enumerable.Range(0, 1_500).Select(i => $"$a{i}:X"))}){{serverTime}}", "TOO_MANY_ERRORS");
        yield return ($"{{incidents(filter:{{occurredFrom:\"{new string('9', 15_000)}\"}}){{totalCount}}}}", null);
    }

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
