using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Projections.Dispatch;
using NodaTime;

namespace Incidents.Api.Exports;

/// <summary>The export of incidents.</summary>
internal sealed class IncidentExport(RegisterReader register, IncidentScopes scopes, Sights sights)
    : ExportList<IncidentRow, IncidentFilter, IncidentOrder>(
        "incidents", "Incident", IncidentRegister.ProjectionName, IncidentColumns.All)
{
    /// <inheritdoc/>
    public override (LocalDate? From, LocalDate? Until) Period(IncidentFilter? filter) => (filter?.From, filter?.Until);

    /// <inheritdoc/>
    public override async Task<ExportRows<IncidentRow>> Select(
        IncidentFilter? filter, IncidentOrder order, IReadOnlySet<string> classes, CancellationToken cancellation)
    {
        var scope = await scopes.Of(filter, sights.Of(Callers.Current, RowClasses.Row, classes), cancellation);
        return new(
            (connection, token) => RegisterReader.Count(scope, connection, token),
            (connection, token) => register.All(scope, order, connection, token));
    }
}
