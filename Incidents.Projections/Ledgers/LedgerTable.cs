using System.Buffers;

namespace Incidents.Projections.Ledgers;

/// <summary>One of the ledger's tables: sums of the entries at one grain.</summary>
public abstract class LedgerTable
{
    /// <summary>Table name, without schema.</summary>
    public abstract string Name { get; }

    /// <summary>Columns of the key and their types, in the order of the primary key.</summary>
    public abstract string Columns { get; }

    /// <summary>Names of the key columns, comma-separated, in the order of the primary key.</summary>
    public abstract string Key { get; }

    /// <summary>Whether most lines add to rows that exist already.</summary>
    /// <remarks>
    /// The counts are then not part of the primary key's index, and the pages have free space: PostgreSQL updates a row on its page as long
    /// as no index contains the changed column.
    /// </remarks>
    public virtual bool IsMostlyUpdated => false;

    /// <summary>The statement that creates the table.</summary>
    /// <remarks>
    /// Unless the table is mostly updated, the count is part of the primary key's index, so that sums are index-only scans.
    /// </remarks>
    /// <param name="schema">Schema name.</param>
    public string Ddl(string schema) =>
        $"create table {schema}.{Name} ({Columns}, n int not null, primary key ({Key}){(IsMostlyUpdated ? "" : " include (n)")}) "
        + $"with (fillfactor = {(IsMostlyUpdated ? 70 : 90)});";

    /// <summary>The statement that adds the lines, summed at the table's grain, or null where no line belongs to it.</summary>
    /// <param name="lines">The page's lines.</param>
    /// <param name="schema">Schema name.</param>
    public abstract SqlStatement? Upsert(ReadOnlySpan<LedgerLine> lines, string schema);
}

/// <summary>A ledger table with keys of one type.</summary>
/// <typeparam name="TKey">Key of a row: a tuple in the order of the primary key, so that its order is that of the index.</typeparam>
public abstract class LedgerTable<TKey> : LedgerTable where TKey : struct, IComparable<TKey>, IEquatable<TKey>
{
    /// <summary>Whether the line belongs to this table, and its key there.</summary>
    protected abstract bool TryKey(in LedgerLine line, out TKey key);

    /// <summary>The keys as one array a column, in the order of <see cref="LedgerTable.Key"/>.</summary>
    protected abstract object[] Arrays(ReadOnlySpan<TKey> keys);

    /// <inheritdoc/>
    public sealed override SqlStatement? Upsert(ReadOnlySpan<LedgerLine> lines, string schema)
    {
        var keys = ArrayPool<TKey>.Shared.Rent(lines.Length);
        var deltas = ArrayPool<int>.Shared.Rent(lines.Length);
        var count = 0;
        foreach (ref readonly var line in lines)
        {
            if (TryKey(line, out keys[count]))
                deltas[count++] = line.Delta;
        }
        var statement = count == 0 ? null : Statement(keys.AsSpan(0, count), deltas.AsSpan(0, count), schema);
        ArrayPool<TKey>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(deltas);
        return statement;
    }

    private SqlStatement Statement(Span<TKey> keys, Span<int> deltas, string schema)
    {
        keys.Sort(deltas);
        var last = 0;
        for (var i = 1; i < keys.Length; i++)
        {
            // A sum of zero is kept as a row: rows must not depend on where pages begin and end.
            if (keys[i].Equals(keys[last]))
                deltas[last] += deltas[i];
            else
                (keys[++last], deltas[last]) = (keys[i], deltas[i]);
        }
        return new(UpsertSql(schema), [.. Arrays(keys[..(last + 1)]), deltas[..(last + 1)].ToArray()]);
    }

    private bool HasKnownDay => Key.Split(", ").Contains("known");

    private string UpsertSql(string schema)
    {
        // One unnest for each column in the select list: PostgreSQL then streams the rows and makes no copy of them first.
        var rows = $"select {string.Join(", ", Key.Split(", ").Append("n").Select(column => $"unnest(?) as {column}"))}";
        var insert = $"insert into {schema}.{Name} ({Key}, n)";
        var add = $"on conflict ({Key}) do update set n = {Name}.n + excluded.n";
        if (!HasKnownDay)
            return $"{insert} {rows} {add}";
        // A row that became known later than all rows before it cannot exist yet, and is inserted without a look-up.
        var until = LatestKnownDay.Sql(schema);
        return $"""
                with page as ({rows}), fresh as ({insert} select * from page where known > {until})
                {insert} select * from page where known <= {until} {add}
                """;
    }
}
