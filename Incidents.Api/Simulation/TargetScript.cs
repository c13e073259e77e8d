using Incidents.Domain.Targets;
using NodaTime;

namespace Incidents.Api.Simulation;

/// <summary>Simulates that targets of service are passed: what a host would have raised that had watched the history.</summary>
/// <remarks>In real time the host watches, and these steps are left out.</remarks>
internal static class TargetScript
{
    // A host looks for passed targets every second.
    private const double LongestSeconds = 1.2;

    /// <summary>Adds the escalations of an incident or call.</summary>
    /// <param name="day">The day on which it begins.</param>
    /// <param name="times">Its times, as they will have been.</param>
    /// <param name="changed">When it gets another category, and which; null where it keeps its own.</param>
    /// <param name="apart">
    /// From when until when it was a part of another one, where nothing is escalated; null where it never was.
    /// </param>
    public static void Play(
        DayScript day, TargetTimes times, (Instant At, string To)? changed = null, (Instant From, Instant Until)? apart = null)
    {
        foreach (var clock in TargetClock.Of(times, day.Targets))
        {
            foreach (var deadline in clock.Deadlines())
            {
                var due = deadline.DueAt.ToInstant();
                if (apart is { } pause && due >= pause.From && due < pause.Until)
                    due = pause.Until;
                var category = changed is { } other && other.At <= due ? other.To : times.Category;
                if (deadline.Target.Categories?.Contains(category) is false)
                    continue;
                day.At(
                    due + DayScript.Seconds(day.Work.Between(0.1, LongestSeconds)),
                    new Escalate(times.Subject, times.Id, category, times.Place, deadline, clock.StartedAt!.Value));
            }
        }
    }
}
