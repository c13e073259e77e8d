using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Ledgers;

namespace Incidents.Projections;

/// <summary>All read models of this build.</summary>
public static class ReadModelTables
{
    /// <summary>New instances of every table projection.</summary>
    public static IReadOnlyList<TableProjection> All() => [new IncidentRegister(), new DeviceRegistry(), new Ledger(SliceEvents.Counts), new ForecastRegister()];
}
