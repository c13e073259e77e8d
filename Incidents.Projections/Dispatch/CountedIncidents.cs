namespace Incidents.Projections.Dispatch;

/// <summary>SQL for the incidents that are counted: opened, and neither withdrawn nor merged into another.</summary>
/// <remarks>
/// The register holds incidents as known now. For an earlier day, the changes that became known after it are subtracted: <see
/// cref="IncidentRegister.ChangeTable"/> holds them as the ledger's entries. So the sums are those of the ledger, as known at the end of
/// the same day.
/// </remarks>
internal static class CountedIncidents
{
    /// <summary>A query with the columns asked for, <c>category</c>, and <c>n</c>: entries to be summed.</summary>
    /// <param name="columns">Columns of the register, as <c>i.</c></param>
    /// <param name="where">Condition on the register, as <c>i.</c></param>
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
               select {columns}, c.category, -c.n from {Register} join {ReadModels.Schema}.{IncidentRegister.ChangeTable} c on c.id = i.id
               where {where} and i.known_day <= {knownOn} and c.known > {knownOn}
               """;
    }
}
