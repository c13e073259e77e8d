using Incidents.Domain.Alerts;

namespace Incidents.Projections.Alerts;

/// <summary>Codes of the outcomes of alerts.</summary>
public static class OutcomeWords
{
    /// <summary>The code of an outcome.</summary>
    public static string Code(AlertOutcome outcome) => outcome switch
    {
        AlertOutcome.Confirmed => "confirmed",
        AlertOutcome.False => "false",
        AlertOutcome.Unfounded => "unfounded",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
