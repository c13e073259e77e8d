using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Puts an export of a case on the access log: before its first byte, and when it is complete.</summary>
/// <param name="log">The access log.</param>
internal sealed class ExportRecord(IAccessLog log)
{
    /// <summary>Who exports, and what.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Purpose">Why.</param>
    /// <param name="Caller">Id of who exports; empty on the command line.</param>
    /// <param name="Name">Their name.</param>
    /// <param name="Grants">What they may do, as sign-ins write it.</param>
    /// <param name="Classes">The classes of what they see.</param>
    public sealed record Subject(
        Guid Case, Purpose Purpose, string Caller, string Name, IEnumerable<string> Grants, IEnumerable<string> Classes);

    /// <summary>A purpose as the receipt says it.</summary>
    public static string TextOf(Purpose purpose) => $"{ErrorCodes.CapitalsOf(purpose.Reason)} {purpose.Reference}";

    /// <summary>Puts on record that an export begins; nothing is written where this throws.</summary>
    public Task Begun(Subject subject, CancellationToken cancellation) => log.Write(Entry("begun", subject), cancellation);

    /// <summary>Puts on record that an export is complete.</summary>
    /// <param name="subject">Who exports, and what.</param>
    /// <param name="digest">SHA-256 of the file.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="count">Number of entries that it discloses.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public Task Complete(Subject subject, string digest, long bytes, long count, CancellationToken cancellation)
    {
        var entry = Entry("complete", subject);
        entry.Details["digest"] = digest;
        entry.Details["bytes"] = bytes;
        entry.Details["count"] = count;
        return log.Write(entry, cancellation);
    }

    private static AccessEntry Entry(string state, Subject subject) => new(
        AccessKind.Exported, subject.Caller, subject.Name,
        new()
        {
            ["operation"] = "exportCase",
            ["state"] = state,
            ["format"] = "zip",
            ["things"] = new JsonArray(subject.Case.ToString()),
            ["purpose"] = new JsonObject
            {
                ["reason"] = subject.Purpose.Reason.ToString(),
                ["reference"] = subject.Purpose.Reference,
            },
            ["grants"] = new JsonArray([.. subject.Grants.Select(grant => JsonValue.Create(grant))]),
            ["classes"] = new JsonArray([.. subject.Classes.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        });
}
