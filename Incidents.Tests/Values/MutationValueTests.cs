using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Every argument of every mutation, read off the schema, with every hostile value: a new one is tried by itself.</summary>
public sealed class MutationValueTests(PostgresFixture postgres)
{
    private static readonly string?[] Refusing = [
        "TEXT_MALFORMED", "TEXT_TOO_LONG", "CATEGORY_MALFORMED", "HASH_MALFORMED", "BAD_INPUT", "BAD_REQUEST", "VALIDATION_FAILED"];

    [Fact]
    public async Task Every_argument_refuses_a_hostile_value_or_keeps_it_within_bounds()
    {
        using var folder = new TemporaryFolder();
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(),
            settings: new Dictionary<string, string?> { ["Proofs:KeyFile"] = Path.Combine(folder.Path, "key") });
        await host.Covered();
        var schema = await SchemaArguments.Of(host);
        var (tried, faults) = (0, new List<string>());
        // In ./test a sample, a smaller one of what many mutations share: another one with each seed.
        var random = new Random(TestScale.Seed);
        foreach (var field in schema.Mutations)
        {
            if (field.Arguments.Count > 0)
                Assert.Contains(await CodeOf(host, schema.Request(field, [], "")), StatesRefusing(field.Name));
            foreach (var leaf in schema.Leaves(field))
            {
                foreach (var (name, hostile) in HostileValues.All)
                {
                    if (random.Next(TestScale.Of(IsShared(leaf.Path) ? 16 : 5, 1)) > 0)
                        continue;
                    var code = await CodeOf(host, schema.Request(field, leaf.Path, hostile));
                    var where = $"{field.Name}({string.Join('.', leaf.Path)}: {name})";
                    if (code is "" or "INTERNAL" or "STORE_AWAY")
                        faults.Add($"{where}: {code}");
                    if (leaf.Scalar == "String" && HostileValues.Texts.ContainsKey(name) && !Refusing.Contains(code))
                        faults.Add($"{where}: {code}");
                    tried++;
                }
            }
        }

        Assert.Empty(faults);
        Assert.True(tried > TestScale.Of(400, 1_000), $"{tried} tried");
        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    // What a sound request may say of the state in which things are: nothing has this id, and nobody has handed over a shift.
    private static string?[] StatesRefusing(string field) => field switch
    {
        "acceptShift" => [null, "NOT_FOUND", "SHIFT_NOT_HANDED_OVER"],
        "handOverShift" or "endShift" => [null, "NOT_FOUND", "SHIFT_NOT_BEGUN"],
        _ => [null, "NOT_FOUND"],
    };

    private static bool IsShared(string[] path) => path is [_, "clientMutationId" or "cause" or "commandId"] or [_, "filter", ..];

    /// <summary>The code with which GraphQL refuses a request or a mutation, or null.</summary>
    internal static Task<string?> CodeOf(RunningHost host, string query, string variables) =>
        CodeOf(host, $"{{\"query\":{JsonSerializer.Serialize(MutationText.Of(query))},\"variables\":{variables}}}");

    private static async Task<string?> CodeOf(RunningHost host, string request)
    {
        using var body = new StringContent(request, null, "application/json");
        using var response = await host.Client.PostAsync("/graphql", body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return RunningHost.CodeOf(JsonDocument.Parse(text).RootElement);
    }
}
