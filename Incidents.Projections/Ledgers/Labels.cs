using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Incidents.Projections.Ledgers;

/// <summary>
/// The texts by which ledger rows are told apart (category and city codes, names of districts), kept as numbers: keys of numbers
/// are compared and stored for a fraction of what texts cost. A number is a pure function of its text, so that a projection looks
/// nothing up; the table says which text a number stands for, and refuses a second text for one number.
/// </summary>
public sealed class Labels
{
    /// <summary>Table name.</summary>
    public const string Table = "label";

    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);

    /// <summary>The number that stands for a text: the first 64 bits of its UTF-8 bytes' SHA-256.</summary>
    /// <param name="text">A code or name; empty where a source names none.</param>
    public static long Id(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>The numbers that stand for the texts, or null for null: a filter that is not set.</summary>
    /// <param name="texts">Codes or names.</param>
    public static long[]? Ids(IEnumerable<string>? texts) => texts?.Distinct().Select(Id).ToArray();

    /// <summary>Statement that creates the table.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) => $"create table {schema}.{Table} (id bigint primary key, text text collate \"C\" not null unique);";

    /// <summary>The number that stands for a text, which is noted as used.</summary>
    /// <param name="text">A code or name.</param>
    public long Note(string text)
    {
        if (!ids.TryGetValue(text, out var id))
            ids[text] = id = Id(text);
        return id;
    }

    /// <summary>The statement that writes down all texts noted.</summary>
    /// <param name="schema">Schema name.</param>
    public SqlStatement Post(string schema)
    {
        var texts = ids.Keys.Order(StringComparer.Ordinal).ToArray();
        return new($"insert into {schema}.{Table} (id, text) select * from unnest(?, ?) on conflict (text) do nothing", Array.ConvertAll(texts, text => ids[text]), texts);
    }
}
