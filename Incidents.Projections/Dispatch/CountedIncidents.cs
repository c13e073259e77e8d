namespace Incidents.Projections.Dispatch;

/// <summary>SQL for the incidents that are counted: opened, and neither withdrawn nor merged into another.</summary>
/// <remarks>
/// The register holds incidents as known now. For an earlier day, the changes that became known after it are subtracted, each at its own
/// place and time: <see cref="IncidentChanges"/> holds them as the ledger's entries. So the sums are those of the ledger, as known at the
/// end of the same day.
/// </remarks>
internal static class CountedIncidents
{
    /// <summary>A query with the columns asked for, <c>category</c>, and <c>n</c>: entries to be summed.</summary>
    /// <param name="columns">Columns that the register and the table of changes have, as <c>i.</c></param>
    /// <param name="where">Condition on such columns, as <c>i.</c></param>
    /// <param name="knownOn">Parameter with the day at whose end they are known; null for as known now.</param>
    public static string Sql(string columns, string where, string? knownOn)
    {
        const string Register = $"{ReadModels.Schema}.{IncidentRegister.Table} i";
        const string Counted = "i.status not in ('withdrawn', 'merged')";
        return knownOn is null
            ? $"select {columns}, i.category, 1 as n from {Register} where {where} and {Counted}"
            : $"""
               select {columns}, i.category, 1 as n from {Register} where {where} and i.known_day <= {knownOn} and {Counted}
               union all
               select {columns}, i.category, -i.n from {ReadModels.Schema}.{IncidentChanges.Table} i
               join {ReadModels.Schema}.{IncidentRegister.Table} r on r.id = i.id
               where {where} and r.known_day <= {knownOn} and i.known > {knownOn}
               """;
    }
}
