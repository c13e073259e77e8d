using System.Reflection;
using System.Text.Json;
using Incidents.Api.Access.Rows;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.GraphQL;
using Incidents.Api.Pictures;
using Incidents.Api.Targets;
using Incidents.Api.Units;
using Incidents.Domain.Access;
using Incidents.Projections;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>From a thing that the caller sees no link leads to one of another town.</summary>
[Collection(OnTwoTowns.Name)]
public sealed class RowLinkTests(TwoTowns towns)
{
    private const string Links =
        """
        { incident(id: "ID") { status mergedInto merged signals { id } units { divertedTo } timeline { subjectId }
            near(radiusMetres: 10000, hours: 8784, first: 100) { incident { city } } } }
        """;

    private readonly RunningHost host = towns.Host;

    // The own incident has a signal of the other town, a unit that was diverted there, and one of its town was merged there.
    [Fact]
    public async Task Links_lead_to_things_of_the_caller_s_towns_only()
    {
        var (own, other) = (await host.NewCity(), await host.NewCity());
        var (first, merged) = (await Open(own, 1), await Open(own, 2));
        var (into, target) = (await Open(other, 1), await Open(other, 2));
        var alert = (await host.PostLines(
            new { source = other, id = "a", kind = "alert", city = other, category = "fight", occurredAt = "2026-01-01T00:00:00Z" })).Id();
        await host.Ask(
            $$"""
            mutation {
                l: linkSignal(id: "{{first}}", signal: { kind: ALERT, id: "{{alert}}" }) { id }
                u: assignUnit(id: "{{first}}", unit: "u-1") { id }
                d: divertUnit(id: "{{first}}", unit: "u-1", targetId: "{{target}}") { id }
                m: mergeIncident(id: "{{merged}}", targetId: "{{into}}") { id }
            }
            """);
        await host.CaughtUp();

        var (ofOwn, ofOther) = (Of(own), Of(other));
        var all = await Linked(towns.All, first);
        Assert.Equal([alert], Ids(all, "signals", "id"));
        Assert.Equal([target], Ids(all, "units", "divertedTo"));
        Assert.Contains(alert, Ids(all, "timeline", "subjectId"));
        Assert.Equal([merged], Ids(await Linked(towns.All, into), "merged", null));
        Assert.Equal(into, (await Linked(towns.All, merged)).GetProperty("mergedInto").GetGuid());

        var seen = await Linked(ofOwn, first);
        Assert.Empty(Ids(seen, "signals", "id"));
        Assert.Empty(Ids(seen, "units", "divertedTo"));
        Assert.Equal([first], Ids(seen, "timeline", "subjectId").Distinct());
        Assert.Equal(JsonValueKind.Null, (await Linked(ofOwn, merged)).GetProperty("mergedInto").ValueKind);
        var listed = (await ofOwn.Ask("{ incidents { nodes { mergedInto signals { id } units { divertedTo } } } }")).GetRawText();
        Assert.DoesNotContain(new[] { into, alert, target }, id => listed.Contains(id.ToString(), StringComparison.Ordinal));
        var whole = await Linked(ofOther, into);
        Assert.Empty(Ids(whole, "merged", null));
        Assert.Equal([into], Ids(whole, "timeline", "subjectId").Distinct());
        Assert.Equal(
            JsonValueKind.Null, (await ofOther.Ask($$"""{ alert(id: "{{alert}}") { incident { id } } }"""))
            .GetProperty("alert").GetProperty("incident").ValueKind);
        Assert.All(Cities(seen), city => Assert.Equal(own, city));
        Assert.All(Cities(whole), city => Assert.Equal(other, city));

        static IEnumerable<string?> Cities(JsonElement incident) =>
            incident.GetProperty("near").EnumerateArray().Select(near => near.GetProperty("incident").GetProperty("city").GetString());
    }

    [Fact]
    public async Task Neighbours_are_such_as_the_caller_sees()
    {
        const string Near = "near(radiusMetres: 10000, hours: 8784, first: 100) { incident { id } distanceMetres }";
        var query = $$"""{ incident(id: "{{towns.A.Open[0]}}") { {{Near}} } }""";
        Assert.Equal(["ACCESS_DENIED"], await towns.As(Role.Analyst, towns.A).Codes(query));
        var near = (await towns.As(Role.Operator, towns.A).Ask(query)).GetProperty("incident").GetProperty("near");
        Assert.Equal(
            towns.A.Open[1..].Order(), near.EnumerateArray().Select(n => n.GetProperty("incident").GetProperty("id").GetGuid()).Order());
    }

