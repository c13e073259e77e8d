using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Incidents.Domain;
using Incidents.Projections;

namespace Incidents.Api.Store;

/// <summary>Which fields of events are personal, and how they are masked.</summary>
/// <remarks>
/// A plate, a name, a picture, a recording, a description and a note are removed. A reason or outcome in words becomes
/// <see cref="Mark"/>; one that is a code stays, and so does the cause of an event. A street, a source's own id, a reference and other
/// texts become <see cref="Mark"/> only where they contain the person's plate or name: identity and place are counted. Who acted is not
/// masked, unless it is the plate, which is no operator; neither is what an event counts by: a category, an article, a city, a district, a
/// device, a unit, a time.
/// </remarks>
internal static partial class PersonalFields
{
    /// <summary>What stands in the place of a masked text that cannot be absent.</summary>
    public const string Mark = "[masked]";

    /// <summary>The field of plates.</summary>
    public const string Plate = "plate";

    /// <summary>Fields that are removed.</summary>
    private static readonly FrozenSet<string> Removed =
        FrozenSet.ToFrozenSet([Plate, "clip", "snapshot", "description", "note", "personName"]);

    /// <summary>Fields that are masked where they are words.</summary>
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(["reason", "outcome"]);

    /// <summary>Fields that are masked where they contain the person.</summary>
    private static readonly FrozenSet<string> Texts = FrozenSet.ToFrozenSet(
    [
        "street", "id", "reference", "offenceId", "part", "model", "reasonCode", "title", "number", "tag", "assignee", "fileName",
        "mediaType", "name", "text", "owner", "work",
    ]);

    /// <summary>Fields whose texts are all masked where they contain the person; a report names them as one.</summary>
    private static readonly FrozenSet<string> Wholes = FrozenSet.ToFrozenSet(["certificate", "measured"]);

    /// <summary>Who acted, with the names of these fields in reports.</summary>
    private static readonly FrozenDictionary<string, string> Actors =
        new Dictionary<string, string>
        {
            ["by"] = "by",
            ["answeredBy"] = "by",
            ["holder"] = "holder",
            ["previous"] = "previous",
            ["receiver"] = "receiver",
        }.ToFrozenDictionary();

    // The service that a call was passed on to; of a step with what was before, it is a category.
    private const string To = "to";
    private const string Before = "before";

    /// <summary>What stands for the cause of an event among its masked fields; it is kept beside the content.</summary>
    public const string Cause = "cause";

    /// <summary>All fields that are always personal.</summary>
    public static readonly FrozenSet<string> All = Removed.Concat(Words).Append(Cause).ToFrozenSet();

    /// <summary>Whether an event's content holds a person: as the plate of a vehicle, or in a text.</summary>
    /// <param name="content">The content.</param>
    /// <param name="person">The person.</param>
    public static bool Holds(JsonNode? content, PersonMatcher person) => Holds(content, person, null);

    /// <summary>Whether the cause of an event is masked.</summary>
    /// <param name="cause">The cause, or null.</param>
    /// <param name="fields">Which of <see cref="All"/>.</param>
    /// <param name="person">A person, or null.</param>
    public static bool Masks(string? cause, IReadOnlySet<string> fields, PersonMatcher? person) =>
        cause is not null and not Mark && !Guid.TryParse(cause, out _)
        && ((fields.Contains(Cause) && !IsCode(cause)) || person?.IsIn(cause) is true);

    /// <summary>Masks the fields of an event's content.</summary>
    /// <param name="content">The content; it is changed.</param>
    /// <param name="fields">Which of <see cref="All"/>.</param>
    /// <param name="person">A person who is also masked in other texts; null for none.</param>
    /// <returns>Names of the fields that were masked; empty where nothing was left to mask.</returns>
    public static SortedSet<string> Mask(JsonObject content, IReadOnlySet<string> fields, PersonMatcher? person)
    {
        var masked = new SortedSet<string>(StringComparer.Ordinal);
        Mask(content, fields, person, masked, null);
        Name(content, masked);
        return masked;
    }

