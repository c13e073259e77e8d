using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Sources;

/// <summary>How many things a source has reported.</summary>
/// <param name="Source">The source, as its reports name it.</param>
/// <param name="Kind">Kind of thing reported.</param>
/// <param name="IsImported">Whether they came with a register and not as they happened.</param>
/// <param name="Count">Number of things; a report that was sent twice is one.</param>
/// <param name="LastKnownOn">The latest local day on which the centre learned of one of the source, of either way.</param>
public sealed record ReportTotal(string Source, CoveredKind Kind, bool IsImported, long Count, LocalDate LastKnownOn);

/// <summary>Reads how many things the sources have reported since the store began, to whichever host.</summary>
/// <param name="source">The database.</param>
public sealed class ReportTotals(NpgsqlDataSource source)
{
    /// <summary>The sums by source, kind and way, ordered by source and kind; empty while the ledger is being built.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<ReportTotal>> Read(CancellationToken cancellation)
    {
        var totals = new List<ReportTotal>();
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using (var exists = new NpgsqlCommand(
            $"select to_regclass('{ReadModels.Schema}.{SourceTables.Months}') is not null", connection))
        {
            if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!)
                return totals;
        }
        await using var command = new NpgsqlCommand(
            $"""
             select source, kind, sum(n - imported), sum(imported), max(last_known) from {ReadModels.Schema}.{SourceTables.Months}
             group by source, kind order by source, kind
             """, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (name, kind) = (rows.GetString(0), (CoveredKind)rows.GetInt16(1));
            var lastKnownOn = LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(4));
            foreach (var (count, isImported) in ((long, bool)[])[(rows.GetInt64(2), false), (rows.GetInt64(3), true)])
            {
                if (count > 0)
                    totals.Add(new(name, kind, isImported, count, lastKnownOn));
            }
        }
        return totals;
    }
}
