using UUIDNext;

namespace Incidents.Domain;

/// <summary>
/// Deterministic ids (UUIDv5, RFC 9562) made from what the source itself calls a thing: the same report sent twice meets its own
/// stream and event, so that ingest is idempotent without a lookup table.
/// </summary>
public static class Identity
{
    // A random namespace of our own, fixed for good: every stored id depends on it.
    private static readonly Guid Namespace = new("6f1d1f0a-54a2-4b0e-9a56-0b7c8b0a3f9e");

    /// <summary>The stream of the thing that a source calls <paramref name="id"/>.</summary>
    public static Guid Stream(string kind, string source, string id) => Named($"{kind}\n{source}\n{id}");

    /// <summary>One event about it: its phase, and what tells repeated phases apart.</summary>
    public static Guid Event(Guid streamId, string phase, string revision = "") => Uuid.NewNameBased(streamId, $"{phase}\n{revision}");

    /// <summary>What a later correction refers to: several streams of one source may share a reference.</summary>
    public static Guid Reference(string source, string reference) => Named($"reference\n{source}\n{reference}");

    private static Guid Named(string name) => Uuid.NewNameBased(Namespace, name);
}
