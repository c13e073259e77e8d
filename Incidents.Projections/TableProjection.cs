using JasperFx.Events;

namespace Incidents.Projections;

/// <summary>One SQL statement with positional parameters <c>?</c>.</summary>
/// <param name="Sql">The statement; every <c>?</c> stands for the next parameter.</param>
/// <param name="Parameters">Values or arrays of values, in order.</param>
public sealed record SqlStatement(string Sql, params object[] Parameters);

/// <summary>
/// A read model kept in tables and written a page of events at a time, set by set, in the transaction that also advances the
/// daemon. It is a pure function of the events: what it writes for a page does not depend on where pages begin and end, so that a
/// rebuild gives the same rows, bit for bit.
/// </summary>
public abstract class TableProjection
{
    /// <summary>Name in commands and progress, e.g. <c>ledger</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Names of its tables, without schema, in the order in which <see cref="Apply"/> writes them: who locks them all, locks them so.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>Statements that create its tables and indexes in the schema, where they are not. No index has a name of its own, so that tables may change schema.</summary>
    /// <param name="schema">Schema name.</param>
    public abstract string Ddl(string schema);

    /// <summary>The statements that write a page.</summary>
    /// <param name="page">Events in order of sequence.</param>
    /// <param name="schema">Schema that holds the tables.</param>
    public abstract IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema);
}
