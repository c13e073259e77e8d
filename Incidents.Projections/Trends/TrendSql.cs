using Incidents.Domain;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>The commands that read a trend.</summary>
internal static class TrendSql
{
    /// <summary>Columns of each row: city, district, category, step, count.</summary>
    public const int Columns = 5;

    /// <summary>SQL for the first day of the step that a day lies in.</summary>
    public static string StepOfDay(TrendGrain grain, string day) => grain switch
    {
        TrendGrain.Day => day,
        TrendGrain.Week => $"date_trunc('week', {day})::date",
        TrendGrain.Month => $"date_trunc('month', {day})::date",
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, "Hours of the week have no first day."),
    };

    /// <summary>Adds the commands of a request; what else they answer has another number of columns.</summary>
    public static void Add(NpgsqlBatch batch, TrendRequest request)
    {
        if (request.NeedsRegister)
        {
            batch.BatchCommands.Add(OfRegister(request));
        }
        else if (request.Scope.Bounds is { } bounds)
        {
            batch.BatchCommands.Add(new(CellWalk.WithoutSort));
            if (request.Scope.From < request.Scope.Until)
            {
                foreach (var part in request.Scope.Parts())
                    batch.BatchCommands.Add(OfCells(request with { Scope = part }, bounds));
                batch.BatchCommands.Add(OfCoarseCells(request));
            }
        }
        else
        {
            batch.BatchCommands.Add(OfHours(request));
        }
    }

    private static NpgsqlBatchCommand OfHours(TrendRequest request)
    {
        var command = new NpgsqlBatchCommand();
        SqlParameters parameters = new(command.Parameters);
        var step = request.Grain is TrendGrain.HourOfWeek ? CountScope.HourOfWeek("day", "hour") : StepOfDay(request.Grain, "day");
        var (city, district, category) = Keys(request.SplitBy, "city", "district", "category");
        command.CommandText = Labelled(
            request.SplitBy,
            $"""
             select {city}::bigint, {district}::bigint, {category}::bigint, {step}, sum(n) from {ReadModels.Schema}.{CountsByHour.Table}
             {LedgerConditions.Where(request.Counted, "hour", parameters)} {LedgerConditions.Measure(request.Scope, parameters)}
             group by 1, 2, 3, 4
             """);
        return command;
    }

    private static NpgsqlBatchCommand OfCells(TrendRequest request, GeoBounds bounds)
    {
        var (city, _, category) = Keys(request.SplitBy, "h.city", "null", "w.category");
        var scope = request.Scope;
        var command = CellWalk.Command(
            new(scope, bounds, GridCell.FineZoom), new(false, scope.From, scope.Until),
            [$"{city}::bigint", "null::bigint", $"{category}::bigint", StepOfDay(request.Grain, "h.day")], "n, day, city");
        command.CommandText = Labelled(request.SplitBy, command.CommandText);
        return command;
    }

    // The cells hold it on the first day of its unit.
    private static NpgsqlBatchCommand OfCoarseCells(TrendRequest request)
    {
        var command = new NpgsqlBatchCommand();
        var (city, _, category) = Keys(request.SplitBy, "h.city", "null", "h.category");
        command.CommandText = Labelled(
            request.SplitBy,
            $"""
             select {city}::bigint, null::bigint, {category}::bigint, {StepOfDay(request.Grain, "h.day")}, -sum(h.n)
             {CoarseCells.From(request.Scope, request.Unit, new(command.Parameters))} group by 1, 2, 3, 4
             """);
        return command;
    }

    private static NpgsqlBatchCommand OfRegister(TrendRequest request)
    {
        var command = new NpgsqlBatchCommand();
        SqlParameters parameters = new(command.Parameters);
        var step = request.Grain is TrendGrain.HourOfWeek ? "occurred_hour::int" : StepOfDay(request.Grain, "occurred_day");
        var (city, district, category) = Keys(request.SplitBy, "city", "district", "category");
        var counted = CountedIncidents.Sql(
            request.Counted, $"i.city, {CountedIncidents.District} as district, i.category, i.occurred_day, i.occurred_hour", parameters);
        command.CommandText =
            $"""
             select {city}::text, {district}::text, {category}::text, {step}, sum(n) from ({counted}) as counted
             group by 1, 2, 3, 4 having sum(n) <> 0
             """;
        return command;
    }

    private static (string City, string District, string Category) Keys(SplitBy split, string city, string district, string category) => (
        split is SplitBy.City or SplitBy.District ? city : "null",
        split is SplitBy.District ? district : "null",
        split is SplitBy.Category or SplitBy.CategoryGroup ? category : "null");

    // The texts of the keys, for the few rows that are left.
    private static string Labelled(SplitBy split, string sql)
    {
        var (city, district, category) = Keys(split, "city_label.text", "district_label.text", "category_label.text");
        var joins = string.Concat(
            new (string Name, string Text)[] { ("city", city), ("district", district), ("category", category) }
                .Where(key => key.Text != "null").Select(key =>
                    $" left join {ReadModels.Schema}.{DimensionKeys.Table} {key.Name}_label on {key.Name}_label.id = counted.{key.Name}"));
        return $"""
                select {city}::text, {district}::text, {category}::text, counted.step, counted.n
                from ({sql}) as counted (city, district, category, step, n){joins}
                """;
    }
}
