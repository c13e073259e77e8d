using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api;
using Incidents.Api.Ingest;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Every field of a report, in every phase of every kind, with every hostile value: a new one is tried by itself.</summary>
public sealed class ReportValueTests(PostgresFixture postgres)
{
    private const string Then = "2026-03-02T10:00:00+05:00";

    [Fact]
    public async Task Every_field_refuses_a_hostile_value_or_keeps_it_within_bounds()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var fields = typeof(Report).GetProperties().SelectMany(p => Leaves(p, [])).ToList();
        Assert.Contains(fields, f => f.Path is ["certificate", "validUntil"]);
        var random = new Random(TestScale.Seed);
        foreach (var (kind, phase) in SliceReports.Kinds.All.SelectMany(k => k.Phases.Select(p => (k.Name, p.Name))))
        {
            // In ./test a third of the fields of each step, others with each seed.
            foreach (var (path, type) in fields.Where(_ => random.Next(TestScale.Of(3, 1)) == 0))
            {
                var lines = HostileValues.All.Select(hostile => Line(kind, phase, path, hostile.Value));
                var codes = (await host.Post(string.Join('\n', lines), "application/x-ndjson")).Codes.ToArray();
                foreach (var ((name, _), code) in HostileValues.All.Zip(codes))
                {
                    var where = $"{kind}/{phase}.{string.Join('.', path)} of {name}";
                    Assert.True(code is not ("INTERNAL" or "STORE_REFUSED" or "unavailable"), $"{where}: {code}");
                    if (type == typeof(string) && HostileValues.Texts.ContainsKey(name))
                        Assert.True(code is not ("accepted" or "duplicate"), $"{where}: {code}");
                }
            }
        }

        await ReadModelsAfter.AreRunningAndEqualTheirRebuild(host);
    }

    [Fact]
    public async Task A_fault_has_the_same_code_in_a_report_as_in_a_mutation()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var (mutation, kind, phase, field) in Twins)
        {
            foreach (var name in (string[])["NUL", "100,000 letters", "empty", "blank", "control characters"])
            {
                var hostile = HostileValues.All[name];
                var report = (await host.Post(Line(kind, phase, [field], hostile), "application/x-ndjson")).Codes.Single();
                var tried = mutation.Replace("ID", $"\"{Guid.NewGuid()}\"", StringComparison.Ordinal);
                var code = await MutationValueTests.CodeOf(
                    host, $"mutation($v: String!) {{ {tried} {{ __typename }} }}", $"{{\"v\":{hostile}}}");

                // The mutation is about nothing that exists: that it says so means that the value has passed.
                Assert.True(
                    (code is null or "NOT_FOUND" ? "accepted" : code) == report,
                    $"{mutation} says {code}, {kind}/{phase}.{field} says {report} to {name}");
            }
        }
    }

    // What is said by mutations and by reports: the same value by both ways.
    private static readonly (string Mutation, string Kind, string Phase, string Field)[] Twins =
    [
        Open("console: $v, key: ID, category: \"a\", place: { city: \"temirtau\" }", "source"),
        Open("console: \"c\", key: $v, category: \"a\", place: { city: \"temirtau\" }", "id"),
        Open("console: \"c\", key: ID, category: $v, place: { city: \"temirtau\" }", "category"),
        Open("console: \"c\", key: ID, category: \"a\", place: { city: $v }", "city"),
        Open("console: \"c\", key: ID, category: \"a\", place: { city: \"temirtau\", district: $v }", "district"),
        Open("console: \"c\", key: ID, category: \"a\", place: { city: \"temirtau\", street: $v }", "street"),
        Open("console: \"c\", key: ID, category: \"a\", place: { city: \"temirtau\" }, deviceId: $v", "deviceId"),
        Open("console: \"c\", key: ID, category: \"a\", place: { city: \"temirtau\" }, description: $v", "description"),
        ("categoriseIncident(id: ID, category: $v)", "incident", "registered", "category"),
        ("registerDevice(deviceId: $v, kind: CAMERA, place: { city: \"temirtau\" })", "device", "registered", "deviceId"),
        ("endSosCall(id: ID, outcomeCode: $v)", "sosCall", "ended", "outcome"),
        ("escalateSosCall(id: ID, service: $v, reasonCode: \"r\")", "sosCall", "escalated", "to"),
        ("escalateSosCall(id: ID, service: \"103\", reasonCode: $v)", "sosCall", "escalated", "reason"),
    ];

    private static (string, string, string, string) Open(string arguments, string field) =>
        ($"openIncident({arguments})", "incident", "registered", field);

    private static string Line(string kind, string phase, string[] path, string hostile)
    {
        var id = Guid.NewGuid().ToString("N");
        var report = new JsonObject
        {
            ["source"] = "values",
            ["id"] = id,
            ["kind"] = kind,
            ["phase"] = phase,
            ["city"] = "karaganda",
            ["category"] = kind == "upkeep" ? "snow-uncleared" : "theft",
            ["occurredAt"] = Then,
            ["deviceId"] = id,
            ["deviceKind"] = "camera",
            ["article"] = "592",
            ["by"] = "op",
            ["to"] = "103",
            ["reference"] = id,
        };
        var holder = report;
        if (path is [var part, _])
            report[part] = holder = Sound(part);
        // A coordinate comes with the other.
        if (path is ["longitude" or "latitude"])
            (report["longitude"], report["latitude"]) = (73.1, 49.8);
        holder[path[^1]] = "here";
        return report.ToJsonString().Replace("\"here\"", hostile, StringComparison.Ordinal);
    }

    private static JsonObject Sound(string part) => part switch
    {
        "clip" or "snapshot" => new() { ["uri"] = "https://media.example/1" },
        "measured" => new() { ["value"] = 75, ["allowed"] = 60, ["unit"] = "km/h" },
        "certificate" => new() { ["number"] = "KZ-1", ["validUntil"] = "2030-01-01" },
        _ => throw new NotSupportedException($"No sound '{part}' is known."),
    };

    private static IEnumerable<(string[] Path, Type Type)> Leaves(PropertyInfo property, string[] path)
    {
        string[] here = [.. path, JsonNamingPolicy.CamelCase.ConvertName(property.Name)];
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsClass && type != typeof(string) ? type.GetProperties().SelectMany(p => Leaves(p, here)) : [(here, type)];
    }
}
