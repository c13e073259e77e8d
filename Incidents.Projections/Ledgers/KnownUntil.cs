namespace Incidents.Projections.Ledgers;

/// <summary>
/// The latest day on which anything in the books became known. A row that became known later than that is in no table yet, so it is written without being looked up
/// first, which is what most of an upsert costs. Where events are many a day, or come in no order, more rows are looked up, and that is all.
/// </summary>
public static class KnownUntil
{
    /// <summary>Table name.</summary>
    public const string Table = "known_until";

    /// <summary>Statement that creates the table: no row, or one.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) => $"create table {schema}.{Table} (single boolean primary key check (single), until date not null);";

    /// <summary>
    /// The statement with which a page begins: it changes nothing, but has this table locked for writing before those that are read by it are, in the order in which
    /// a rebuild locks them too.
    /// </summary>
    /// <param name="schema">Schema name.</param>
    public static SqlStatement Begin(string schema) => new($"update {schema}.{Table} set until = until where false");

    /// <summary>The day, as SQL: of the pages before the one that is being written.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Sql(string schema) => $"coalesce((select until from {schema}.{Table}), '-infinity')";

    /// <summary>The statement with which a page ends.</summary>
    /// <param name="lines">The page's lines, at least one.</param>
    /// <param name="schema">Schema name.</param>
    public static SqlStatement Post(ReadOnlySpan<LedgerLine> lines, string schema)
    {
        var until = lines[0].Known;
        foreach (ref readonly var line in lines)
            until = line.Known > until ? line.Known : until;
        return new($"insert into {schema}.{Table} as k (single, until) values (true, ?) on conflict (single) do update set until = greatest(k.until, excluded.until)", until);
    }
}
