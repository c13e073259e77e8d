using GraphQL.Types;
using GraphQLParser.AST;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Every field of the schema as every role: refused exactly where the access table says so.</summary>
[Collection(OnSharedHost.Name)]
public sealed class AccessMatrixTests(SharedHost shared)
{
    private const int TypesOfRequest = 6;

    private readonly RunningHost host = shared.Host;
    private readonly SchemaPaths paths = new(
        shared.Host.Services.GetRequiredService<ISchema>(), shared.Host.Services.GetRequiredService<FieldTable>());

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory, MemberData(nameof(Roles))]
    public async Task Each_type_shows_a_role_what_the_table_allows(Role role)
    {
        var asker = new RoleAsker(host, role);
        await Data();
        foreach (var operation in Enum.GetValues<OperationType>())
        {
            var all = paths.Types.Where(type => paths.OperationOf(type) == operation)
                .Select(type => (Type: type, Fields: paths.FieldsOf(type).ToArray())).ToList();
            foreach (var some in Requests(all, operation))
                await Compare(asker, some, operation);
            var allowed = all
                .Select(part => (
                    part.Type, Fields: part.Fields.Where(f => paths.Uses(part.Type, [f]).All(u => asker.May(u.Class))).ToArray()))
                .Where(part => part.Fields.Length > 0).ToList();
            foreach (var some in Requests(allowed, operation))
                await Compare(asker, some, operation);
        }
    }

    [Theory, MemberData(nameof(Roles))]
    public async Task Each_field_alone_shows_a_role_what_the_table_allows(Role role)
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        var asker = new RoleAsker(host, role);
        foreach (var type in paths.Types)
        {
            foreach (var field in paths.FieldsOf(type))
                await Compare(asker, [(type, [field])], paths.OperationOf(type));
        }
    }

    [Fact]
    public void Every_listed_type_is_reached()
    {
        var listed = host.Services.GetRequiredService<FieldTable>().All.Select(line => line.Type)
            .Where(type => !FieldTable.IsFilter(type)).Distinct();

        Assert.Equal([], listed.Except(paths.Types));
    }

    [Fact]
    public async Task Nobody_reads_anything_without_sign_in()
    {
        var nobody = new RoleAsker(host);
        foreach (var query in (string[])["{ __typename }", "{ me { id } }", "{ cities { code } }", "{ nothing }", "mutation { x }", "{"])
        {
            var (status, answer) = await nobody.Ask(query);

            Assert.Equal(401, status);
            Assert.Equal(["SIGN_IN_NEEDED"], RoleAsker.Codes(answer));
            Assert.False(answer.TryGetProperty("data", out _));
        }
    }

    // A subscription has one field of the root.
    private static IEnumerable<(string Type, string[] Fields)[]> Requests(
        List<(string Type, string[] Fields)> parts, OperationType operation) => operation is OperationType.Subscription
            ? parts.SelectMany(part => part.Type is "Subscription" ? part.Fields.Select(field => (part.Type, (string[])[field])) : [part])
                .Chunk(1)
            : parts.Chunk(operation is OperationType.Mutation ? 1 : TypesOfRequest);

    // A mutation that is allowed is asked for beside one that is not, so that nothing is carried out.
    private async Task Compare(RoleAsker asker, (string Type, string[] Fields)[] parts, OperationType operation)
    {
        if (operation is OperationType.Mutation
            && parts.SelectMany(part => paths.Uses(part.Type, part.Fields)).All(use => asker.May(use.Class)))
        {
            var other = paths.FieldsOf("Mutation").First(field => !asker.May(paths.Uses("Mutation", [field]).Single().Class));
            parts = [.. parts, ("Mutation", [other])];
        }
        var selections = string.Join('\n', parts.Select((part, i) => paths.Query(part.Type, part.Fields, $"t{i}")));
        var text = $"{operation.ToString().ToLowerInvariant()} {{ {selections} }}";
        var (status, answer) = await asker.Ask(text);
        var expected = parts.SelectMany(part => paths.Uses(part.Type, part.Fields)).Where(use => !asker.May(use.Class))
            .Select(use => use.Field).Distinct().Order(StringComparer.Ordinal).ToArray();
        var denied = RoleAsker.Denied(answer);

        Assert.True(
            expected.SequenceEqual((denied ?? []).Order(StringComparer.Ordinal)),
            $"{string.Join(' ', expected)}\nare denied by the table, and these are:\n{string.Join(' ', denied ?? [])}\n{text}\n{answer}");
        if (denied is not null)
        {
            Assert.Equal(403, status);
            Assert.False(answer.TryGetProperty("data", out _));
            return;
        }
        string[] faults = ["VALIDATION_FAILED", "QUERY_TOO_COMPLEX", "QUERY_TOO_DEEP", "INTERNAL"];
        Assert.True(!RoleAsker.Codes(answer).Intersect(faults).Any(), $"{text}\n{answer}");
    }

    private async Task Data()
    {
        var city = await host.NewCity();
        object Report(string kind, int id) => new
        {
            source = city,
            id = $"{kind}-{id}",
            kind,
            city,
            category = kind == "violation" ? null : "theft",
            article = kind == "violation" ? "592" : null,
            part = kind == "violation" ? "1" : null,
            occurredAt = "2026-01-10T10:00:00+05:00",
        };
        var sent = await host.PostLines(((string[])["incident", "alert", "sosCall", "violation"]).Select(Report));
        Assert.DoesNotContain("unavailable", sent.Statuses);
    }
}
