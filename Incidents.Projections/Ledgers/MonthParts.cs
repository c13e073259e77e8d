using NodaTime;
using Npgsql;

namespace Incidents.Projections.Ledgers;

/// <summary>A count of one month and town, and of one part of what was counted there.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="City">City code.</param>
/// <param name="Month">First day of the month.</param>
/// <param name="Category">Category code; empty where all categories are together.</param>
/// <param name="Part">
/// The unit to which times are known (0 a day or less, 1 a month, 2 a year), the hour of the week (below 0 for what has none), the bucket
/// of a duration, or the code of the cell.
/// </param>
/// <param name="Count">Sum of signed entries.</param>
public readonly record struct MonthPart(Measure Measure, string City, LocalDate Month, string Category, long Part, long Count);

/// <summary>Reads the counts of whole months, town by town, as known now: what rounded counts are made of.</summary>
/// <param name="source">The database.</param>
public sealed class MonthPartReader(NpgsqlDataSource source)
{
    private const string Month = "date_trunc('month', day)::date";

    /// <summary>Counts by category and by the unit to which times are known.</summary>
    /// <param name="scope">Period of whole months and cities; the categories are not used.</param>
    /// <param name="measures">The measures; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<MonthPart>> ByCategory(CountScope scope, IReadOnlyList<Measure>? measures, CancellationToken cancellation) =>
        Read(scope, measures, CountsByHour.Table, "hour", Month, "category", "greatest(0, -1 - hour)", cancellation);

    /// <summary>Counts by hour of the week.</summary>
    /// <param name="scope">Period of whole months and cities; the categories are not used.</param>
    /// <param name="measures">The measures.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<MonthPart>> ByHour(CountScope scope, IReadOnlyList<Measure> measures, CancellationToken cancellation) =>
        Read(
            scope, measures, CountsByHour.Table, "hour", Month, null,
            $"case when hour < 0 then hour else {CountScope.HourOfWeek("day", "hour")} end", cancellation);

    /// <summary>Durations by bucket.</summary>
    /// <param name="scope">Period of whole months and cities; the categories are not used.</param>
    /// <param name="measures">The measures; null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<MonthPart>> ByBucket(CountScope scope, IReadOnlyList<Measure>? measures, CancellationToken cancellation) =>
        Read(scope, measures, Durations.Table, "hour", Month, null, "bucket", cancellation);

    /// <summary>Counts by cell.</summary>
    /// <param name="scope">Period of whole months and cities; the categories are not used.</param>
    /// <param name="measures">The measures.</param>
    /// <param name="zoom">Zoom of the cells.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public Task<List<MonthPart>> ByCell(
        CountScope scope, IReadOnlyList<Measure> measures, int zoom, CancellationToken cancellation)
    {
        var isCoarse = zoom <= HeatByMonth.Zoom;
        var stored = isCoarse ? HeatByMonth.Zoom : Domain.GridCell.FineZoom;
        var sql = FormattableString.Invariant($"cell >> {2 * (stored - zoom)}");
        // The period of whole months has the same bounds by months as by days.
        return Read(scope, measures, isCoarse ? HeatByMonth.Table : HeatByDay.Table, null, "month", null, sql, cancellation);
    }

    private async Task<List<MonthPart>> Read(
        CountScope scope, IReadOnlyList<Measure>? measures, string table, string? hour, string month, string? category, string part,
        CancellationToken cancellation)
    {
        if (scope.From.Day != 1 || scope.Until.Day != 1 || scope.AsKnownOn is not null || scope.Districts is not null
            || scope.HoursOfWeek is not null || scope.Bounds is not null)
            throw new ArgumentException("Rounded counts are of whole months and towns, as known now.", nameof(scope));
        await using var command = source.CreateCommand();
        SqlParameters parameters = new(command.Parameters);
        CountScope asked = new(scope.Measure, scope.From, scope.Until) { Cities = scope.Cities };
        var where = hour is not null
            ? LedgerConditions.Where(asked, hour, parameters)
            : $"where month >= {parameters.Add(scope.From.ToDateOnly())} and month < {parameters.Add(scope.Until.ToDateOnly())}";
        if (hour is null && DimensionKeys.Ids(scope.Cities) is { } cities)
            where += $" and city = any({parameters.Add(cities)})";
        if (measures is not null)
            where += $" and measure = any({parameters.Add(measures.Select(m => (short)m).ToArray())})";
        command.CommandText =
            $"""
             select measure, town.text, month, coalesce(kind.text, ''), part, n from (
                 select measure, city, {month} as month, {category ?? "null::bigint"} as category, ({part})::bigint as part,
                     sum(n)::bigint as n
                 from {ReadModels.Schema}.{table} {where} group by 1, 2, 3, 4, 5 having sum(n) <> 0) as counted
             join {ReadModels.Schema}.{DimensionKeys.Table} town on town.id = city
             left join {ReadModels.Schema}.{DimensionKeys.Table} kind on kind.id = category
             """;
        var found = new List<MonthPart>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                (Measure)rows.GetInt16(0), rows.GetString(1), LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(2)), rows.GetString(3),
                rows.GetInt64(4), rows.GetInt64(5)));
        }
        return found;
    }
}
