using Incidents.Projections.Signals;
using Incidents.Projections.Violations;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Outcomes;

/// <summary>Counts what came of violations and alerts, as known now, by town and month.</summary>
/// <param name="source">The database.</param>
public class OutcomeTotalReader(NpgsqlDataSource source)
{
    /// <summary>Violations that occurred in a period, by how far they have come and by the amount of their fine.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<IReadOnlyList<ViolationPart>> Violations(
        IReadOnlyList<string>? cities, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = new RowFilter(command).And("kind = 'violation'").AnyOf("city", cities).Days(from, until);
        command.CommandText =
            $"""
             select city, date_trunc('month', occurred_day)::date, status,
                 case when status = 'fined' then fine_units * fine_unit_value end, count(*)
             from {ReadModels.Schema}.{SignalRegister.Table} where {where.Sql} group by 1, 2, 3, 4 order by 1, 2, 3, 4
             """;
        var parts = new List<ViolationPart>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            parts.Add(new(
                rows.GetString(0), Month(rows), ViolationRows.Status(rows.GetString(2)), rows.IsDBNull(3) ? null : rows.GetDecimal(3),
                rows.GetInt64(4)));
        }
        return parts;
    }

    /// <summary>Alerts that occurred in a period, by what came of them.</summary>
    /// <param name="cities">City codes; null for all.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<IReadOnlyList<AlertPart>> Alerts(
        IReadOnlyList<string>? cities, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = new RowFilter(command).AnyOf("city", cities)
            .And($"day >= {command.Add(from.ToDateOnly())} and day < {command.Add(until.ToDateOnly())}");
        command.CommandText =
            $"""
             select city, date_trunc('month', day)::date, greatest(state, {(short)AlertState.Seen}::smallint), count(*)
             from {ReadModels.Schema}.{AlertLedger.AlertTable} where {where.Sql} group by 1, 2, 3 order by 1, 2, 3
             """;
        var parts = new List<AlertPart>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            parts.Add(new(rows.GetString(0), Month(rows), AlertStates.Outcome((AlertState)rows.GetInt16(2)), rows.GetInt64(3)));
        return parts;
    }

    private static LocalDate Month(NpgsqlDataReader rows) => LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(1));
}
