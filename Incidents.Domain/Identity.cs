using UUIDNext;

namespace Incidents.Domain;

/// <summary>Deterministic ids (UUIDv5, RFC 9562) made from the source's own identifiers.</summary>
/// <remarks>The same report sent twice has the same stream and event, so that ingest is idempotent without a lookup table.</remarks>
public static class Identity
{
    // A random namespace of our own, fixed for good: every stored id depends on it.
    private static readonly Guid Namespace = new("6f1d1f0a-54a2-4b0e-9a56-0b7c8b0a3f9e");

    /// <summary>The stream of what a source identifies by <paramref name="id"/>.</summary>
    public static Guid Stream(string kind, string source, string id) => Named($"{kind}\n{source}\n{id}");

    /// <summary>One event of a stream: its phase, and what distinguishes repeated phases.</summary>
    public static Guid Event(Guid streamId, string phase, string revision = "") => Uuid.NewNameBased(streamId, $"{phase}\n{revision}");

    /// <summary>The reference of a later correction: several streams of one source may share it.</summary>
    public static Guid Reference(string source, string reference) => Named($"reference\n{source}\n{reference}");

    private static Guid Named(string name) => Uuid.NewNameBased(Namespace, name);
}
