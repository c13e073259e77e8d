using Incidents.Domain;
using JasperFx.Events;

namespace Incidents.Projections.Ledgers;

/// <summary>The books: everything that is counted, as signed entries at five grains.</summary>
public sealed class Ledger : TableProjection
{
    private readonly LedgerTable[] tables = [new HeatByDay(), new HeatByMonth(), new CountsByHour(), new Durations(), new Intervals()];

    /// <inheritdoc/>
    public override string Name => "ledger";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [KnownUntil.Table, .. tables.Select(t => t.Name), Labels.Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) => string.Join("\n", [KnownUntil.Ddl(schema), .. tables.Select(t => t.Ddl(schema)), Labels.Ddl(schema)]);

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var entries = new List<LedgerEntry>(page.Count * 2);
        foreach (var @event in page)
            LedgerEntries.Of((IDomainEvent)@event.Data, entries);
        if (entries.Count == 0)
            yield break;
        var labels = new Labels();
        var lines = new LedgerLine[entries.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new(entries[i], labels);
        yield return KnownUntil.Begin(schema);
        foreach (var table in tables)
        {
            if (table.Post(lines, schema) is { } statement)
                yield return statement;
        }
        yield return labels.Post(schema);
        yield return KnownUntil.Post(lines, schema);
    }
}
