using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Every argument of every mutation, read off the schema, with every hostile value: a new one is tried by itself.</summary>
public sealed class MutationValueTests(PostgresFixture postgres)
{
    private const string Schema =
        """
        {
          __schema {
            mutationType { fields { name args { name type { ...ref } } } }
            types { kind name enumValues { name } inputFields { name type { ...ref } } }
          }
        }
        fragment ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        """;

    private static readonly string?[] Refusing = ["TEXT_MALFORMED", "TEXT_TOO_LONG", "CATEGORY_MALFORMED", "BAD_INPUT", "BAD_REQUEST"];

    [Fact]
    public async Task Every_argument_refuses_a_hostile_value_or_keeps_it_within_bounds()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        // A request that is no JSON ends its connection.
        host.Client.DefaultRequestHeaders.ConnectionClose = true;
        var schema = (await host.Ask(Schema)).GetProperty("__schema");
        var types = schema.GetProperty("types").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        var tried = 0;
        foreach (var field in schema.GetProperty("mutationType").GetProperty("fields").EnumerateArray())
        {
            var arguments = field.GetProperty("args").EnumerateArray().ToArray();
            var mutation = field.GetProperty("name").GetString()!;
            if (arguments.Any(IsRequired))
                Assert.Contains(await Code(host, mutation, arguments, types, [], ""), (string?[])[null, "NOT_FOUND"]);
            foreach (var (path, scalar) in arguments.SelectMany(a => Leaves(a, types, [])))
            {
                foreach (var (name, hostile) in HostileValues.All)
                {
                    var code = await Code(host, mutation, arguments, types, path, hostile);
                    var where = $"{mutation}({string.Join('.', path)}: {name})";
                    Assert.True(code is null || (code.Length > 0 && code is not ("INTERNAL" or "STORE_AWAY")), $"{where}: {code}");
                    if (scalar == "String" && HostileValues.Texts.ContainsKey(name))
                        Assert.True(Refusing.Contains(code), $"{where}: {code}");
                    tried++;
                }
            }
        }

        Assert.True(tried > 1_000, $"{tried} tried");
        await host.CaughtUp();
        Assert.Empty(await host.Query(StoredValues.OutOfBounds));
    }

    private static async Task<string?> Code(
        RunningHost host, string mutation, JsonElement[] arguments, Dictionary<string, JsonElement> types, string[] path, string hostile)
    {
        var variables = new JsonObject();
        foreach (var argument in arguments)
        {
            var onPath = path.Length > 0 && path[0] == argument.GetProperty("name").GetString();
            if (onPath || IsRequired(argument))
                variables[argument.GetProperty("name").GetString()!] = Sound(argument, types, onPath ? path[1..] : null);
        }
        // The value goes in as text: it need not be what a JSON library can hold.
        var json = variables.ToJsonString().Replace("\"here\"", hostile, StringComparison.Ordinal);
        var declared = string.Join(", ", arguments.Select(a => $"${a.GetProperty("name")}: {Written(a.GetProperty("type"))}"));
        var given = string.Join(", ", arguments.Select(a => $"{a.GetProperty("name")}: ${a.GetProperty("name")}"));
        var query = $"mutation({declared}) {{ {mutation}({given}) {{ __typename }} }}";
        return await CodeOf(host, query, json);
    }

    /// <summary>The code with which GraphQL refuses a request, or null.</summary>
    internal static async Task<string?> CodeOf(RunningHost host, string query, string variables)
    {
        var request = $"{{\"query\":{JsonSerializer.Serialize(query)},\"variables\":{variables}}}";
        using var body = new StringContent(request, null, "application/json");
        using var response = await host.Client.PostAsync("/graphql", body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement.TryGetProperty("errors", out var errors)
            ? errors[0].GetProperty("extensions").GetProperty("code").GetString()
            : null;
    }

    private static IEnumerable<(
        string[] Path, string Scalar)> Leaves(JsonElement value, Dictionary<string, JsonElement> types, string[] path)
    {
        string[] here = [.. path, value.GetProperty("name").GetString()!];
        var type = types[Named(value.GetProperty("type"))];
        return type.GetProperty("kind").GetString() == "INPUT_OBJECT"
            ? type.GetProperty("inputFields").EnumerateArray().SelectMany(f => Leaves(f, types, here))
            : [(here, type.GetProperty("name").GetString()!)];
    }

    // The path is null where the value is not on that to the hostile one; else what is left of it.
    private static JsonNode? Sound(JsonElement value, Dictionary<string, JsonElement> types, string[]? path)
    {
        if (path is [])
            return "here";
        var name = value.GetProperty("name").GetString();
        var type = types[Named(value.GetProperty("type"))];
        switch (type.GetProperty("kind").GetString())
        {
            case "INPUT_OBJECT":
                var parts = new JsonObject();
                foreach (var part in type.GetProperty("inputFields").EnumerateArray())
                {
                    var onPath = path is [var next, ..] && next == part.GetProperty("name").GetString();
                    if (onPath || IsRequired(part))
                        parts[part.GetProperty("name").GetString()!] = Sound(part, types, onPath ? path![1..] : null);
                }
                return parts;
            case "ENUM":
                return type.GetProperty("enumValues")[0].GetProperty("name").GetString();
        }
        return type.GetProperty("name").GetString() switch
        {
            "UUID" => Guid.NewGuid().ToString(),
            "Float" => 49.5,
            "Date" => "2026-01-01",
            "String" when name == "city" => "karaganda",
            "String" => $"x{Guid.NewGuid():N}",
            var other => throw new NotSupportedException($"No sound value is known for an argument of type {other}."),
        };
    }

    private static bool IsRequired(JsonElement value) => value.GetProperty("type").GetProperty("kind").GetString() == "NON_NULL";

    private static string Named(JsonElement type) =>
        type.TryGetProperty("ofType", out var inner) && inner.ValueKind is JsonValueKind.Object
            ? Named(inner)
            : type.GetProperty("name").GetString()!;

    private static string Written(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Written(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{Written(type.GetProperty("ofType"))}]",
        _ => type.GetProperty("name").GetString()!,
    };
}
