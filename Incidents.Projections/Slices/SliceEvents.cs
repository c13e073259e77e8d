using Incidents.Projections.Alerts;
using Incidents.Projections.Cases;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Hazards;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Outages;
using Incidents.Projections.PersonalData;
using Incidents.Projections.Plates;
using Incidents.Projections.Quarantine;
using Incidents.Projections.Recorders;
using Incidents.Projections.Shifts;
using Incidents.Projections.Signals;
using Incidents.Projections.SosCalls;
using Incidents.Projections.Sources;
using Incidents.Projections.Targets;
using Incidents.Projections.Timelines;
using Incidents.Projections.Units;
using Incidents.Projections.Upkeep;
using Incidents.Projections.Violations;
using Incidents.Projections.Work;

namespace Incidents.Projections.Slices;

/// <summary>What every slice says of its events, collected: the only list of slices in the projections.</summary>
public static class SliceEvents
{
    internal static readonly IReadOnlyList<Action<CountRules>> CountsBySlice =
    [
        AlertCounts.Declare, SosCallCounts.Declare, ViolationCounts.Declare, IncidentCounts.Declare, DeviceCounts.Declare,
        ForecastCounts.Declare, QuarantineCounts.Declare, SourceCounts.Declare, PersonalDataCounts.Declare, CaseCounts.Declare,
        OutageCounts.Declare, PlateCounts.Declare, HazardCounts.Declare, RecorderCounts.Declare, WorkCounts.Declare,
        ShiftCounts.Declare, TargetCounts.Declare, UnitCounts.Declare, UpkeepCounts.Declare,
    ];

    internal static readonly IReadOnlyList<Action<TimelineRules>> TimelinesBySlice =
    [
        AlertTimeline.Declare, SosCallTimeline.Declare, ViolationTimeline.Declare, IncidentTimeline.Declare, DeviceTimeline.Declare,
        ForecastTimeline.Declare, QuarantineTimeline.Declare, SourceTimeline.Declare,
        PersonalDataTimeline.Declare, CaseTimeline.Declare, OutageTimeline.Declare,
        PlateTimeline.Declare, HazardTimeline.Declare, RecorderTimeline.Declare, WorkTimeline.Declare, ShiftTimeline.Declare,
        TargetTimeline.Declare, UnitTimeline.Declare, UpkeepTimeline.Declare,
    ];

    internal static readonly IReadOnlyList<Action<SignalRules>> SignalsBySlice =
        [AlertRows.Declare, SosCallRows.Declare, ViolationRows.Declare, PlateRows.Declare, WorkRows.Declare];

    /// <summary>What each event counts for.</summary>
    public static readonly CountRules Counts = new(CountsBySlice);

    /// <summary>What each event of an alert, call, violation or plate read changes in the register of signals.</summary>
    public static readonly SignalRules Signals = new(SignalsBySlice);

    /// <summary>How each event is described in a timeline.</summary>
    public static readonly TimelineRules Timelines = new(TimelinesBySlice);
}
