using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Exports;

/// <summary>Puts one export on record: before its first byte what is exported, and at its end whether it was complete.</summary>
/// <param name="log">The access log.</param>
/// <param name="request">What was asked.</param>
/// <param name="use">The data classes and the purpose.</param>
/// <param name="list">Name of the list.</param>
/// <param name="readModel">The read model from which its rows come.</param>
/// <param name="order">The order of the rows.</param>
/// <param name="columns">Names of the columns.</param>
/// <param name="basis">What the rows are of.</param>
/// <param name="count">Number of rows.</param>
/// <param name="format">Extension of the file's name.</param>
internal sealed class ExportRecord(
    IAccessLog log, ExportRequest request, AccessUse use, string list, string readModel, string order, IReadOnlyList<string> columns,
    ExportBasis basis, long count, string format) : IDisposable
{
    private readonly Guid id = Guid.CreateVersion7();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long bytes;
    private bool isEnded;

    /// <summary>Writes the entry of its beginning.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record: nothing may be sent.</exception>
    public Task Begin(CancellationToken cancellation) =>
        log.Write(AccessEntry.OfCurrent(AccessKind.Exported, Details("begun")) with { Id = id }, cancellation);

    /// <summary>Adds bytes that are about to be sent.</summary>
    public void Add(ReadOnlyMemory<byte> part)
    {
        hash.AppendData(part.Span);
        bytes += part.Length;
    }

    /// <summary>Writes the entry of its end, before its last bytes are sent.</summary>
    /// <exception cref="AccessLogException">It cannot be put on record: the last bytes may not be sent.</exception>
    public async Task End(CancellationToken cancellation)
    {
        var details = Details("complete");
        details["digest"] = Convert.ToHexStringLower(hash.GetCurrentHash());
        details["bytes"] = bytes;
        await log.Write(AccessEntry.OfCurrent(AccessKind.Exported, details), cancellation);
        isEnded = true;
    }

    /// <summary>Writes when disposed that the export was broken off, where it has not ended.</summary>
    public IAsyncDisposable Ending() => new AtEnd(this);

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();

    private JsonObject Details(string state)
    {
        var details = new JsonObject
        {
            ["operation"] = "export",
            ["export"] = id,
            ["state"] = state,
            ["format"] = format,
            ["filter"] = request.Filter is { } filter ? JsonNode.Parse(filter) : null,
            ["filterText"] = request.Filter,
            ["list"] = list,
            ["order"] = order,
            ["columns"] = new JsonArray([.. columns.Select(column => JsonValue.Create(column))]),
            ["language"] = request.Language,
            ["count"] = count,
            ["readModel"] = readModel,
            ["position"] = basis.Sequence,
            ["asOf"] = DateTimeScalar.Write(basis.AsOf),
            ["grants"] = new JsonArray([.. GrantClaims.Write(Callers.Current.Grants).Select(grant => JsonValue.Create(grant))]),
        };
        details["classes"] = new JsonArray([.. use.Classes.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]);
        if (use.Purpose is { } purpose)
            details["purpose"] = new JsonObject { ["reason"] = purpose.Reason.ToString(), ["reference"] = purpose.Reference };
        if (Activity.Current is { } activity)
            details["trace"] = activity.TraceId.ToHexString();
        return details;
    }

    private async ValueTask BreakOff()
    {
        if (isEnded)
            return;
        var details = Details("broken");
        details["bytes"] = bytes;
        try
        {
            await log.Write(AccessEntry.OfCurrent(AccessKind.Exported, details), CancellationToken.None);
        }
        catch (AccessLogException)
        {
            // The beginning is on record, and an export without an end is one that was broken off.
        }
    }

    private sealed class AtEnd(ExportRecord record) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using (record)
                await record.BreakOff();
        }
    }
}
