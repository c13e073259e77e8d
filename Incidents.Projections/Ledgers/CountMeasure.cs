namespace Incidents.Projections.Ledgers;

/// <summary>What is counted.</summary>
/// <remarks>The numbers are those of <see cref="Measure"/>.</remarks>
public enum CountMeasure : short
{
    /// <summary>Incidents that count: opened, and neither withdrawn nor merged into another.</summary>
    Incidents = Measure.Incidents,

    /// <summary>Camera alerts that count: raised, and not dismissed as false.</summary>
    Alerts = Measure.Alerts,

    /// <summary>SOS calls placed.</summary>
    SosCalls = Measure.SosCalls,

    /// <summary>Traffic violations that count: recorded, and neither dismissed nor cancelled.</summary>
    Violations = Measure.Violations,

    /// <summary>Alerts dismissed as false.</summary>
    FalseAlerts = Measure.FalseAlerts,

    /// <summary>SOS calls abandoned before they were answered.</summary>
    AbandonedCalls = Measure.AbandonedCalls,

    /// <summary>Withdrawals by a register that match nothing reported so far.</summary>
    UnmatchedWithdrawals = Measure.UnmatchedWithdrawals,

    /// <summary>
    /// Offences of the incidents that count, each in its own category and at the place and time of its incident. An incident that is
    /// reported in one row is one offence.
    /// </summary>
    Offences = Measure.Offences,

    /// <summary>
    /// Victims of these offences, as far as sources give their number. A warning `VICTIMS_NOT_GIVEN` says how many incidents of how many
    /// give it.
    /// </summary>
    Victims = Measure.Victims,

    /// <summary>Incidents that count and of which the source gives the number of victims, also where it is 0.</summary>
    IncidentsWithVictims = Measure.IncidentsWithVictims,

    /// <summary>Observations of municipal property.</summary>
    UpkeepObservations = Measure.UpkeepObservations,

    /// <summary>Tasks of municipal property that count: observed, and neither cancelled nor joined to another.</summary>
    UpkeepTasks = Measure.UpkeepTasks,

    /// <summary>Tasks of municipal property that are done, and were not found otherwise since.</summary>
    UpkeepDone = Measure.UpkeepDone,

    /// <summary>Of these, the ones that were done by their deadline.</summary>
    UpkeepDoneInTime = Measure.UpkeepDoneInTime,
}

/// <summary>What is timed, in seconds.</summary>
/// <remarks>The numbers are those of <see cref="Measure"/>.</remarks>
public enum DurationMeasure : short
{
    /// <summary>From an SOS call's beginning to its answer.</summary>
    AnswerTime = Measure.AnswerTime,

    /// <summary>
    /// From when an incident was reported, by default when it was entered, to when the first unit was sent, by true times.
    /// </summary>
    DispatchTime = Measure.DispatchTime,

    /// <summary>From when the unit that arrived first was sent to its arrival, by true times.</summary>
    ArrivalTime = Measure.ArrivalTime,

    /// <summary>
    /// From when an incident was reported, by default when it was entered, to when it was first resolved, by true times.
    /// </summary>
    ResolutionTime = Measure.ResolutionTime,

    /// <summary>From an observation of municipal property until it was put right, by true times; of tasks that are done.</summary>
    UpkeepTime = Measure.UpkeepTime,
}

/// <summary>The two kinds of measures as stored numbers.</summary>
public static class StoredMeasures
{
    /// <summary>The stored measure.</summary>
    public static Measure Stored(this CountMeasure measure) => (Measure)(short)measure;

    /// <summary>The stored measure.</summary>
    public static Measure Stored(this DurationMeasure measure) => (Measure)(short)measure;

    /// <summary>The measures under which the rows are stored whose sum this measure is.</summary>
    public static IReadOnlyList<Measure> Parts(this Measure measure) =>
        measure is Measure.Offences ? [Measure.Incidents, Measure.ExtraOffences] : [measure];

    /// <summary>What is counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The measure is timed.</exception>
    public static CountMeasure AsCount(this Measure measure) => Enum.IsDefined((CountMeasure)(short)measure)
        ? (CountMeasure)(short)measure
        : throw new ArgumentOutOfRangeException(nameof(measure), measure, "It is timed.");
}
