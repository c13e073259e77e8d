namespace Incidents.Projections.Ledgers;

/// <summary>The latest day on which any entry of the ledger became known.</summary>
/// <remarks>
/// A row that became known later than this day is in no table yet, so it is inserted without a look-up, which is most of the cost of an
/// upsert. Where a page holds many days, or days in no order, more rows are looked up; the result is the same.
/// </remarks>
public static class LatestKnownDay
{
    /// <summary>Table name.</summary>
    public const string Table = "known_until";

    /// <summary>The statement that creates the table, which has no row or one.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Ddl(string schema) =>
        $"create table {schema}.{Table} (single boolean primary key check (single), until date not null);";

    /// <summary>The first statement of a page. It changes nothing, and locks the table for writing.</summary>
    /// <remarks>
    /// The following statements read this table. With this lock the tables are locked in the order in which a rebuild locks them.
    /// </remarks>
    /// <param name="schema">Schema name.</param>
    public static SqlStatement Lock(string schema) => new($"update {schema}.{Table} set until = until where false");

    /// <summary>SQL for the day, as of the pages before the current one.</summary>
    /// <param name="schema">Schema name.</param>
    public static string Sql(string schema) => $"coalesce((select until from {schema}.{Table}), '-infinity')";

    /// <summary>The last statement of a page.</summary>
    /// <param name="lines">The page's lines, at least one.</param>
    /// <param name="schema">Schema name.</param>
    public static SqlStatement Advance(ReadOnlySpan<LedgerLine> lines, string schema)
    {
        var until = lines[0].Known;
        foreach (ref readonly var line in lines)
            until = line.Known > until ? line.Known : until;
        return new(
            $"""
             insert into {schema}.{Table} as k (single, until) values (true, ?)
             on conflict (single) do update set until = greatest(k.until, excluded.until)
             """,
            until);
    }
}
