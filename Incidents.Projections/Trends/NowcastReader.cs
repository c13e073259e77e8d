using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>Counts by step of occurrence and step of knowledge.</summary>
/// <param name="Key">The series.</param>
/// <param name="City">The city.</param>
/// <param name="Step">Number of the step in which it occurred.</param>
/// <param name="Known">Number of the step in whose span it became known.</param>
/// <param name="Added">Sum of what adds to the count.</param>
/// <param name="Withdrawn">Sum of what lowers the count, as a positive number.</param>
public sealed record ReportedCount(SeriesKey Key, string City, int Step, int Known, long Added, long Withdrawn);

/// <summary>Reads from the ledger when counts became known.</summary>
public static class NowcastReader
{
    /// <summary>The counts of all steps, in no order; by category where the request is by group of categories.</summary>
    /// <param name="scope">What is counted. Its period is not used, that of the steps is; bounds are not supported.</param>
    /// <param name="splitBy">How the counts are split into series.</param>
    /// <param name="steps">The steps; nothing is read that became known after their day of knowledge.</param>
    /// <param name="connection">The connection, in the caller's transaction if it has one.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <remarks>
    /// Entries of the same hour and the same day of knowledge are one row of the ledger: what was counted and withdrawn on one day is in
    /// neither sum.
    /// </remarks>
    public static async Task<List<ReportedCount>> Read(
        CountScope scope, SplitBy splitBy, NowcastSteps steps, NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<ReportedCount> counts = [];
        if (steps.Begins.Count == 0 || steps.Over == 0)
            return counts;
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText = Sql(scope, splitBy, steps, new(command.Parameters));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var city = rows.GetString(0);
            SeriesKey key = new(splitBy is SplitBy.City or SplitBy.District ? city : null, Text(1), Text(2));
            counts.Add(new(key, city, rows.GetInt32(3), rows.GetInt32(4), rows.GetInt64(5), rows.GetInt64(6)));
        }

        return counts;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    private static string Sql(CountScope scope, SplitBy splitBy, NowcastSteps steps, SqlParameters parameters)
    {
        var whole = scope with
        {
            From = steps.Begins[0],
            Until = NowcastSteps.Later(steps.Grain, steps.Begins[^1], 1),
            AsKnownOn = steps.KnownOn,
        };
        var (days, known) = steps.Edges;
        var district = splitBy is SplitBy.District ? "district" : "null::bigint";
        var category = splitBy is SplitBy.Category or SplitBy.CategoryGroup ? "category" : "null::bigint";
        var counted =
            $"""
             select city, {district} as district, {category} as category, {Bucket("day", days)} as step, {Bucket("known", known)} as known,
                 coalesce(sum(n) filter (where n > 0), 0)::bigint as added, coalesce(-sum(n) filter (where n < 0), 0)::bigint as withdrawn
             from {ReadModels.Schema}.{CountsByHour.Table}
             {LedgerConditions.Where(whole, "hour", parameters)} and measure = {parameters.Add((short)scope.Measure)}
             group by 1, 2, 3, 4, 5
             """;
        var label = $"left join {ReadModels.Schema}.{DimensionKeys.Table}";
        return $"""
                select city.text, district.text, category.text, step, known, added, withdrawn from ({counted}) as counted
                {label} city on city.id = counted.city
                {label} district on district.id = counted.district
                {label} category on category.id = counted.category
                where added <> 0 or withdrawn <> 0
                """;

        string Bucket(string day, DateOnly[] edges) => $"width_bucket({day}, {parameters.Add(edges)})";
    }
}
