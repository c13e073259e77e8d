using Incidents.Domain.Alerts;

namespace Incidents.Projections.Outcomes;

/// <summary>What an alert is in the ledger of alerts. The numbers are stored.</summary>
internal enum AlertState : short
{
    /// <summary>Nobody has acknowledged, dismissed or judged it.</summary>
    Untouched = 0,

    /// <summary>Somebody has, and its outcome is not known.</summary>
    Seen = 1,

    /// <summary>It was confirmed.</summary>
    Confirmed = 2,

    /// <summary>It was false.</summary>
    False = 3,

    /// <summary>It was unfounded.</summary>
    Unfounded = 4,
}

/// <summary>States of outcomes.</summary>
internal static class AlertStates
{
    /// <summary>The state of an alert with an outcome.</summary>
    public static AlertState Of(AlertOutcome outcome) => outcome switch
    {
        AlertOutcome.Confirmed => AlertState.Confirmed,
        AlertOutcome.False => AlertState.False,
        AlertOutcome.Unfounded => AlertState.Unfounded,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
    /// <summary>The outcome of a state; null where nobody has said what came of the alert.</summary>
    public static AlertOutcome? Outcome(AlertState state) => state switch
    {
        AlertState.Untouched or AlertState.Seen => null,
        AlertState.Confirmed => AlertOutcome.Confirmed,
        AlertState.False => AlertOutcome.False,
        AlertState.Unfounded => AlertOutcome.Unfounded,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
