using Incidents.Projections.Cases;
using Incidents.Projections.Correlation;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Hazards;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Outcomes;
using Incidents.Projections.Shifts;
using Incidents.Projections.Signals;
using Incidents.Projections.Work;
using Incidents.Projections.Units;
using Incidents.Projections.Upkeep;

namespace Incidents.Projections.Slices;

/// <summary>The read models of all slices.</summary>
public static class ReadModelTables
{
    /// <summary>New instances of every table projection.</summary>
    public static IReadOnlyList<TableProjection> All() =>
    [
        new IncidentRegister(SliceEvents.Counts), new SignalRegister(SliceEvents.Signals), new DeviceRegistry(),
        new Ledger(SliceEvents.Counts), new ForecastRegister(), new CaseRegister(), new CorrelationSignals(),
        new HazardRegister(), new AlertLedger(), new WorkRegister(), new ShiftRegister(), new UnitRegister(), new UpkeepRegister(),
    ];
}
