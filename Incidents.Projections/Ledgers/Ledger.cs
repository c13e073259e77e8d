using Incidents.Domain;
using JasperFx.Events;

namespace Incidents.Projections.Ledgers;

/// <summary>The ledger: everything that is counted, as signed entries at six grains.</summary>
/// <param name="counts">What each event counts for.</param>
public sealed class Ledger(CountRules counts) : TableProjection
{
    private readonly LedgerTable[] tables = [new HeatByDay(), new HeatByMonth(), new CountsByHour(), new Durations(), new Intervals(),
        new CoarseCells()];

    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "ledger";

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override int Version => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables =>
        [LatestKnownDay.Table, .. tables.Select(t => t.Name), SeenValues.Table, DimensionKeys.Table, .. SourceTables.Names];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        string.Join(
            "\n",
            [
                LatestKnownDay.Ddl(schema), .. tables.Select(t => t.Ddl(schema)), SeenValues.Ddl(schema), DimensionKeys.Ddl(schema),
                SourceTables.Ddl(schema),
            ]);

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema) =>
        Counts(page, schema).Concat(SourceTables.Apply(page, schema));

    private IEnumerable<SqlStatement> Counts(IReadOnlyList<IEvent> page, string schema)
    {
        var entries = new List<LedgerEntry>(page.Count * 2);
        foreach (var @event in page)
            counts.Write((IDomainEvent)@event.Data, entries);
        if (entries.Count == 0)
            yield break;
        var keys = new DimensionKeys();
        var lines = new LedgerLine[entries.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new(entries[i], keys);
        yield return LatestKnownDay.Lock(schema);
        foreach (var table in tables)
        {
            if (table.Upsert(lines, schema) is { } statement)
                yield return statement;
        }
        yield return SeenValues.Insert(lines, schema);
        yield return keys.Insert(schema);
        yield return LatestKnownDay.Advance(lines, schema);
    }
}
