using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL.Execution;
using GraphQLParser.AST;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Access.Log;

/// <summary>Puts answers of GraphQL on record: reads of personal data, searches and denials.</summary>
/// <remarks>
/// The digest is that of the JSON of <c>data</c>. The extensions of an answer state the moment at which it was given, and are no part of
/// what was seen.
/// </remarks>
internal sealed class AnswerRecord(IAccessLog log, Freshness freshness, AccessLogSettings settings, FieldTable table) : IAnswerRecord
{
    private const int LengthOfId = 36;
    private const string Masking = "mask";
    private static readonly string[] Denials = [ErrorCode.AccessDenied.Text(), ErrorCode.PurposeMissing.Text()];

    /// <inheritdoc/>
    public async ValueTask<object?> Begin(IExecutionContext context)
    {
        try
        {
            return await freshness.Before();
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            // The answer has nothing of a store that is away.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask Write(RecordedAnswer answer, CancellationToken cancellation)
    {
        var use = LoggedFields.Of(answer.Context);
        var codes = Codes(answer);
        var isDenied = use.Denied.Count > 0 || codes.Overlaps(Denials);
        if (!isDenied && !LoggedFields.IsLogged(use))
            return;
        // What was refused before it was executed has shown nothing.
        if (!isDenied && !answer.Result.Executed)
            return;
        var kind = isDenied ? AccessKind.Denied : use.SearchesPerson ? AccessKind.Searched : AccessKind.Read;
        var details = Asked(answer, use);
        if (codes.Count > 0)
            details["errors"] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]);
        if (use.Denied.Count > 0)
            details[AccessEntry.DeniedFields] = AccessCheck.ListOf(use.Denied);
        if (!answer.Data.IsEmpty)
            AddAnswer(details, answer, use);
        try
        {
            await log.Write(AccessEntry.OfCurrent(kind, details), cancellation);
        }
        catch (AccessLogException) when (!isDenied && codes.Count > 0 && ShowsNothing(answer))
        {
            // Such as where the whole store is away: the answer says so, and there is nothing in it to be put on record.
        }
    }

    private static bool ShowsNothing(RecordedAnswer answer) =>
        ShowsNothing(answer.Data.Span, answer.Result.Operation?.Operation is OperationType.Mutation);

    /// <summary>Whether all members of <c>data</c> are null, or payloads of mutations whose members are.</summary>
    /// <param name="data">JSON of <c>data</c>; empty where there is none.</param>
    /// <param name="isMutation">Whether it has payloads.</param>
    public static bool ShowsNothing(ReadOnlySpan<byte> data, bool isMutation)
    {
        var reader = new Utf8JsonReader(data);
        while (!data.IsEmpty && reader.Read())
        {
            var isFrame = reader.TokenType is JsonTokenType.StartObject && reader.CurrentDepth <= (isMutation ? 1 : 0);
            if (!isFrame && reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.Null or JsonTokenType.EndObject))
                return false;
        }
        return true;
    }

    /// <summary>SHA-256 of an answer or a part of it, as entries keep it: hexadecimal, in lower case.</summary>
    /// <param name="json">Its bytes.</param>
    public static string Digest(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json));

    /// <summary>A purpose, as entries keep it.</summary>
    public static JsonObject? Of(Purpose? purpose) => purpose is null
        ? null
        : new() { ["reason"] = purpose.Reason.ToString(), ["reference"] = purpose.Reference };

    /// <summary>The grants of whoever asks, as entries keep them.</summary>
    public static JsonArray Grants(Caller caller) =>
        [
            .. GrantClaims.Write(caller.Grants)
                .Concat(caller.Grants.Where(grant => grant.Towns is []).Select(grant => GrantClaims.TextOf(grant.Role)))
                .Select(grant => JsonValue.Create(grant)),
        ];

    private static JsonObject Asked(RecordedAnswer answer, AccessUse use)
    {
        var request = answer.Request;
        var isMutation = answer.Result.Operation?.Operation is OperationType.Mutation;
        // Who is masked or blocked is on record by a keyed hash: the request itself would bring back what it masks.
        var namesMasked = isMutation && use.Classes.Contains(Masking);
        var details = new JsonObject
        {
            ["operation"] = answer.Result.Operation?.Name?.StringValue ?? request.OperationName,
            ["query"] = namesMasked && request.Query is { } query ? AccessLogMasking.WithoutTexts(query) : request.Query,
            ["classes"] = new JsonArray([.. use.Classes.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
            ["grants"] = Grants(Callers.Current),
        };
        if (Activity.Current is { } activity)
            details["trace"] = activity.TraceId.ToHexString();
        if (Of(use.Purpose) is { } purpose)
            details["purpose"] = purpose;
        if (isMutation)
            details["type"] = "mutation";
        if (namesMasked)
            return details;
        if (request.Variables is { Count: > 0 } variables)
            details["variables"] = KeptJson.Of(variables);
        if (SearchTerms.Of(answer.Result.Document, request.Variables) is { } terms)
            details[SearchTerms.Name] = terms;
        return details;
    }

    private void AddAnswer(JsonObject details, RecordedAnswer answer, AccessUse use)
    {
        var data = answer.Data.Span;
        details["rows"] = new JsonObject(answer.Rows.Select(row => KeyValuePair.Create<string, JsonNode?>(row.Key, row.Value)));
        details["count"] = answer.Rows.Values.Sum();
        details["digest"] = Digest(data);
        if (AnswerMembers.Digests(answer.Result.Data, data, table) is { } members)
            details[AnswerMembers.Name] = members;
        details["bytes"] = data.Length;
        var things = Things(data);
        details["things"] = new JsonArray([.. things.Take(settings.MostThings).Select(id => JsonValue.Create(id))]);
        details["thingCount"] = things.Count;
        if (answer.Begun is FreshnessReading reading)
            details[AccessLog.Before] = AccessLog.Positions(reading);
        if (LoggedFields.HasAggregates(use) && data.Length <= settings.LongestKeptAnswer)
            details["answer"] = Compressed(data);
    }

    private static string Compressed(ReadOnlySpan<byte> data)
    {
        using var compressed = new MemoryStream();
        using (var stream = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(data);
        return Convert.ToBase64String(compressed.GetBuffer(), 0, (int)compressed.Length);
    }

    /// <summary>An answer that was kept.</summary>
    public static string? Expanded(string? answer)
    {
        if (answer is null)
            return null;
        using var stream = new BrotliStream(new MemoryStream(Convert.FromBase64String(answer)), CompressionMode.Decompress);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // The ids that stand in the answer, each once, under whatever name they were asked.
    private static OrderedIds Things(ReadOnlySpan<byte> data)
    {
        var ids = new OrderedIds();
        while (data.IndexOf((byte)'"') is >= 0 and var at)
        {
            data = data[(at + 1)..];
            if (data.Length > LengthOfId && data[LengthOfId] == '"' && data[8] == '-' && data[13] == '-'
                && System.Buffers.Text.Utf8Parser.TryParse(data[..LengthOfId], out Guid id, out var read) && read == LengthOfId)
            {
                ids.Add(id);
                data = data[LengthOfId..];
            }
        }
        return ids;
    }

    private static HashSet<string> Codes(RecordedAnswer answer) =>
        [.. PayloadRefusals.Of(answer.Context), .. (answer.Result.Errors ?? []).Select(error => error.Code).OfType<string>()];

    private sealed class OrderedIds : List<Guid>
    {
        private readonly HashSet<Guid> known = [];

        public new void Add(Guid id)
        {
            if (known.Add(id))
                base.Add(id);
        }
    }
}
