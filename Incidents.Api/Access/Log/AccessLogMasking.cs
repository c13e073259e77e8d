using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Access.Log;

/// <summary>Masks what the access log holds of a person: what was searched for, and answers that were kept.</summary>
/// <remarks>
/// Who asked, when, why and how many rows came back stays; so does the digest of the answer. The store of replays is removed first: it
/// holds events as they were.
/// </remarks>
internal sealed partial class AccessLogMasking(AccessStore store, ReplayService replays) : IPersonalDataHolder
{
    /// <summary>Member of the details that states that a part of the entry was masked.</summary>
    public const string Mark = "isMasked";

    /// <summary>What stands in the place of a text that was masked.</summary>
    public const string Masked = PersonalFields.Mark;

    // What stands in the place of a name in a query.
    private const string MaskedName = "masked";

    // Member of the details whose members are named by the caller.
    private const string Variables = "variables";

    private const string Answer = "answer";
    private static readonly string[] Kept =
        ["grants", "classes", "trace", "digest", "rows", "count", "bytes", "columns", Answer, AccessLog.Before, AccessLog.After];

    // Texts whose parts are masked: a request without its literals still says what was asked.
    private static readonly string[] Written = ["query", "filterText"];

    /// <inheritdoc/>
    public string Name => "accessLog";

    /// <inheritdoc/>
    public IReadOnlyList<string> Tables => [AccessStore.Events];

    /// <inheritdoc/>
    public async Task<long> Mask(PersonalDataScope scope, bool isDryRun, CancellationToken cancellation)
    {
        if (!isDryRun)
            await replays.Remove(cancellation);
        var (changed, after) = (0L, 0L);
        while (true)
        {
            var page = await Page(after, cancellation);
            if (page.Count == 0)
                return changed;
            foreach (var (sequence, json, headers) in page)
            {
                after = sequence;
                var recorded = JsonSerializer.Deserialize<AccessRecorded>(json, EventJson.Options)!;
                if (!Mask(recorded.Details, scope))
                    continue;
                changed++;
                if (!isDryRun)
                    await Replace(sequence, recorded, EventCommitment.Masked(headers, null), cancellation);
            }
        }
    }

    /// <summary>A request without its texts.</summary>
    public static string WithoutTexts(string query) => Literal().Replace(query, $"\"{Masked}\"");

    private static bool Mask(JsonObject details, PersonalDataScope scope)
    {
        var terms = scope.Things.Count > 0 && IsOf(details, scope.Things) ? Terms(details) : [];
        bool Is(string text) => text != Masked && (scope.Person?.IsPlate(text) is true || scope.Person?.MayBeIn(text) is true
            || terms.Contains(text.Trim()) || (Plate.Normalise(text) is { } plate && terms.Contains(plate)));
        var isChanged = false;
        // An answer that was kept is compressed: it goes as a whole.
        if (details[Answer]?.GetValue<string>() is { } answer && (terms.Count > 0 || Is(AnswerRecord.Expanded(answer)!)))
            isChanged = details.Remove(Answer);
        foreach (var name in details.Select(member => member.Key).Except(Kept).ToList())
        {
            if (details[name] is not { } value || Replaced(value, Is, Written.Contains(name), name == Variables) is not { } replaced)
                continue;
            details[name] = replaced;
            isChanged = true;
        }
        if (isChanged)
            details[Mark] = true;
        return isChanged;
    }

    private static bool IsOf(JsonObject details, IReadOnlySet<Guid> things) => details["things"] is JsonArray listed
        && listed.Any(id => Guid.TryParse(id?.GetValue<string>(), out var thing) && things.Contains(thing));

    private static HashSet<string> Terms(JsonObject details) => details[SearchTerms.Name] is JsonObject terms
        ? [.. terms.SelectMany(kind => kind.Value as JsonArray ?? []).Select(term => term!.GetValue<string>()).Where(t => t != Masked)]
        : [];

    // The value with its texts masked; null where there is nothing to mask.
    private static JsonNode? Replaced(JsonNode value, Func<string, bool> isTheirs, bool isWritten, bool isNamed)
    {
        switch (value)
        {
            case JsonObject members:
                var changed = members.Where(member => member.Value is not null)
                    .Select(member => (member.Key, Value: Replaced(member.Value!, isTheirs, false, isNamed)))
                    .Where(member => member.Value is not null).ToDictionary(member => member.Key, member => member.Value);
                if (changed.Count == 0 && !members.Any(member => IsNameTheirs(member.Key)))
                    return null;
                var copy = new JsonObject();
                foreach (var (name, member) in members)
                    copy[IsNameTheirs(name) ? NameIn(copy) : name] = changed.GetValueOrDefault(name) ?? member?.DeepClone();
                return copy;
            case JsonArray items:
                var all = items.Select(item => item is null ? null : Replaced(item, isTheirs, false, isNamed)).ToList();
                return all.Exists(item => item is not null)
                    ? new JsonArray([.. items.Select((item, i) => all[i] ?? item?.DeepClone())])
                    : null;
            case JsonValue text when text.GetValueKind() is JsonValueKind.String:
                var written = text.GetValue<string>();
                var masked = isWritten
                    ? Token().Replace(written, found => !isTheirs(Unquoted(found.Value)) ? found.Value
                        : found.Value[0] == '"' ? $"\"{Masked}\"" : MaskedName)
                    : written;
                if (isTheirs(masked))
                    masked = Masked;
                return masked == written ? null : JsonValue.Create(masked);
            default:
                return null;
        }

        // The other names are those of the log.
        bool IsNameTheirs(string name) => isNamed && isTheirs(name);
    }

    // Two variables with the same masked name stay two.
    private static string NameIn(JsonObject members)
    {
        var name = Masked;
        for (var i = 2; members.ContainsKey(name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{Masked} {i}");
        return name;
    }

    private static string Unquoted(string literal)
    {
        if (literal[0] != '"')
            return literal;
        try
        {
            return JsonSerializer.Deserialize<string>(literal)!;
        }
        catch (JsonException)
        {
            // A literal that JSON does not have is compared as it is written.
            return literal[1..^1];
        }
    }

    private async Task<List<(long Sequence, string Json, string? Headers)>> Page(long after, CancellationToken cancellation)
    {
        await using var command = store.Source.CreateCommand(
            $"""
             select seq_id, data::text, headers::text from {AccessStore.Events} where type = 'access_recorded' and seq_id > $1
             order by seq_id limit 1000
             """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = after });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<(long, string, string?)>();
        while (await rows.ReadAsync(cancellation))
            page.Add((rows.GetInt64(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
        return page;
    }

    // The salt goes with what was masked, and the hash stays: the entry is still proven to have been there.
    private async Task Replace(long sequence, AccessRecorded recorded, string headers, CancellationToken cancellation)
    {
        await using var command = store.Source.CreateCommand(
            $"update {AccessStore.Events} set data = $2, headers = $3 where seq_id = $1");
        command.Parameters.Add(new() { Value = sequence });
        command.Parameters.Add(
            new NpgsqlParameter { Value = JsonSerializer.Serialize(recorded, EventJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter { Value = headers, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Literal();

    // A literal or a name of a query.
    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"|[_A-Za-z][_A-Za-z0-9]*")]
    private static partial Regex Token();
}
