using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>A host without events, and what it logs.</summary>
public sealed class EmptyHost(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;

    internal RunningHost Host => host!;

    internal KeptLog Log { get; } = new();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => host = await RunningHost.Start(await postgres.CreateDatabase(), log: Log);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        Log.Dispose();
    }
}

/// <summary>Every field and argument of the schema with values that it cannot use: a new one is tried by itself.</summary>
public sealed class QueryValueTests(EmptyHost empty) : IClassFixture<EmptyHost>
{
    private static readonly Dictionary<string, string> MoreHostile = new()
    {
        ["null in a list"] = "[null]",
        ["a list in a list"] = "[[[\"x\"]]]",
        ["most of an Int"] = "2147483647",
        ["least of an Int"] = "-2147483648",
        ["most of a Long"] = "\"9223372036854775807\"",
        ["a million digits"] = new string('9', 100_000),
        ["least date"] = "\"-9998-01-01\"",
        ["first date"] = "\"0001-01-01\"",
        ["last date"] = "\"9999-12-31\"",
        ["moment before the first"] = "\"0001-01-01T00:00:00+14:00\"",
        ["moment after the last"] = "\"9999-12-31T23:59:59-14:00\"",
        ["cursor with NUL"] = "\"eyJJdGVtMSI6ImRldmljZXMiLCJJdGVtMiI6eyJJdGVtMSI6IlwwIn19\"",
    };

    // The days of a period at the calendar's first and last, in the order in which a field needs them.
    private static readonly Dictionary<string, (string First, string Last)> Ends = new()
    {
        ["beforeFrom"] = ("0001-01-01", "9999-12-01"),
        ["beforeUntil"] = ("0001-01-02", "9999-12-02"),
        ["from"] = ("0001-01-01", "9999-12-03"),
        ["installedFrom"] = ("0001-01-12", "9999-12-15"),
        ["installedUntil"] = ("0001-01-13", "9999-12-16"),
        ["until"] = ("0001-01-28", "9999-12-31"),
    };

    // Any value of these says something, and nothing is the larger for it.
    private static readonly string[] Unbounded = ["seed", "expectedVersion", "knownAt", "asKnownOn", "occurredAt", "installedAt", "size"];

    private readonly RunningHost host = empty.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_value_of_an_argument_is_a_fault_of_the_server()
    {
        var logged = empty.Log.Entries.Count;
        var schema = await SchemaArguments.Of(host);
        Assert.NotEmpty(schema.Nested);
        var tried = 0;
        // An eighth of them in ./test, fewer of what many fields share: others with each seed.
        var random = new Random(TestScale.Seed);
        foreach (var field in schema.Queries.Concat(schema.Nested))
        {
            var sound = await Answer(host, schema.Request(field, [], ""));
            Assert.True(
                sound.Codes is [] or ["BOUNDARIES_UNKNOWN"] or ["NOTHING_COUNTED"] or ["NO_BANDWIDTH"] or ["PROOFS_OFF"],
                $"{field.Name}: {sound.Text}");
            foreach (var leaf in schema.Leaves(field))
            {
                foreach (var (name, hostile) in HostileValues.All.Concat(MoreHostile))
                {
                    if (random.Next(TestScale.Of(leaf.Path.Length > 1 ? 40 : 8, 1)) > 0)
                        continue;
                    var request = schema.Request(field, leaf.Path, hostile);
                    Check(await Answer(host, request), $"{field.Name}({string.Join('.', leaf.Path)}: {name})");
                    tried++;
                }
            }
        }

        Assert.True(tried > TestScale.Of(250, 3_000), $"{tried} tried");
        Assert.Empty(empty.Log.Entries.Skip(logged).Select(e => $"{e.Message} {e.Exception?.Message}"));
    }

    [Fact]
    public async Task The_ends_of_the_calendar_are_no_fault_of_the_server()
    {
        var logged = empty.Log.Entries.Count;
        var schema = await SchemaArguments.Of(host);
        var tried = 0;
        foreach (var field in schema.Queries.Concat(schema.Nested))
        {
            var owner = field.Parent ?? field;
            var leaves = schema.Leaves(owner).ToArray();
            if (!leaves.Concat(schema.Leaves(field)).Any(l => l.Scalar is "Date" or "DateTime"))
                continue;
            foreach (var isFirst in (bool[])[true, false])
            {
                foreach (var days in (int[])[1, 7])
                {
                    foreach (var others in Enums(schema, leaves).Prepend([]))
                    {
                        var given = new Dictionary<string, string>(others) { ["stepDays"] = $"{days}" };
                        foreach (var (name, (first, last)) in Ends)
                            given[name] = $"\"{(isFirst ? first : last)}\"";
                        // Also a single day.
                        if (days == 7)
                        {
                            given["from"] = isFirst ? "\"0001-01-01\"" : "\"9999-12-30\"";
                            given["until"] = isFirst ? "\"0001-01-02\"" : "\"9999-12-31\"";
                        }
                        Check(await Answer(host, schema.Request(field, [], "", given)), $"{field.Name} {string.Join(' ', given)}");
                        foreach (var leaf in leaves.Where(l => l.Scalar is "Date" or "DateTime" && !Ends.ContainsKey(l.Path[0])))
                        {
                            var day = isFirst ? "\"0001-01-01\"" : "\"9999-12-31\"";
                            Check(await Answer(host, schema.Request(owner, leaf.Path, day, given)), $"{owner.Name} {leaf.Path[0]} {day}");
                        }
                        tried++;
                    }
                }
            }
        }

        Assert.True(tried > 200, $"{tried} tried");
        Assert.Empty(empty.Log.Entries.Skip(logged).Select(e => $"{e.Message} {e.Exception?.Message}"));
    }

