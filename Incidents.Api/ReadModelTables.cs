using Incidents.Projections;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Ledgers;

namespace Incidents.Api;

/// <summary>The read models of this build.</summary>
internal static class ReadModelTables
{
    /// <summary>New instances of every table projection.</summary>
    public static IReadOnlyList<TableProjection> All() => [new IncidentRegister(), new DeviceRegistry(), new Ledger(), new ForecastRegister()];
}
