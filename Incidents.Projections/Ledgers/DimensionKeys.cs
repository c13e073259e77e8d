using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Incidents.Projections.Ledgers;

/// <summary>Numeric keys for the texts in ledger rows: category and city codes, names of districts.</summary>
/// <remarks>
/// Numbers are compared and stored at a fraction of the cost of texts. A key is a pure function of its text, so a projection looks nothing
/// up. The table holds the text of each key, and refuses a second text for the same key.
/// </remarks>
public sealed class DimensionKeys
{
    /// <summary>Table name.</summary>
    public const string Table = "label";

    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);

    /// <summary>The key of a text: the first 64 bits of the SHA-256 of its UTF-8 bytes.</summary>
    /// <param name="text">A code or name; empty where a source gives none.</param>
    public static long Id(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>The keys of the texts of a filter; null where the filter is not set.</summary>
    /// <param name="texts">Codes or names.</param>
    public static long[]? Ids(IEnumerable<string>? texts) => texts?.Distinct().Select(Id).ToArray();

    /// <summary>The statement that creates the table.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) =>
        $"create table {schema}.{Table} (id bigint primary key, text text collate \"C\" not null unique);";

    /// <summary>Adds a text and returns its key.</summary>
    /// <param name="text">A code or name.</param>
    public long Add(string text)
    {
        if (!ids.TryGetValue(text, out var id))
            ids[text] = id = Id(text);
        return id;
    }

    /// <summary>The statement that inserts all texts that were added.</summary>
    /// <param name="schema">Schema name.</param>
    public SqlStatement Insert(string schema)
    {
        var texts = ids.Keys.Order(StringComparer.Ordinal).ToArray();
        return new(
            $"insert into {schema}.{Table} (id, text) select * from unnest(?, ?) on conflict (text) do nothing",
            Array.ConvertAll(texts, text => ids[text]), texts);
    }
}
