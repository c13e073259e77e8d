using System.Collections.Immutable;
using Incidents.Domain.Plans;
using NodaTime;

namespace Incidents.Domain.Dispatch;

// Which steps of its response plan were done. What was ticked of the plan of an earlier category stays, and is shown again with it.
public sealed partial record Incident
{
    private ImmutableList<Mark> marks = [];

    /// <summary>The response plan of its category and city, as it held when the incident was opened; null where there is none.</summary>
    /// <remarks>One that came with a historic register has none: nobody responded to it from here.</remarks>
    /// <param name="plans">The plans.</param>
    public ResponsePlan? PlanOf(ResponsePlans plans) => IsHistoric ? null : plans.Find(CountKey.Category, Place.City, KnownSince.Date);

    /// <summary>The steps of a plan that are ticked, in the order in which they were.</summary>
    /// <param name="plan">Code of the plan.</param>
    public IReadOnlyList<PlanTick> Ticks(string plan) => [.. marks.Where(m => m.Plan == plan).Select(m => m.Tick).OfType<PlanTick>()];

    /// <summary>The tick of a step, or null where it is not ticked.</summary>
    internal PlanTick? TickOf(string plan, string step) => MarkOf(plan, step)?.Tick;

    /// <summary>Whether a step can have been ticked or unticked at a moment: not before it was last.</summary>
    internal bool CanMark(string plan, string step, OffsetDateTime at, OffsetDateTime now) =>
        at.IsWithin(NotBefore, now) && !(MarkOf(plan, step) is { } last && at.ToInstant() < last.At);

    private bool IsHistoric =>
        Status is IncidentStatus.Registered || StatusBeforeWithdrawal is IncidentStatus.Registered
        || StatusBeforeMerge is IncidentStatus.Registered;

    private Mark? MarkOf(string plan, string step) => marks.Find(m => m.Plan == plan && m.Step == step);

    private Incident Marked(string plan, string step, OffsetDateTime at, PlanTick? tick) => this with
    {
        marks = marks.RemoveAll(m => m.Plan == plan && m.Step == step).Add(new(plan, step, at.ToInstant(), tick)),
    };

    // The last that was said of a step; without a tick it was taken back.
    private sealed record Mark(string Plan, string Step, Instant At, PlanTick? Tick);
}
