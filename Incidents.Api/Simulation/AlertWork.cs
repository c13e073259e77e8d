using Incidents.Domain.Alerts;
using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates what operators do with an alert.</summary>
internal static class AlertWork
{
    private const double TakenShare = 0.12;

    /// <summary>Somebody dismisses it as false; sometimes they have taken it before.</summary>
    /// <param name="day">The day of the alert.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="known">When it became known.</param>
    /// <param name="at">When they dismiss it.</param>
    /// <param name="by">Who.</param>
    /// <param name="reason">Why.</param>
    public static void Dismiss(DayScript day, Guid alert, Instant known, Instant at, string by, string reason)
    {
        var isTaken = Take(day, alert, known, at, by);
        day.At(at, new DismissAlert(alert, by, reason));
        if (isTaken)
            Release(day, alert, at);
    }

    /// <summary>
    /// Somebody acknowledges it, and says later what came of it, where that is known; sometimes they have taken it before.
    /// </summary>
    /// <param name="day">The day of the alert.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="known">When it became known.</param>
    /// <param name="at">When they acknowledge it.</param>
    /// <param name="by">Who.</param>
    /// <param name="outcome">What came of it; null where they do not say it.</param>
    /// <param name="reason">Why, or null.</param>
    public static void Acknowledge(DayScript day, Guid alert, Instant known, Instant at, string by, AlertOutcome? outcome, string? reason)
    {
        var isTaken = Take(day, alert, known, at, by);
        day.At(at, new AcknowledgeAlert(alert, by));
        var judged = at + DayScript.Seconds(Math.Clamp(day.Work.LogNormal(150, 0.8), 10, 3_000));
        if (outcome is { } said)
            day.At(judged, new JudgeAlert(alert, by, said, reason));
        if (isTaken)
            Release(day, alert, judged);
    }

    private static bool Take(DayScript day, Guid alert, Instant known, Instant at, string by)
    {
        if (!day.Work.Chance(TakenShare))
            return false;
        day.At(known + (at - known) * day.Work.Between(0.2, 0.8), new TakeWork<Alert>(alert, by));
        return true;
    }

    private static void Release(DayScript day, Guid alert, Instant at) =>
        day.At(at + DayScript.Seconds(day.Work.Between(1, 8)), new ReleaseWork<Alert>(alert, ""));
}
