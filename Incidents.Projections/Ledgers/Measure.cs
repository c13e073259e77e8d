namespace Incidents.Projections.Ledgers;

/// <summary>What a ledger row counts. The numbers are stored.</summary>
public enum Measure : short
{
    /// <summary>Incidents that count: opened, and neither withdrawn nor merged into another.</summary>
    Incidents = 1,

    /// <summary>Camera alerts that count: raised, and not dismissed as false.</summary>
    Alerts = 2,

    /// <summary>SOS calls placed.</summary>
    SosCalls = 3,

    /// <summary>Traffic violations that count: recorded, and neither dismissed nor cancelled.</summary>
    Violations = 4,

    /// <summary>Alerts dismissed as false.</summary>
    FalseAlerts = 5,

    /// <summary>SOS calls abandoned before they were answered.</summary>
    AbandonedCalls = 6,

    /// <summary>Withdrawals by a register that match nothing reported so far.</summary>
    UnmatchedWithdrawals = 7,

    /// <summary>
    /// What the number of offences is more than the number of incidents: only incidents with several offences have entries. Each offence
    /// counts +1 in its own category, and the incident -1 in its category.
    /// </summary>
    ExtraOffences = 8,

    /// <summary>Victims of offences of which the source gives the number.</summary>
    Victims = 9,

    /// <summary>Incidents of which the source gives the number of victims.</summary>
    IncidentsWithVictims = 10,

    /// <summary>Offences: the sum of <see cref="Incidents"/> and <see cref="ExtraOffences"/>. No row is stored under it.</summary>
    Offences = 11,

    /// <summary>Observations of municipal property.</summary>
    UpkeepObservations = 40,

    /// <summary>Tasks of municipal property that count: observed, and neither cancelled nor joined to another.</summary>
    UpkeepTasks = 41,

    /// <summary>Tasks of municipal property that are done, and were not found otherwise since.</summary>
    UpkeepDone = 42,

    /// <summary>Of these, the ones that were done by their deadline.</summary>
    UpkeepDoneInTime = 43,

    /// <summary>Seconds from an SOS call's beginning to its answer.</summary>
    AnswerTime = 20,

    /// <summary>
    /// Seconds from when an incident was reported, by default when it was entered, to when the first unit was sent, by true times.
    /// </summary>
    DispatchTime = 21,

    /// <summary>Seconds from when the unit that arrived first was sent to its arrival, by true times.</summary>
    ArrivalTime = 22,

    /// <summary>
    /// Seconds from when an incident was reported, by default when it was entered, to when it was first resolved, by true times.
    /// </summary>
    ResolutionTime = 23,

    /// <summary>Seconds from an observation of municipal property until it was put right, by true times.</summary>
    UpkeepTime = 60,
}
