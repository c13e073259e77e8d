using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Domain.Access;
using NodaTime;

namespace Incidents.Api.Access.Log;

/// <summary>One entry of the access log.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sequence">Its number in the log.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">What happened.</param>
/// <param name="CallerId">The id of who did it; empty where nobody had signed in.</param>
/// <param name="CallerName">The name of who did it.</param>
/// <param name="Details">Everything that the entry contains, without a kept answer.</param>
internal sealed record AccessLogEntry(
    Guid Id, long Sequence, Instant At, AccessKind Kind, string CallerId, string CallerName, JsonElement Details)
{
    /// <summary>The roles with their towns at that time, e.g. `investigator:karaganda`; `*` stands for all towns.</summary>
    public IReadOnlyList<string> Grants => Texts("grants");

    /// <summary>The id of the request's trace, which the host's own log has too; null where there was none.</summary>
    public string? TraceId => Text("trace");

    /// <summary>The reason that was given for a search; null where none was given.</summary>
    public PurposeReason? PurposeReason =>
        Member("purpose", "reason") is { } reason && Enum.TryParse<PurposeReason>(reason, out var known) ? known : null;

    /// <summary>What the purpose refers to; null where none was given.</summary>
    public string? PurposeReference => Member("purpose", "reference");

    /// <summary>The name of the operation; null where it has none.</summary>
    public string? Operation => Text("operation");

    /// <summary>The text of the request; null for what is no request of GraphQL.</summary>
    public string? Query => Text("query");

    /// <summary>The variables of the request, or the filter of an export; null where there are none.</summary>
    public JsonElement? Variables => Of("variables") ?? Of("filter");

    /// <summary>The data classes of the fields that were asked, as the access table names them.</summary>
    public IReadOnlyList<string> Classes => Texts("classes");

    /// <summary>The fields that were refused, as `Type.field`.</summary>
    public IReadOnlyList<string> Denied => Texts(AccessEntry.DeniedFields);

    /// <summary>Codes of the errors that were answered, or of the refusal.</summary>
    public IReadOnlyList<string> Errors => Texts("errors");

    /// <summary>How many rows came back; null where nothing was read.</summary>
    public int? RowCount => Of("count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null;

    /// <summary>The same by type.</summary>
    public IReadOnlyList<CountedRows> Rows => Of("rows") is { ValueKind: JsonValueKind.Object } rows
        ? [.. rows.EnumerateObject().Select(row => new CountedRows(row.Name, row.Value.GetInt32()))]
        : [];

    /// <summary>Ids of the things in the answer, the first 100.</summary>
    public IReadOnlyList<string> Things => Texts("things");

    /// <summary>SHA-256 of the JSON of the answer's `data`, or of an export's bytes; null where nothing was answered.</summary>
    public string? Digest => Text("digest");

    /// <summary>The last event that the lists of the answer hold; null where it is not known.</summary>
    public long? ProjectedPosition => Positions is { ReadModels.Count: > 0 } positions ? positions.ReadModels.Values.Min() : null;

    /// <summary>The last event that was stored when it was read; null where it is not known.</summary>
    public long? AppendedPosition => Positions?.Appended;

    /// <summary>Whether a part of the entry was masked with the person whom it concerns.</summary>
    public bool IsMasked => Of(AccessLogMasking.Mark) is { ValueKind: JsonValueKind.True };

    /// <summary>Whether `replayRead` can ask it again.</summary>
    public bool IsReplayable => Digest is not null && (Positions is not null || IsExport) && !IsMutation
        && (Members is not null || !IsBesideEvents);

    /// <summary>Digests of the members that follow from events, where others of the answer do not; null where it is one answer.</summary>
    internal IReadOnlyDictionary<string, string>? Members => Of(AnswerMembers.Name) is { ValueKind: JsonValueKind.Object } members
        ? members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!)
        : null;

    /// <summary>Whether it is about an export.</summary>
    internal bool IsExport => Kind is AccessKind.Exported;

    internal LoggedPositions? Positions => LoggedPositions.Of(Of(AccessLog.Before));

    internal LoggedPositions? PositionsAfter => LoggedPositions.Of(Of(AccessLog.After));

    internal string? Text(string name) => Of(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal JsonElement? Of(string name) => Details.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>The terms of a kind that were searched for.</summary>
    internal IReadOnlyList<string> Terms(string kind) =>
        Of(SearchTerms.Name) is { ValueKind: JsonValueKind.Object } terms && terms.TryGetProperty(kind, out var list)
            ? [.. list.EnumerateArray().Select(term => term.GetString()!)]
            : [];

    // The log, dead letters and original reports are no events.
    private bool IsBesideEvents => Classes.Any(name => name is "log" or "intake" or "original");

    private bool IsMutation => Text("type") == "mutation";

    private IReadOnlyList<string> Texts(string name) => Of(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
        : [];

    private string? Member(string name, string member) =>
        Of(name) is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(member, out var text) ? text.GetString() : null;

    /// <summary>The entry of a stored event.</summary>
    public static AccessLogEntry Of(long sequence, Guid id, AccessRecorded recorded)
    {
        var details = (JsonObject)recorded.Details.DeepClone();
        details.Remove("answer");
        return new(
            id, sequence, recorded.At, Enum.Parse<AccessKind>(recorded.Kind), recorded.Caller, recorded.Name,
            JsonSerializer.SerializeToElement(details));
    }
}

/// <summary>How many rows of a type came back.</summary>
/// <param name="Type">The type, as the schema names it.</param>
/// <param name="Count">Number of rows.</param>
internal sealed record CountedRows(string Type, int Count);

/// <summary>Positions of the incidents' store, as an entry keeps them.</summary>
/// <param name="Appended">Sequence of the last event.</param>
/// <param name="ReadModels">Sequence of the last event that each read model held.</param>
internal sealed record LoggedPositions(long Appended, IReadOnlyDictionary<string, long> ReadModels)
{
    /// <summary>Reads them; null where there are none.</summary>
    public static LoggedPositions? Of(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } positions
        ? new(
            positions.GetProperty("appended").GetInt64(),
            positions.GetProperty("readModels").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()))
        : null;
}
