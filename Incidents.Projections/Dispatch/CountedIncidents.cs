using Incidents.Projections.Ledgers;

namespace Incidents.Projections.Dispatch;

/// <summary>SQL for the incidents that are counted: opened, and neither withdrawn nor merged into another.</summary>
/// <remarks>
/// The register holds incidents as known now. For an earlier day, the changes that became known after it are subtracted, each at its own
/// place and time: <see cref="IncidentChanges"/> holds them as the ledger's entries. So the sums are those of the ledger, as known at the
/// end of the same day.
/// </remarks>
internal static class CountedIncidents
{
    /// <summary>District of a row, empty where its source names none.</summary>
    public const string District = "coalesce(i.district, '')";

    /// <summary>A query with the columns asked for and <c>n</c>: entries to be summed.</summary>
    /// <param name="scope">Which incidents; its measure is not used.</param>
    /// <param name="columns">Columns that the register and the table of changes have, as <c>i.</c></param>
    /// <param name="parameters">Takes the values of the scope.</param>
    /// <param name="more">Conditions on such columns, each with its <c>and</c>.</param>
    public static string Sql(CountScope scope, string columns, SqlParameters parameters, string more = "")
    {
        const string Register = $"{ReadModels.Schema}.{IncidentRegister.Table}";
        const string Counted = "i.status not in ('withdrawn', 'merged')";
        var where = Where(scope, parameters) + more;
        if (scope.AsKnownOn is not { } day)
            return $"select {columns}, 1 as n from {Register} i where {where} and {Counted}";
        var known = parameters.Add(day.ToDateOnly());
        return $"""
                select {columns}, 1 as n from {Register} i where {where} and i.known_day <= {known} and {Counted}
                union all
                select {columns}, -i.n from {ReadModels.Schema}.{IncidentChanges.Table} i join {Register} r on r.id = i.id
                where {where} and r.known_day <= {known} and i.known > {known}
                """;
    }

    private static string Where(CountScope scope, SqlParameters parameters)
    {
        // The instants are for the indexes.
        var sql = $"i.occurred_at >= {parameters.Add(scope.From.UtcMidnight(-1))} "
            + $"and i.occurred_at < {parameters.Add(scope.Until.UtcMidnight(1))} "
            + $"and i.occurred_day >= {parameters.Add(scope.From.ToDateOnly())} "
            + $"and i.occurred_day < {parameters.Add(scope.Until.ToDateOnly())}";
        if (scope.Cities is { } cities)
            sql += $" and i.city = any({parameters.Add(cities.ToArray())})";
        if (scope.Districts is { } districts)
        {
            sql += $" and (i.city, {District}) in (select * from unnest({parameters.Add(districts.Select(d => d.City).ToArray())}, "
                + $"{parameters.Add(districts.Select(d => d.Name).ToArray())}))";
        }
        if (scope.Categories is { } categories)
            sql += $" and i.category = any({parameters.Add(categories.ToArray())})";
        sql += LedgerHour.KnownTo("i.occurred_hour", scope.KnownTo);
        if (scope.HoursOfWeek is { } hours)
            sql += $" and i.occurred_hour = any({parameters.Add(hours.ToArray())})";
        if (scope.Bounds is { } bounds)
            sql += $" and {CellRectangle.Condition("i.cell", bounds, parameters)}";
        return sql;
    }
}
