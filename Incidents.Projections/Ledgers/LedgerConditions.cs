using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>Conditions of a scope on the ledger's tables that have no cells.</summary>
internal static class LedgerConditions
{
    /// <summary>SQL of period, cities, districts, categories, hours and day of knowledge, from <c>where</c> on.</summary>
    /// <param name="scope">The scope; its bounds and its measure are not used.</param>
    /// <param name="hour">SQL for the hour of the day of a row.</param>
    /// <param name="parameters">Takes the values.</param>
    public static string Where(CountScope scope, string hour, SqlParameters parameters)
    {
        var sql = $"where day >= {parameters.Add(scope.From.ToDateOnly())} and day < {parameters.Add(scope.Until.ToDateOnly())}";
        if (DimensionKeys.Ids(scope.Cities) is { } cities)
            sql += $" and city = any({parameters.Add(cities)})";
        if (scope.Districts is { } districts)
        {
            sql += $" and (city, district) in (select * from unnest({parameters.Add(Ids(districts.Select(d => d.City)))}, "
                + $"{parameters.Add(Ids(districts.Select(d => d.Name)))}))";
        }
        if (DimensionKeys.Ids(scope.Categories) is { } categories)
            sql += $" and category = any({parameters.Add(categories)})";
        sql += LedgerHour.KnownTo(hour, scope.HoursOfWeek is null ? scope.KnownTo : TimePrecision.Hour);
        if (scope.HoursOfWeek is { } hours)
            sql += $" and {CountScope.HourOfWeek("day", hour)} = any({parameters.Add(hours.Select(h => (int)h).ToArray())})";
        if (scope.AsKnownOn is { } known)
            sql += $" and known <= {parameters.Add(known.ToDateOnly())}";
        return sql;
    }

    /// <summary>SQL of the measure of a scope, from <c>and</c> on.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="parameters">Takes the values.</param>
    public static string Measure(CountScope scope, SqlParameters parameters) => $"and {Measures(scope, "measure", parameters)}";

    /// <summary>SQL of the measure of a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="column">The column of the measure.</param>
    /// <param name="parameters">Takes the values.</param>
    public static string Measures(CountScope scope, string column, SqlParameters parameters)
    {
        var measures = scope.Measure.Parts().Select(m => (short)m).ToArray();
        return measures is [var only] ? $"{column} = {parameters.Add(only)}" : $"{column} = any({parameters.Add(measures)})";
    }

    private static long[] Ids(IEnumerable<string> texts) => [.. texts.Select(DimensionKeys.Id)];
}