    [Fact]
    public async Task Every_argument_has_an_upper_limit()
    {
        var schema = await SchemaArguments.Of(host);
        var taken = new List<string>();
        // In ./test half of them, others with each seed.
        var random = new Random(TestScale.Seed);
        // What belongs to one thing is asked of a thing that does not exist here; RegisterAreaTests and CaseTimelineTests try its limits.
        var ofLists = schema.Nested.Where(f => f.Parent is not { Name: "incident" or "case" or "caseAsKnown" });
        foreach (var field in schema.Queries.Concat(ofLists).Concat(schema.Mutations))
        {
            // A log that has not so many leaves has no proof of them.
            foreach (var leaf in schema.Leaves(field).Where(l => !Unbounded.Contains(l.Path[^1]) && field.Name != "consistencyProof"))
            {
                foreach (var much in TooMuch(schema, leaf))
                {
                    if (random.Next(TestScale.Of(2, 1)) > 0)
                        continue;
                    var where = $"{field.Name}({string.Join('.', leaf.Path)}: {much[..Math.Min(20, much.Length)]}…)";
                    var (answer, allocated) = await Measured(host, schema.Request(field, leaf.Path, much));
                    if (!answer.Codes.Any(c => c is not "NOT_FOUND"))
                        taken.Add($"{where}: {answer.Text[..Math.Min(300, answer.Text.Length)]}");
                    Check(answer, where);
                    // Other tests allocate at the same time: the least of some tries.
                    for (var again = 0; again < 5 && allocated >= 100 << 20; again++)
                        allocated = (await Measured(host, schema.Request(field, leaf.Path, much))).Allocated;
                    Assert.True(allocated < 100 << 20, $"{where} allocates {allocated:#,0} bytes");
                }
            }
        }
        Assert.Empty(taken);
    }

    private static async Task<(Answered Answer, long Allocated)> Measured(RunningHost host, string request)
    {
        var before = GC.GetTotalAllocatedBytes();
        var answer = await Answer(host, request);
        return (answer, GC.GetTotalAllocatedBytes() - before);
    }

    private static IEnumerable<string> TooMuch(SchemaArguments schema, SchemaLeaf leaf)
    {
        var one = leaf.Scalar switch
        {
            "String" => "\"x\"",
            "Int" => "2",
            "Float" => "2.5",
            "UUID" => $"\"{Guid.NewGuid()}\"",
            "Date" => "\"2026-01-01\"",
            "DateTime" => "\"2026-01-01T00:00:00Z\"",
            _ => schema.ValuesOf(leaf.Scalar).FirstOrDefault() is { } value ? $"\"{value}\"" : "1",
        };
        if (leaf.IsList)
            yield return $"[{string.Join(',', Enumerable.Repeat(one, 20_000))}]";
        switch (leaf.Scalar)
        {
            case "String": yield return $"\"{new string('x', 100_000)}\""; break;
            case "Int": yield return "2147483647"; break;
            case "Float": yield return "1e300"; break;
            case "Long": yield return "\"9223372036854775807\""; break;
            case "Date" or "DateTime": yield return "\"+12345-01-01T00:00:00Z\""; break;
        }
    }

    private static IEnumerable<Dictionary<string, string>> Enums(SchemaArguments schema, SchemaLeaf[] leaves) =>
        leaves.Where(l => l.Path.Length == 1 && !l.IsList).SelectMany(
            l => schema.ValuesOf(l.Scalar).Select(v => new Dictionary<string, string> { [l.Path[0]] = $"\"{v}\"" }));

    private static void Check(Answered answer, string where) => Assert.False(
        answer.Status >= 500 || answer.Text.Contains("INTERNAL", StringComparison.Ordinal) || answer.Codes.Contains("STORE_AWAY"),
        $"{where}: {answer.Status} {answer.Text}");

    internal static async Task<Answered> Answer(RunningHost host, string request)
    {
        using var body = new StringContent(request, null, "application/json");
        using var response = await host.Client.PostAsync("/graphql", body, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        var json = JsonDocument.Parse(text).RootElement;
        string[] codes = json.TryGetProperty("data", out _) || json.TryGetProperty("errors", out _)
            ? [.. RunningHost.ErrorsOf(json).Select(error => error.Code).Distinct()]
            : [];
        return new((int)response.StatusCode, codes, text.Length > 3_000 ? text[..3_000] : text, json);
    }

    /// <param name="Status">HTTP status.</param>
    /// <param name="Codes">The codes of its errors, each once.</param>
    /// <param name="Text">Its beginning.</param>
    /// <param name="Json">The whole of it.</param>
    internal sealed record Answered(int Status, string[] Codes, string Text, JsonElement Json);
}
