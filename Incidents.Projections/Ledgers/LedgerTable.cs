using System.Runtime.InteropServices;

namespace Incidents.Projections.Ledgers;

/// <summary>One of the ledger's tables: the same entries, kept at its own grain.</summary>
public abstract class LedgerTable
{
    /// <summary>Table name, without schema.</summary>
    public abstract string Name { get; }

    /// <summary>Columns of the key and their types, in the order of the primary key.</summary>
    public abstract string Columns { get; }

    /// <summary>Names of the key columns, comma-separated, in the order of the primary key.</summary>
    public abstract string Key { get; }

    /// <summary>Statement that creates the table. The count is part of the primary key's index, so that sums never visit the table.</summary>
    /// <param name="schema">Schema name.</param>
    public string Ddl(string schema) =>
        $"create table {schema}.{Name} ({Columns}, n int not null, primary key ({Key}) include (n)) with (fillfactor = 90);";

    /// <summary>Sums the entries at the table's grain into one upsert, or null where none concerns it.</summary>
    /// <param name="entries">The page's entries.</param>
    /// <param name="schema">Schema name.</param>
    public abstract SqlStatement? Post(List<LedgerEntry> entries, string schema);
}

/// <summary>A ledger table with keys of one type.</summary>
/// <typeparam name="TKey">Key of a row: a record struct in the order of the primary key, so that sorting it sorts the index.</typeparam>
public abstract class LedgerTable<TKey> : LedgerTable where TKey : struct, IComparable<TKey>, IEquatable<TKey>
{
    private string? upsert;
    private string? upsertSchema;

    /// <summary>Whether the entry belongs into this table, and under which key.</summary>
    protected abstract bool TryKey(in LedgerEntry entry, out TKey key);

    /// <summary>The keys as one array a column, in the order of <see cref="LedgerTable.Key"/>.</summary>
    protected abstract object[] Arrays(ReadOnlySpan<TKey> keys);

    /// <inheritdoc/>
    public sealed override SqlStatement? Post(List<LedgerEntry> entries, string schema)
    {
        var sums = new Dictionary<TKey, int>(entries.Count);
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(entries))
        {
            // A sum of zero stays a row: whether +1 and -1 meet in one page must not show.
            if (TryKey(entry, out var key))
                CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _) += entry.Delta;
        }
        if (sums.Count == 0)
            return null;

        var keys = sums.Keys.ToArray();
        Array.Sort(keys);
        var deltas = Array.ConvertAll(keys, key => sums[key]);
        return new(Upsert(schema), [.. Arrays(keys), deltas]);
    }

    private string Upsert(string schema)
    {
        if (upsertSchema != schema)
        {
            var marks = string.Join(", ", Enumerable.Repeat("?", Key.Count(c => c == ',') + 2));
            upsert = $"insert into {schema}.{Name} ({Key}, n) select * from unnest({marks}) on conflict ({Key}) do update set n = {Name}.n + excluded.n";
            upsertSchema = schema;
        }
        return upsert!;
    }
}
