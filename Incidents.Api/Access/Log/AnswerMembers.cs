using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Execution;
using Incidents.Api.Access.Table;

namespace Incidents.Api.Access.Log;

/// <summary>The members of an answer that follow from events, beside others that do not.</summary>
/// <remarks>
/// The server's clock, jobs, the state of the intake and the log itself follow from no event. Whoever asks for them beside rows gets an
/// answer that never comes again as a whole: its other members have a digest each, by which a replay compares them.
/// </remarks>
internal static class AnswerMembers
{
    /// <summary>Name of the digests in an entry.</summary>
    public const string Name = "members";

    private const string Root = "Query";
    private static readonly string[] ClassesOfMoment = ["session", "intake", "log", "keys", "retention"];
    private static readonly string[] Jobs = ["analysis", "analyses"];

    /// <summary>SHA-256 of each member that follows from events; null where all do, or none.</summary>
    /// <param name="data">The answer's <c>data</c> as it was executed.</param>
    /// <param name="json">Its JSON.</param>
    /// <param name="table">The access table.</param>
    public static JsonObject? Digests(object? data, ReadOnlySpan<byte> json, FieldTable table)
    {
        if (data is not ObjectExecutionNode { SubFields: { } fields })
            return null;
        var replayed = fields.Where(field => !IsOfMoment(field.FieldDefinition.Name, table)).Select(field => field.Name!).ToHashSet();
        if (replayed.Count == 0 || replayed.Count == fields.Length)
            return null;
        var digests = new JsonObject();
        foreach (var (name, range) in Members(json))
        {
            if (replayed.Contains(name))
                digests[name] = AnswerRecord.Digest(json[range]);
        }
        return digests;
    }

    /// <summary>Keeps only some members of an answer, and says whether each has its digest.</summary>
    /// <param name="json">JSON of <c>data</c>.</param>
    /// <param name="digests">The digests by member.</param>
    /// <returns>JSON of the members, in the order of the answer, and the names of the others.</returns>
    public static (byte[] Kept, bool IsSame, IReadOnlyList<string> Others) Compare(byte[] json, IReadOnlyDictionary<string, string> digests)
    {
        var (same, others) = (0, new List<string>());
        using var kept = new MemoryStream();
        using (var writer = new Utf8JsonWriter(kept))
        {
            writer.WriteStartObject();
            foreach (var (name, range) in Members(json))
            {
                if (!digests.TryGetValue(name, out var digest))
                {
                    others.Add(name);
                    continue;
                }
                writer.WritePropertyName(name);
                writer.WriteRawValue(json.AsSpan()[range]);
                same += AnswerRecord.Digest(json.AsSpan()[range]) == digest ? 1 : 0;
            }
            writer.WriteEndObject();
        }
        return (kept.ToArray(), same == digests.Count, others);
    }

    private static bool IsOfMoment(string field, FieldTable table) =>
        Jobs.Contains(field) || (table.Find(Root, field)?.Class?.Name is { } name && ClassesOfMoment.Contains(name));

    // The values of the members of an object, by their bytes.
    private static List<(string Name, Range Range)> Members(ReadOnlySpan<byte> json)
    {
        var members = new List<(string, Range)>();
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            return members;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = checked((int)reader.TokenStartIndex);
            reader.Skip();
            members.Add((name, start..checked((int)reader.BytesConsumed)));
        }
        return members;
    }
}
