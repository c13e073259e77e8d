using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Writes the entries as a page that opens without a server: no scripts, nothing from elsewhere, every text escaped.</summary>
internal static class TimelinePage
{
    private const int Part = 32 << 10;
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
    private static readonly string[] Times = ["occurredAt", "knownAt"];

    /// <summary>Writes the page.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="facts">What it shows beside the entries.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="to">Receives the page.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task Write(
        TimelineWords words, PageFacts facts, IAsyncEnumerable<ShownEntry> entries, IReadOnlyList<ShownEvidence> evidence, Stream to,
        CancellationToken cancellation)
    {
        var (ofCase, checkpoint, inList, withheld) = facts;
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="{words.Language}"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{words.Title} {ofCase}</title>
            """).Append(Style).Append(CultureInfo.InvariantCulture, $"""
            </head><body><h1>{words.Title} {ofCase}</h1>
            <p>{Html.Encode(words.Check)}</p>
            <p>{words.InList}: {inList}</p>
            <p>{words.Log}: {Html.Encode(checkpoint.Origin)}, {words.Leaves}: {checkpoint.Size},
            <code>{Convert.ToHexStringLower(checkpoint.Root)}</code></p>

            """);
        if (withheld > 0)
            text.Append(CultureInfo.InvariantCulture, $"<p>{words.Withheld}: {withheld}</p>\n");
        text.Append(CultureInfo.InvariantCulture, $"""
            <table><thead><tr><th>{words.Number}</th><th>{words.Occurred}</th><th>{words.Known}</th><th>{words.What}</th>
            <th>{words.Content}</th></tr></thead><tbody>

            """);
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            Row(text, words, entry);
            if (text.Length > Part)
                await Flush(text, to, cancellation);
        }
        text.Append("</tbody></table>\n");
        if (evidence.Count > 0)
            Evidence(text, words, evidence);
        text.Append("</body></html>\n");
        await Flush(text, to, cancellation);
    }

    private const string Style =
        """
        <style>
        body{font:15px/1.4 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}
        thead th{background:#eee}.gap{background:#f4f0e0;font-style:italic}
        dl{margin:0;display:grid;grid-template-columns:max-content 1fr;gap:0 .7rem}dt{color:#555}
        dd{margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}
        @media print{thead{display:table-header-group}tr{break-inside:avoid}}
        </style>
        """;

    private static void Row(StringBuilder text, TimelineWords words, ShownEntry entry)
    {
        if (entry.Content is not { } json)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                <tr class="gap"><td>{entry.Position}</td><td></td><td></td><td>{Html.Encode(words.EventOf(entry.Type))}</td>
                <td>{words.Gap}<br><code>{Convert.ToHexStringLower(entry.Hash ?? [])}</code></td></tr>

                """);
            return;
        }
        using var content = JsonDocument.Parse(json);
        var (occurred, known) = (Time(content.RootElement, Times[0]), Time(content.RootElement, Times[1]));
        text.Append(CultureInfo.InvariantCulture, $"""
            <tr><td>{entry.Position}</td><td>{Html.Encode(occurred)}</td><td>{Html.Encode(known)}</td>
            <td>{Html.Encode(words.EventOf(entry.Type))}</td><td><dl>
            """);
        foreach (var member in content.RootElement.EnumerateObject().Where(member => !Times.Contains(member.Name)))
            Member(text, member.Name, member.Value);
        text.Append("</dl>").Append(entry.Hash is null ? $"<em>{words.NotProven}</em>" : "").Append("</td></tr>\n");
    }

    private static void Member(StringBuilder text, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return;
            case JsonValueKind.Object:
                foreach (var inner in value.EnumerateObject())
                    Member(text, $"{name}.{inner.Name}", inner.Value);
                return;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Member(text, string.Create(CultureInfo.InvariantCulture, $"{name}.{index + 1}"), item);
                return;
            default:
                var written = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
                text.Append("<dt>").Append(Html.Encode(name)).Append("</dt><dd>").Append(Html.Encode(written)).Append("</dd>");
                return;
        }
    }

    private static void Evidence(StringBuilder text, TimelineWords words, IReadOnlyList<ShownEvidence> evidence)
    {
        text.Append(CultureInfo.InvariantCulture, $"<h2>{words.Evidence}</h2><ul>\n");
        foreach (var item in evidence)
        {
            var name = Html.Encode(item.FileName);
            var shown = item.Part is null ? name : $"<a href=\"{Html.Encode(item.Part)}\">{name}</a>";
            text.Append(CultureInfo.InvariantCulture, $"<li>{shown} <code>{Html.Encode(item.Sha256)}</code></li>\n");
        }
        text.Append("</ul>\n");
    }

    private static string Time(JsonElement content, string name) =>
        content.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";

    private static async Task Flush(StringBuilder text, Stream to, CancellationToken cancellation)
    {
        await to.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellation);
        text.Clear();
    }
}