    // Its source's number and its id find an incident on the map, and its street, where the caller sees it.
    [Fact]
    public async Task The_search_on_the_map_finds_what_the_caller_sees()
    {
        var query = $$"""
            query Q @purpose(reason: AUDIT, reference: "a test") {
                open: findPlaces(text: "{{towns.A.Open[0]}}") { kind id point { longitude } }
                closed: findPlaces(text: "{{towns.A.Closed}}") { kind id point { longitude } }
                street: findPlaces(text: "{{towns.A.Word}}") { kind id point { longitude } }
            }
            """;
        Assert.Equal((1, 1, true), await Found(towns.As(Role.Supervisor, towns.A)));
        Assert.Equal((1, 0, true), await Found(towns.As(Role.Operator, towns.A)));
        Assert.Equal((0, 0, false), await Found(towns.As(Role.Supervisor, towns.B)));

        async Task<(int Open, int Closed, bool Named)> Found(TownCaller asker)
        {
            var data = await asker.Ask(query);
            return (data.GetProperty("open").GetArrayLength(), data.GetProperty("closed").GetArrayLength(),
                data.GetProperty("street").GetArrayLength() > 0);
        }
    }

    // A resolver that reads rows takes what the caller sees; a new one without it is found here.
    [Fact]
    public void Every_resolver_with_services_takes_what_the_caller_sees_or_is_limited_by_its_arguments()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = typeof(RowLimits).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(QueryTypeAttribute)) || type.IsDefined(typeof(ExtendObjectTypeAttribute)))
            .SelectMany(type => type.GetMethods(Own)).Where(method => !method.IsSpecialName).ToArray();
        Assert.True(methods.Length > 60, $"{methods.Length} methods");
        Assert.All(methods, method =>
        {
            var parameters = method.GetParameters();
            if (Array.Exists(parameters, p => p.ParameterType == typeof(RowSight) || p.ParameterType == typeof(JobSight))
                || Array.Exists(parameters, p => p.ParameterType == typeof(AnalysisJob))
                || Array.TrueForAll(parameters, p => p.IsDefined(typeof(ParentAttribute)) || ReadNoRows.Contains(p.ParameterType)))
                return;
            Assert.True(method.DeclaringType!.IsDefined(typeof(QueryTypeAttribute)), $"{method.DeclaringType!.Name}.{method.Name}");
            var way = RowLimits.Of($"Query.{char.ToLowerInvariant(method.Name[0])}{method.Name[1..]}").Way;
            var argument = way is RowWay.Filter ? "filter" : way is RowWay.Cities ? "cities" : null;
            Assert.True(way is not RowWay.Reader, method.Name);
            Assert.True(argument is null || Array.Exists(parameters, p => p.Name == argument), method.Name);
        });
    }

    // Links to pictures are made of the parent and of settings; targets and plans are those of the parent; a unit that nobody names is the
    // caller's.
    private static readonly Type[] ReadNoRows =
    [
        typeof(NodaTime.IClock), typeof(Domain.Categories), typeof(PictureLinks), typeof(PictureSources), typeof(TargetReader),
        typeof(UnitFiles), typeof(Domain.Plans.ResponsePlans), typeof(CancellationToken),
    ];

    private TownCaller Of(string city) => new(host, host.SignIn(city, new Grant(Role.Supervisor, [city])));

    private async Task<Guid> Open(string city, int key) => (await host.Ask(
        $$"""
        mutation { openIncident(console: "{{city}}", key: "{{key}}", category: "theft",
            place: { city: "{{city}}", point: { longitude: 70.1{{key}}, latitude: 48 } }) { id } }
        """)).GetProperty("openIncident").GetProperty("id").GetGuid();

    private static async Task<JsonElement> Linked(TownCaller asker, Guid id) =>
        (await asker.Ask(Links.Replace("ID", id.ToString(), StringComparison.Ordinal))).GetProperty("incident");

    private static Guid[] Ids(JsonElement incident, string list, string? field) =>
    [
        .. incident.GetProperty(list).EnumerateArray().Select(item => field is null ? item : item.GetProperty(field))
            .Where(id => id.ValueKind is JsonValueKind.String).Select(id => id.GetGuid()),
    ];
}
