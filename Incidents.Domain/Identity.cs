using UUIDNext;

namespace Incidents.Domain;

/// <summary>Deterministic ids (UUIDv5, RFC 9562) made from the source's own identifiers.</summary>
/// <remarks>
/// <para>The same report sent twice has the same stream and event, so that ingest is idempotent without a lookup table.</para>
/// <para>
/// The name of an id is its parts, separated by line feeds. Where a part contains a line feed itself, each part is preceded by its length
/// instead, after a line feed with which no other name begins: so different parts never have the same name. Texts that Unicode calls
/// canonically equivalent are the same part.
/// </para>
/// </remarks>
public static class Identity
{
    // A random namespace of our own, fixed for good: every stored id depends on it.
    private static readonly Guid Namespace = new("6f1d1f0a-54a2-4b0e-9a56-0b7c8b0a3f9e");

    /// <summary>The stream of what a source identifies by <paramref name="id"/>.</summary>
    /// <param name="kind">What it is, a name of ours and never empty.</param>
    /// <param name="source">The sending system.</param>
    /// <param name="id">The source's own id.</param>
    public static Guid Stream(string kind, string source, string id) => Uuid.NewNameBased(Namespace, Name(kind, source, id));

    /// <summary>One event of a stream: its phase, and what distinguishes repeated phases.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="phase">The phase, a name of ours and never empty.</param>
    /// <param name="revision">What the source calls this repetition; empty where the phase happens once.</param>
    public static Guid Event(Guid streamId, string phase, string revision = "") => Uuid.NewNameBased(streamId, Name(phase, revision));

    /// <summary>The reference of a later correction: several streams of one source may share it.</summary>
    /// <param name="source">The sending system.</param>
    /// <param name="reference">What the source's corrections call them.</param>
    public static Guid Reference(string source, string reference) => Stream("reference", source, reference);

    // Ids of parts without line feeds are stored since the first version and must not change.
    private static string Name(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.Contains('\n'))
                return WithLengths(parts);
        }
        return string.Join('\n', parts);
    }

    private static string WithLengths(ReadOnlySpan<string> parts)
    {
        var name = "";
        foreach (var part in parts)
            name += $"\n{part.Length}:{part}";
        return name;
    }
}