    /// <summary>Adds names of masked fields to an event.</summary>
    /// <param name="content">The content; it is changed.</param>
    /// <param name="masked">The names.</param>
    public static void Name(JsonObject content, IReadOnlyCollection<string> masked)
    {
        if (masked.Count == 0)
            return;
        var all = new SortedSet<string>(masked, StringComparer.Ordinal);
        all.UnionWith(Names(content));
        content[StoredEvent.MaskedProperty] = new JsonArray([.. all.Select(name => JsonValue.Create(name))]);
    }

    /// <summary>Names of the fields of an event that are masked.</summary>
    /// <param name="content">The content.</param>
    public static IEnumerable<string> Names(JsonObject content) =>
        content[StoredEvent.MaskedProperty] is JsonArray names ? names.Select(name => name!.GetValue<string>()) : [];

    /// <summary>Names of the fields of an event that hold personal data, in order of the alphabet.</summary>
    /// <param name="json">The content of the event.</param>
    /// <param name="cause">Its cause, or null.</param>
    /// <param name="person">The person.</param>
    public static IReadOnlyList<string> Held(string json, string? cause, PersonMatcher person)
    {
        var held = Mask(JsonNode.Parse(json)!.AsObject(), All, person);
        if (Masks(cause, All, person))
            held.Add(Cause);
        return [.. held];
    }

    /// <summary>The plates in an event.</summary>
    /// <param name="json">The content of the event.</param>
    public static IEnumerable<string> PlatesIn(string json) =>
        json.Contains($"\"{Plate}\":", StringComparison.Ordinal) ? PlatesIn(JsonNode.Parse(json)) : [];

    private static IEnumerable<string> PlatesIn(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(
            field => field is { Key: Plate, Value: { } value } && Text(value) is { } plate ? [plate] : PlatesIn(field.Value)),
        JsonArray items => items.SelectMany(PlatesIn),
        _ => [],
    };

    /// <summary>Whether a reason or outcome is a code.</summary>
    public static bool IsCode(string text) => Code().IsMatch(text);

    private static bool Holds(JsonNode? node, PersonMatcher person, string? whole) => node switch
    {
        JsonObject fields => fields.Any(field => field.Value is JsonValue value && Text(value) is { } text
            ? (field.Key == Plate && person.IsPlate(text)) || IsTheirs(fields, field.Key, text, person, whole)
            : Holds(field.Value, person, WholeOf(field.Key, whole))),
        JsonArray items => items.Any(item => Holds(item, person, whole)),
        _ => false,
    };

    private static void Mask(JsonNode node, IReadOnlySet<string> fields, PersonMatcher? person, SortedSet<string> masked, string? whole)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                if (item is JsonObject or JsonArray)
                    Mask(item, fields, person, masked, whole);
            }
            return;
        }
        var content = node.AsObject();
        foreach (var (name, value) in content.ToList())
        {
            if (value is null)
                continue;
            var text = Text(value);
            var isPersons = text is not null && person is not null && IsTheirs(content, name, text, person, whole);
            if (Removed.Contains(name) && (fields.Contains(name) || isPersons))
            {
                content.Remove(name);
                masked.Add(name);
            }
            else if (text is not null && text != Mark && (isPersons || (Words.Contains(name) && fields.Contains(name) && !IsCode(text))))
            {
                content[name] = Mark;
                masked.Add(whole ?? Actors.GetValueOrDefault(name, name));
            }
            else if (value is JsonObject or JsonArray)
            {
                Mask(value, fields, person, masked, WholeOf(name, whole));
            }
        }
    }

    private static string? WholeOf(string name, string? whole) => whole ?? (Wholes.Contains(name) ? name : null);

    private static bool IsTheirs(JsonObject content, string name, string text, PersonMatcher person, string? whole)
    {
        if (Guid.TryParse(text, out _))
            return false;
        var isText = whole is not null || Removed.Contains(name) || Words.Contains(name) || Texts.Contains(name) || name is "uri"
            || (name is To && !content.ContainsKey(Before));
        return isText ? person.IsIn(text) : Actors.ContainsKey(name) && person.HasPlate(text);
    }

    private static string? Text(JsonNode value) => value is JsonValue single && single.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex(@"^[\p{Ll}\p{Lu}0-9]+([._:-][\p{Ll}\p{Lu}0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
