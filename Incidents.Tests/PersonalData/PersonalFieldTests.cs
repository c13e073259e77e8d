using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Incidents.Api.PersonalData;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Slices;
using Xunit;

namespace Incidents.Tests.PersonalData;

/// <summary>Which texts of events are personal: every one is either, so that a new field is not forgotten.</summary>
public sealed partial class PersonalFieldTests
{
    private const string Plate = "257AVV04";
    private const string Name = "Иванов Иван";

    // Texts that stay although they contain the person, each with its reason.
    private static readonly Dictionary<string, string> Stays = new(StringComparer.Ordinal)
    {
        ["source"] = "identity: the sender",
        ["deviceId"] = "identity: the device",
        ["deviceBefore"] = "identity: the device",
        ["recorder"] = "identity: the device",
        ["terminal"] = "identity: the device",
        ["unit"] = "identity: the unit, whose response is counted",
        ["article"] = "counted: the category follows from it",
        ["category"] = "counted",
        ["IncidentCategorised.to"] = "counted: a category",
        ["city"] = "counted",
        ["district"] = "counted",
        ["person"] = "what masking keeps: a keyed hash",
        ["rule"] = "what masking keeps: a name of this program",
        ["what"] = "what masking keeps: a name of this program",
        ["json"] = "the event that a release contains, which is masked as one",
        ["readModel"] = "a name of this program",
        ["type"] = "a name of this program",
        ["contentHash"] = "a hash",
        ["sha256"] = "a hash of a picture or recording, which is removed as a whole with it",
        ["callerId"] = "identity: the colleague who may see a case",
        ["plan"] = "identity: the plan of a forecast or of a response, which is a setting",
        ["step"] = "identity: a step of a response plan, which is a setting",
        ["target"] = "identity: a target of service, which is a setting",
        ["onPerson"] = "the colleague on duty whom a setting names",
        ["account"] = "identity: the sign-in of a unit",
    };

    // A name in these is that of an operator; a plate is masked.
    private static readonly string[] Actors = ["by", "answeredBy", "holder", "previous", "receiver"];

    [Fact]
    public void Every_text_of_an_event_is_masked_where_it_contains_the_person_or_is_known_to_stay()
    {
        var person = PersonMatcher.Of(Plate, Name, out _)!;
        var stays = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (type, text) in EventStore.EventTypes.SelectMany(t => (IEnumerable<(Type, string)>)[(t, Plate), (t, Name)]))
        {
            var content = Filled(type, $"a {text} b", []);
            PersonalFields.Mask(content, new HashSet<string>(), person);
            var left = Left(content, text).Select(name => Stays.ContainsKey($"{type.Name}.{name}") ? $"{type.Name}.{name}" : name);
            stays.UnionWith(left.Except(text == Name ? Actors : []));
        }
        Assert.Equal(Stays.Keys.Order(StringComparer.Ordinal), stays.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_read_model_with_a_column_of_a_text_that_is_masked_is_rebuilt()
    {
        string[] columns = [.. PersonalFields.All, "street", "source_id", "word", "words"];
        var holding = ReadModelTables.All()
            .Where(model => Column().Matches(model.Ddl("s")).Any(column => columns.Contains(column.Groups["name"].Value)))
            .Select(model => model.Name);
        Assert.Equal(Maskings.Rebuilt.Order(StringComparer.Ordinal), holding.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_masked_is_named_and_can_be_read()
    {
        foreach (var sample in Some.Events)
        {
            var json = JsonSerializer.SerializeToNode(sample, sample.GetType(), EventJson.Options)!.AsObject();
            var masked = PersonalFields.Mask(json, PersonalFields.All, null);
            Assert.Equal(masked, PersonalFields.Names(json));
            Assert.NotNull(json.Deserialize(sample.GetType(), EventJson.Options));
            Assert.Empty(PersonalFields.Mask(json, PersonalFields.All, null));
        }
    }

    [Fact]
    public void A_code_stays_and_words_go()
    {
        var content = JsonNode.Parse("""{ "reason": "nothing-found", "outcome": "Иван был дома", "category": "theft" }""")!.AsObject();
        Assert.Equal(["outcome"], PersonalFields.Mask(content, PersonalFields.All, null));
        Assert.Equal("""{"reason":"nothing-found","outcome":"[masked]","category":"theft","masked":["outcome"]}""", content.ToJsonString());
    }

    [Fact]
    public void An_identity_goes_only_where_it_contains_the_person()
    {
        var person = PersonMatcher.Of("123ABC02", null, out _);
        var content = JsonNode.Parse("""{ "origin": { "source": "s", "id": "17/123-ABC-02" }, "reference": "18" }""")!.AsObject();
        Assert.Equal(["id"], PersonalFields.Mask(content, PersonalFields.All, person));
        Assert.Equal("[masked]", content["origin"]!["id"]!.GetValue<string>());
        Assert.Equal("18", content["reference"]!.GetValue<string>());
    }

    // An event's content with the text in each of its texts.
    private static JsonObject Filled(Type type, string text, HashSet<Type> within)
    {
        var content = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters() is []))
        {
            var held = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var item = held.IsGenericType ? held.GetGenericArguments()[^1] : held;
            JsonNode? value = item == typeof(string) ? text
                : item.Namespace?.StartsWith("Incidents", StringComparison.Ordinal) is true && !item.IsEnum && !within.Contains(item)
                    ? Filled(item, text, [.. within, item]) : null;
            content[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = held == item || value is null ? value : new JsonArray(value);
        }
        return content;
    }

    // Names of the texts that hold it.
    private static IEnumerable<string> Left(JsonNode? node, string text) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Value is JsonValue value && value.TryGetValue<string>(out var said)
                ? said.Contains(text, StringComparison.Ordinal) ? [member.Key] : [] : Left(member.Value, text)),
        JsonArray items => items.SelectMany(item => Left(item, text)),
        _ => [],
    };

    [GeneratedRegex(@"^\s*(?<name>\w+) (?:text|tsvector)\b", RegexOptions.Multiline)]
    private static partial Regex Column();
}
