using JasperFx.Events;

namespace Incidents.Projections;

/// <summary>One SQL statement with positional parameters <c>?</c>.</summary>
/// <param name="Sql">The statement; every <c>?</c> is the next parameter.</param>
/// <param name="Parameters">Values or arrays of values, in order.</param>
public sealed record SqlStatement(string Sql, params object[] Parameters);

/// <summary>A read model in tables, written by page of events in the transaction that also advances the daemon.</summary>
/// <remarks>
/// It is a pure function of the events: the rows do not depend on where pages begin and end, so that a rebuild gives the same rows, bit for
/// bit.
/// </remarks>
public abstract class TableProjection
{
    /// <summary>Name in commands and progress, e.g. <c>ledger</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Number of its definition, from 1: one more with each change of its tables or of what an event changes in them.</summary>
    /// <remarks>A program rebuilds a read model of a lower number, and leaves one of a higher number to the newer program.</remarks>
    public virtual int Version => 1;

    /// <summary>
    /// Names of its tables, without schema, in the order in which <see cref="Apply"/> writes them; locks are taken in the same order.
    /// </summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Statements that create its tables and indexes in the schema. Indexes have no explicit names, so that tables can move to another
    /// schema.
    /// </summary>
    /// <param name="schema">Schema name.</param>
    public abstract string Ddl(string schema);

    /// <summary>The statements that write a page.</summary>
    /// <param name="page">Events in order of sequence.</param>
    /// <param name="schema">Schema that holds the tables.</param>
    public abstract IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema);
}
