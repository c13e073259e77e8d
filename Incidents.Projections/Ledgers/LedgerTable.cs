using System.Buffers;

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

    /// <summary>
    /// Whether most lines add to rows that exist already. Their counts are then no part of the primary key's index, and the pages have room:
    /// PostgreSQL changes a row in its place as long as no index holds what changes.
    /// </summary>
    public virtual bool IsMostlyUpdated => false;

    /// <summary>Statement that creates the table. Unless it is mostly updated, the count is part of the primary key's index, so that sums never visit the table.</summary>
    /// <param name="schema">Schema name.</param>
    public string Ddl(string schema) =>
        $"create table {schema}.{Name} ({Columns}, n int not null, primary key ({Key}){(IsMostlyUpdated ? "" : " include (n)")}) with (fillfactor = {(IsMostlyUpdated ? 70 : 90)});";

    /// <summary>Sums the lines at the table's grain into one statement, or null where none concerns it.</summary>
    /// <param name="lines">The page's lines.</param>
    /// <param name="schema">Schema name.</param>
    public abstract SqlStatement? Post(ReadOnlySpan<LedgerLine> lines, string schema);
}

/// <summary>A ledger table with keys of one type.</summary>
/// <typeparam name="TKey">Key of a row: a record struct in the order of the primary key, so that sorting it sorts the index.</typeparam>
public abstract class LedgerTable<TKey> : LedgerTable where TKey : struct, IComparable<TKey>, IEquatable<TKey>
{
    /// <summary>Whether the line belongs into this table, and under which key.</summary>
    protected abstract bool TryKey(in LedgerLine line, out TKey key);

    /// <summary>The keys as one array a column, in the order of <see cref="LedgerTable.Key"/>.</summary>
    protected abstract object[] Arrays(ReadOnlySpan<TKey> keys);

    /// <inheritdoc/>
    public sealed override SqlStatement? Post(ReadOnlySpan<LedgerLine> lines, string schema)
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
            // A sum of zero stays a row: whether +1 and -1 meet in one page must not show.
            if (keys[i].Equals(keys[last]))
                deltas[last] += deltas[i];
            else
                (keys[++last], deltas[last]) = (keys[i], deltas[i]);
        }
        return new(Upsert(schema), [.. Arrays(keys[..(last + 1)]), deltas[..(last + 1)].ToArray()]);
    }

    private bool KeepsDayKnown => Key.Split(", ").Contains("known");

    private string Upsert(string schema)
    {
        // Each array by itself in the list of what is selected: PostgreSQL then takes the rows as it goes, and keeps no copy of them first.
        var rows = $"select {string.Join(", ", Key.Split(", ").Append("n").Select(column => $"unnest(?) as {column}"))}";
        var insert = $"insert into {schema}.{Name} ({Key}, n)";
        var add = $"on conflict ({Key}) do update set n = {Name}.n + excluded.n";
        if (!KeepsDayKnown)
            return $"{insert} {rows} {add}";
        // What became known later than all before can be in no row yet, and is not looked up.
        var until = KnownUntil.Sql(schema);
        return $"with page as ({rows}), fresh as ({insert} select * from page where known > {until}) {insert} select * from page where known <= {until} {add}";
    }
}
