using System.Text.Encodings.Web;
using System.Text.Json;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes the case as JSON-LD of CASE 1.3 and UCO 1.3 (caseontology.org).</summary>
/// <remarks>
/// One <c>uco-core:Bundle</c>; the case is a <c>case-investigation:Investigation</c>, each entry an
/// <c>case-investigation:InvestigativeAction</c> with its moment, each item of evidence a <c>uco-observable:File</c> with its hash and a
/// <c>case-investigation:ProvenanceRecord</c>. What these ontologies have no class for is in the ndjson beside it.
/// </remarks>
internal static class CaseGraph
{
    private const string Kb = "kb:";
    private const string Uco = "https://ontology.unifiedcyberontology.org/uco/";

    private static readonly (string Prefix, string Address)[] Context =
    [
        ("kb", "urn:incidents:"), ("case-investigation", "https://ontology.caseontology.org/case/investigation/"),
        ("uco-action", Uco + "action/"), ("uco-core", Uco + "core/"), ("uco-observable", Uco + "observable/"),
        ("uco-types", Uco + "types/"), ("uco-vocabulary", Uco + "vocabulary/"), ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];

    /// <summary>Writes the graph.</summary>
    /// <param name="ofCase">The case.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="to">Receives it.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Write(
        Guid ofCase, IAsyncEnumerable<ShownEntry> entries, IReadOnlyList<ShownEvidence> evidence, Stream to,
        CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(to, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteStartObject("@context");
        foreach (var (prefix, address) in Context)
            json.WriteString(prefix, address);
        json.WriteEndObject();
        json.WriteStartArray("@graph");
        Begin(json, $"bundle-{ofCase}", "uco-core:Bundle");
        References(json, "uco-core:object", [$"investigation-{ofCase}", .. evidence.Select(File)]);
        json.WriteEndObject();
        Begin(json, $"investigation-{ofCase}", "case-investigation:Investigation");
        json.WriteString("uco-core:name", ofCase);
        References(json, "uco-core:object", evidence.Select(Record));
        json.WriteEndObject();
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            Action(json, entry);
            if (json.BytesPending > 64 << 10)
                await json.FlushAsync(cancellation);
        }
        foreach (var item in evidence)
            Evidence(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
    }

    private static void Action(Utf8JsonWriter json, ShownEntry entry)
    {
        Begin(json, $"entry-{entry.Id}", "case-investigation:InvestigativeAction");
        json.WriteString("uco-core:name", entry.Type);
        json.WriteString("uco-core:tag", $"position {entry.Position}");
        if (entry.Content is { } text)
        {
            using var content = JsonDocument.Parse(text);
            if (content.RootElement.TryGetProperty("occurredAt", out var at) && at.ValueKind is JsonValueKind.String)
                Typed(json, "uco-action:startTime", "xsd:dateTime", at.GetString()!);
            json.WriteString("uco-core:description", text);
        }
        json.WriteEndObject();
    }

    private static void Evidence(Utf8JsonWriter json, ShownEvidence taken)
    {
        Begin(json, Record(taken), "case-investigation:ProvenanceRecord");
        json.WriteString("case-investigation:exhibitNumber", taken.Id);
        if (taken.Note is { } note)
            json.WriteString("uco-core:description", note);
        References(json, "uco-core:object", [File(taken)]);
        json.WriteEndObject();
        Begin(json, File(taken), "uco-observable:File");
        json.WriteStartArray("uco-core:hasFacet");
        Begin(json, $"name-{taken.Id}", "uco-observable:FileFacet");
        json.WriteString("uco-observable:fileName", taken.FileName);
        if (taken.SizeBytes is { } size)
            Typed(json, "uco-observable:sizeInBytes", "xsd:integer", FormattableString.Invariant($"{size}"));
        json.WriteEndObject();
        Begin(json, $"content-{taken.Id}", "uco-observable:ContentDataFacet");
        json.WriteString("uco-observable:mimeType", taken.MediaType);
        json.WriteStartArray("uco-observable:hash");
        Begin(json, $"hash-{taken.Id}", "uco-types:Hash");
        Typed(json, "uco-types:hashMethod", "uco-vocabulary:HashNameVocab", "SHA256");
        Typed(json, "uco-types:hashValue", "xsd:hexBinary", taken.Sha256);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string File(ShownEvidence item) => $"file-{item.Id}";

    private static string Record(ShownEvidence item) => $"record-{item.Id}";

    private static void Begin(Utf8JsonWriter json, string id, string type)
    {
        json.WriteStartObject();
        json.WriteString("@id", Kb + id);
        json.WriteString("@type", type);
    }

    private static void References(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStartObject();
            json.WriteString("@id", Kb + id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Typed(Utf8JsonWriter json, string name, string type, string value)
    {
        json.WriteStartObject(name);
        json.WriteString("@type", type);
        json.WriteString("@value", value);
        json.WriteEndObject();
    }
}
